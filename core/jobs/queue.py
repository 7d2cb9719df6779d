"""arq behind a small door: in a worker process with Redis, else inside the web process.

The queue is only a bell: what is to do stands in the database, so losing the queue loses nothing.
While Redis does not answer, a worker works on from a queue in memory.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import arq.worker
from arq import cron
from arq.connections import ArqRedis
from arq.worker import Function, Worker, func
from fakeredis import FakeAsyncRedisConnection, FakeServer
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from core.declarations import Job
from core.jobs.runs import Due

log = logging.getLogger(__name__)

POLL = 0.5
TICK = 5
"""Every so many seconds a process looks in the database what is due."""
GRACE = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
WITHOUT_REDIS = 30.0
"""So long a worker works from memory before it tries Redis again."""
PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 5}
AT_ONCE = 4
TROUBLE = (RedisError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Duties:
    """What a process does: its jobs, how one is run (before its moment or not), what is due."""

    jobs: tuple[Job, ...]
    run: Callable[[str, bool], Awaitable[object]]
    due: Callable[[], Awaitable[Iterable[Due]]]


class EmbeddedWorker(Worker):
    """A worker that leaves signals to the server, and finishes what runs before it stops."""

    def __init__(self, **options: Any) -> None:
        super().__init__(handle_signals=False, **options)

    async def drain(self, grace: float = GRACE) -> None:
        """Take no more jobs, wait for those that run, and stop."""
        self.allow_pick_jobs = False
        running = [task for task in self.tasks.values() if not task.done()]
        if running:
            _, pending = await asyncio.wait(running, timeout=grace)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        if self.main_task:
            self.main_task.cancel()
            await asyncio.gather(self.main_task, return_exceptions=True)


def open_pool(redis_url: str | None) -> ArqRedis:
    """Return the queue: Redis, or one in memory; it connects when it is first used."""
    serialisers: dict[str, Any] = {
        "job_serializer": lambda value: json.dumps(value).encode(),
        "job_deserializer": json.loads,
    }
    if redis_url:
        return ArqRedis(ConnectionPool.from_url(redis_url, **PATIENCE), **serialisers)
    connections = ConnectionPool(
        connection_class=FakeAsyncRedisConnection,
        server=FakeServer(),
        version=(7,),
        server_type="redis",
    )
    return ArqRedis(connections, **serialisers)


async def _no_info(_redis: Any, log_line: Callable[[str], Any]) -> None:
    log_line("queue opened")


setattr(arq.worker, "log_redis_info", _no_info)  # noqa: B010 - the queue in memory has no INFO


class Queue:
    """The worker of a process, which gets up again when it falls."""

    def __init__(self, redis_url: str | None, duties: Duties) -> None:
        self._duties = duties
        self._worker: EmbeddedWorker | None = None
        self._near = open_pool(None)
        self._far = open_pool(redis_url) if redis_url else None
        self.pool = self._far or self._near

    async def supervise(self) -> None:
        """Work until cancelled."""
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._session()
            except Exception:
                log.exception("The worker stopped; it starts again in %.0f s", pause)
            pause = FIRST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else pause
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _session(self) -> None:
        """Work with Redis until it fails, or for a while from memory when it does not answer."""
        limit = await self._choose_pool()
        self._worker = self._make_worker(self.pool)
        with contextlib.suppress(TimeoutError):
            try:
                async with asyncio.timeout(limit):
                    await self._worker.async_run()
            finally:
                await self._worker.drain()

    async def _choose_pool(self) -> float | None:
        """Take Redis when it answers; return after how long to ask it again."""
        if self._far is None:
            return None
        try:
            await self._far.ping()
        except TROUBLE as error:
            log.warning("Redis does not answer (%s); working without it for a while", error)
            self.pool = self._near
            return WITHOUT_REDIS
        self.pool = self._far
        return None

    def _make_worker(self, pool: ArqRedis) -> EmbeddedWorker:
        look: Any = self._tick  # arq's own type of it asks for names that a method has not
        tick = cron(
            look, name="tick", second=set(range(0, 60, TICK)),
            run_at_startup=True, unique=True, timeout=60, keep_result=0,
        )  # fmt: skip
        return EmbeddedWorker(
            functions=[self._function(job) for job in self._duties.jobs], cron_jobs=[tick],
            redis_pool=pool, poll_delay=POLL, max_jobs=AT_ONCE, log_results=False,
            job_serializer=pool.job_serializer, job_deserializer=pool.job_deserializer,
        )  # fmt: skip

    def _function(self, job: Job) -> Function:
        async def run(_context: dict[Any, Any], forced: bool) -> None:
            await self._duties.run(job.key, forced)

        work: Any = run
        # The runner keeps to the job's own limit; arq's is for when that hangs.
        patience = job.timeout.total_seconds() + 60
        return func(work, name=job.key, timeout=patience, keep_result=0)

    async def _tick(self, context: dict[Any, Any]) -> None:
        for one in await self._duties.due():
            moment = one.since.timestamp()
            await context["redis"].enqueue_job(one.key, False, _job_id=f"{one.key}:{moment}")

    async def close(self) -> None:
        """Let what runs end, and close the queue."""
        if self._worker:
            await self._worker.drain()
        for pool in filter(None, (self._near, self._far)):
            await pool.aclose()


@asynccontextmanager
async def working(redis_url: str | None, duties: Duties) -> AsyncIterator[Queue]:
    """Run jobs in the background while the code inside runs."""
    queue = Queue(redis_url, duties)
    task = asyncio.create_task(queue.supervise(), name="worker")
    try:
        yield queue
    finally:
        await queue.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
