"""The jobs of a process: what the registry declares, for the plugins that are on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.db.session import Database
from core.jobs.context import run_job
from core.jobs.queue import working
from core.manage.switches import read_enabled
from core.registry import Registry
from core.settings import Settings


@asynccontextmanager
async def background(
    settings: Settings, registry: Registry, database: Database
) -> AsyncIterator[None]:
    """Run the declared jobs and schedules while the code inside runs."""
    jobs = {owned.item.key: owned for owned in registry.jobs}

    async def run(key: str) -> None:
        async with database.read() as session:
            on = await read_enabled(session, registry)
        if jobs[key].plugin in on:
            await run_job(database, jobs[key], registry, settings)

    declared = [owned.item for owned in registry.jobs]
    schedules = [owned.item for owned in registry.schedules]
    async with working(settings.redis_url, declared, schedules, run):
        yield
