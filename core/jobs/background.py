"""The jobs of a process: what the registry declares, for the plugins that are on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.db.session import Database
from core.jobs.bell import ringing
from core.jobs.queue import Duties, working
from core.jobs.runner import Runner
from core.registry import Registry
from core.settings import Settings


@asynccontextmanager
async def background(
    settings: Settings, registry: Registry, database: Database
) -> AsyncIterator[None]:
    """Run the declared jobs and schedules while the code inside runs."""
    runner = Runner(settings, registry, database)

    async def run(key: str, forced: bool) -> None:
        await runner.run(key, forced=forced)

    duties = Duties(tuple(owned.item for owned in registry.jobs), run, runner.due)
    async with (
        working(settings.redis_url, duties) as queue,
        ringing(database, lambda: queue.pool),
    ):
        yield
