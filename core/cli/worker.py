"""``buurtbasis worker``: work behind the scenes, in a process of its own."""

import asyncio
import signal

import click

from core.cli.runtime import Runtime, run_in_database
from core.db.session import Database
from core.errors import ConfigurationError
from core.jobs.background import background


@click.command()
def worker() -> None:
    """Run jobs until it is stopped; needs BUURTBASIS_REDIS_URL."""

    async def work(runtime: Runtime, database: Database) -> None:
        if not runtime.settings.redis_url:
            raise ConfigurationError(
                "Without BUURTBASIS_REDIS_URL the web process does this work itself."
            )
        async with background(runtime.settings, runtime.registry, database):
            click.echo("The worker is running.")
            await _until_told_to_stop()

    run_in_database(work)


async def _until_told_to_stop() -> None:
    """Wait for the signal with which a service is stopped; what runs then is finished first."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
