"""The bell: after a commit that asks for it, a worker looks for work at once, not at its next turn.

It may stay silent (Redis is away, the process is killed): the work is found all the same.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from arq.connections import ArqRedis

from core.db.session import Database
from core.jobs.queue import TROUBLE, open_pool

log = logging.getLogger(__name__)

GATHER = 0.05
"""Commits within so many seconds ring once."""
PATIENCE = 3.0


class Bell:
    """Rings for one process; a request never waits for it."""

    def __init__(self, pool: Callable[[], ArqRedis]) -> None:
        self._pool = pool
        self._asked: set[str] = set()
        self._ringing: set[asyncio.Task[None]] = set()

    def __call__(self, key: str) -> None:
        """Ask that a job runs soon."""
        if key in self._asked:
            return
        self._asked.add(key)
        task = asyncio.get_running_loop().create_task(self._ring(key))
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)

    async def _ring(self, key: str) -> None:
        await asyncio.sleep(GATHER)
        self._asked.discard(key)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._pool().enqueue_job(key, True, _job_id=f"bell:{key}")
        except TROUBLE as error:
            log.debug("The bell of %s stayed silent: %s", key, error)


@asynccontextmanager
async def ringing(database: Database, pool: Callable[[], ArqRedis]) -> AsyncIterator[None]:
    """Ring for what is committed while the code inside runs."""
    bell = Bell(pool)
    database.hinted.append(bell)
    try:
        yield
    finally:
        database.hinted.remove(bell)


@asynccontextmanager
async def ringing_far(database: Database, redis_url: str) -> AsyncIterator[None]:
    """Ring for workers elsewhere, by Redis."""
    pool = open_pool(redis_url)
    async with ringing(database, lambda: pool):
        yield
    await pool.aclose()
