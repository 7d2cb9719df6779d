"""``buurtbasis activities``: what an administrator may want of activities at once."""

import click

from core.cli.runtime import Runtime, run_in_database
from core.clock import now
from core.db.session import Database
from core.jobs.context import Work
from plugins.activities.jobs import write_ahead


@click.group()
def group() -> None:
    """De agenda."""


@group.command()
def dates() -> None:
    """Write the dates of series twelve months ahead now, as the job does every six hours."""

    async def work(_runtime: Runtime, database: Database) -> None:
        await write_ahead(Work(database, now()))

    run_in_database(work)
    click.echo("De data staan twaalf maanden vooruit.")
