"""Runs one job: takes its turn in the book, keeps it while it works, and writes how it went."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.clock import now
from core.db.session import Database
from core.jobs import runs
from core.jobs.context import Work, run_job
from core.manage.switches import read_enabled
from core.registry import Registry
from core.settings import Settings


class Runner:
    """The jobs of one process."""

    def __init__(self, settings: Settings, registry: Registry, database: Database) -> None:
        self._settings = settings
        self._registry = registry
        self._database = database
        self._entered = False
        self._running: set[str] = set()
        self.jobs = {owned.item.key: owned for owned in registry.jobs}
        self.every = {owned.item.job: owned.item.every for owned in registry.schedules}

    async def due(self) -> list[runs.Due]:
        """Return what this process could run now, of the plugins that are on."""
        if not self._entered:
            await self.enter()
        async with self._database.read() as session:
            on = await read_enabled(session, self._registry)
            found = await runs.due(session)
        mine = [one for one in found if one.key in self.jobs and self.jobs[one.key].plugin in on]
        return [one for one in mine if not (one.held and self.jobs[one.key].item.alone)]

    async def enter(self) -> None:
        """Write down the jobs that the book does not know yet."""
        async with self._database.write() as session:
            await runs.enter(session, {key: self.every.get(key) for key in self.jobs})
        self._entered = True

    async def run(self, key: str, *, forced: bool = False) -> str | None:
        """Run a job in its turn; return what went wrong (empty: nothing), None when it is not its
        turn. A job that fails never raises here.

        One process runs a job once at a time, whether or not others may run it too: so a process
        that is killed leaves one thing half done.
        """
        if key in self._running:
            return None
        self._running.add(key)
        try:
            return await self._run(key, forced=forced) if await self._is_on(key) else None
        finally:
            self._running.discard(key)

    async def _run(self, key: str, *, forced: bool) -> str | None:
        job, every = self.jobs[key].item, self.every.get(key)
        async with self._database.write() as session:
            token = await runs.claim(session, job, every, forced=forced)
        if token is None:
            return None
        work = Work(self._database, now(), self._registry, self._settings)
        try:
            async with self._holding(token):
                error = await run_job(work, self.jobs[key])
        except asyncio.CancelledError:
            await asyncio.shield(self._give_back(token))
            raise
        async with self._database.write() as session:
            await runs.finish(session, token, error, every)
        return error

    async def _is_on(self, key: str) -> bool:
        if key not in self.jobs:
            return False
        async with self._database.read() as session:
            return self.jobs[key].plugin in await read_enabled(session, self._registry)

    @asynccontextmanager
    async def _holding(self, token: str) -> AsyncIterator[None]:
        """Keep the turn while the code inside works."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(runs.LEASE.total_seconds() / 3)
                with contextlib.suppress(Exception):  # the next beat may get through
                    async with self._database.write() as session:
                        await runs.hold(session, token)

        task = asyncio.create_task(beat(), name=f"holding {token}")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _give_back(self, token: str) -> None:
        async with self._database.write() as session:
            await runs.give_back(session, token)
