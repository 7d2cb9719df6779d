"""arq behind a small door: in a worker process with Redis, else inside the web process.

The queue is only a bell: what is to do stands in the database, so losing the queue loses nothing.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import arq.worker
from arq import cron
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.cron import CronJob
from arq.worker import Function, Worker, func
from fakeredis import FakeAsyncRedisConnection, FakeServer
from redis.asyncio import ConnectionPool

from core.declarations import Job, Schedule

log = logging.getLogger(__name__)

POLL = 0.5
GRACE = 10.0
LONGEST_PAUSE = 60.0

Run = Callable[[str], Awaitable[None]]
"""Runs the job of a key."""


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
            with contextlib.suppress(asyncio.CancelledError):
                await self.main_task


def functions(jobs: Iterable[Job], run: Run) -> list[Function]:
    """Return arq's form of the jobs."""
    return [
        func(_coroutine(job.key, run), name=job.key, timeout=job.timeout, keep_result=0)
        for job in jobs
    ]


def cron_jobs(schedules: Iterable[Schedule], jobs: Iterable[Job], run: Run) -> list[CronJob]:
    """Return arq's form of the schedules: at start, and then every so many minutes."""
    timeouts = {job.key: job.timeout for job in jobs}
    return [
        cron(
            _coroutine(schedule.job, run),
            name=f"cron:{schedule.job}",
            hour=set(range(0, 24, max(1, schedule.minutes // 60))),
            minute=set(range(0, 60, schedule.minutes)) if schedule.minutes < 60 else 0,
            run_at_startup=True,
            unique=True,
            timeout=timeouts[schedule.job],
            keep_result=0,
        )
        for schedule in schedules
    ]


def _coroutine(key: str, run: Run) -> Any:
    async def work(_context: dict[Any, Any]) -> None:
        await run(key)

    work.__qualname__ = key
    return work


async def open_pool(redis_url: str | None) -> ArqRedis:
    """Return the queue: Redis, or one in memory that lives as long as the process."""
    if redis_url:
        return await create_pool(RedisSettings.from_dsn(redis_url), **_json())
    connections = ConnectionPool(
        connection_class=FakeAsyncRedisConnection,
        server=FakeServer(),
        version=(7,),
        server_type="redis",
    )
    # The queue in memory has no INFO, and arq asks for it before anything else.
    setattr(arq.worker, "log_redis_info", _no_info)  # noqa: B010
    return ArqRedis(pool_or_conn=connections, **_json())


async def _no_info(_redis: Any, log_line: Callable[[str], Any]) -> None:
    log_line("queue in memory")


def _json() -> dict[str, Any]:
    """Return serialisers without pickle."""
    return {
        "job_serializer": lambda value: json.dumps(value).encode(),
        "job_deserializer": json.loads,
    }


@asynccontextmanager
async def working(
    redis_url: str | None, jobs: Iterable[Job], schedules: Iterable[Schedule], run: Run
) -> AsyncIterator[ArqRedis]:
    """Run jobs in the background while the code inside runs; a worker that falls gets up again."""
    pool = await open_pool(redis_url)
    made, crons = functions(jobs, run), cron_jobs(schedules, jobs, run)
    current: list[EmbeddedWorker] = []
    task = asyncio.create_task(_supervise(pool, made, crons, current), name="worker")
    try:
        yield pool
    finally:
        for worker in current:
            await worker.drain()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await pool.aclose()


async def _supervise(
    pool: ArqRedis,
    made: list[Function],
    crons: list[CronJob],
    current: list[EmbeddedWorker],
) -> None:
    pause = 1.0
    while True:
        worker = EmbeddedWorker(
            functions=made, cron_jobs=crons, redis_pool=pool, poll_delay=POLL, max_jobs=4, **_json()
        )
        current[:] = [worker]
        try:
            await worker.async_run()
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("The worker stopped; it starts again in %.0f s", pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
