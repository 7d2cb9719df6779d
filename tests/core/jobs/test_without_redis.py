"""Redis is emptied, killed, stuck or not there at all: work goes on, and no mail is lost."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select

from core.app import build_app, build_litestar, work_behind_the_scenes
from core.declarations import Schedule
from core.jobs import queue
from core.jobs.background import background
from core.mail.jobs import JOBS
from core.mail.models import SENT, OutboxMail
from core.mail.service import post
from core.registry import Owned
from core.testing.places import find_program, free_port
from core.testing.world import BASE, World

PATIENCE = 30
NOWHERE = "redis://127.0.0.1:1"

pytestmark = pytest.mark.server


@dataclass
class OwnRedis:
    """A server of this test alone, which it may stop."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def _open(self) -> None:
        program = find_program("redis-server", "install the package redis-server")
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    async def start(self) -> None:
        self._open()
        async with asyncio.timeout(PATIENCE), Redis.from_url(self.url) as client:
            while True:
                try:
                    await client.ping()
                except RedisError:
                    await asyncio.sleep(0.05)
                else:
                    return

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    made = OwnRedis(tmp_path)
    yield made
    made.kill()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let moments pass that are half a minute elsewhere."""
    monkeypatch.setattr(queue, "TICK", 1)
    monkeypatch.setattr(queue, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(queue, "WITHOUT_REDIS", 1.0)
    monkeypatch.setattr(queue, "PATIENCE", {"socket_connect_timeout": 1, "socket_timeout": 1})


@asynccontextmanager
async def working(world: World, redis_url: str) -> AsyncIterator[None]:
    """Send mail as a worker process does, with Redis."""
    settings = replace(world.app.state.settings, redis_url=redis_url)
    registry = replace(
        world.registry,
        jobs=tuple(Owned("core", job) for job in JOBS),
        schedules=tuple(Owned("core", Schedule(job.key, seconds=1)) for job in JOBS),
    )
    async with background(settings, registry, world.database):
        yield


async def put(world: World, *names: str) -> None:
    async with world.database.write() as session:
        for name in names:
            await post(session, "core.test", f"{name}@voorbeeld.nl", key=name, data={})


async def all_sent(world: World, number: int) -> None:
    """Wait until so many mails went."""
    sent = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == SENT)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with world.database.read() as session:
                if await session.scalar(sent) == number:
                    return
            await asyncio.sleep(0.1)


async def test_redis_may_be_emptied_at_any_moment(ground: World, redis_url: str) -> None:
    async with working(ground, redis_url), Redis.from_url(redis_url) as client:
        for number in range(12):
            await put(ground, f"p{number}")
            await client.flushdb()
        await all_sent(ground, 12)


async def test_redis_may_be_killed_and_come_back(ground: World, own_redis: OwnRedis) -> None:
    await own_redis.start()
    async with working(ground, own_redis.url):
        await put(ground, "before")
        await all_sent(ground, 1)
        own_redis.kill()
        await put(ground, "during")
        await all_sent(ground, 2)
        await own_redis.start()
        await put(ground, "after")
        await all_sent(ground, 3)


async def test_redis_may_hang(ground: World, own_redis: OwnRedis) -> None:
    await own_redis.start()
    assert own_redis.process
    async with working(ground, own_redis.url):
        await put(ground, "before")
        await all_sent(ground, 1)
        os.kill(own_redis.process.pid, signal.SIGSTOP)
        await put(ground, "during")
        await all_sent(ground, 2)


async def test_a_worker_starts_while_redis_is_away(ground: World, own_redis: OwnRedis) -> None:
    async with working(ground, own_redis.url):
        await put(ground, "before")
        await all_sent(ground, 1)
        await own_redis.start()
        await put(ground, "after")
        await all_sent(ground, 2)


async def test_the_site_answers_and_takes_mail_in_while_redis_is_away(ground: World) -> None:
    settings = replace(ground.app.state.settings, redis_url=NOWHERE)
    app = await build_app(settings, ground.registry)
    inner: Any = build_litestar(ground.registry)
    inner.state.core = app.state
    transport = httpx.ASGITransport(app=app)
    async with (
        work_behind_the_scenes(inner),
        httpx.AsyncClient(transport=transport, base_url=BASE) as client,
    ):
        async with asyncio.timeout(PATIENCE):
            assert (await client.get("/")).status_code == 200
            async with app.state.database.write() as session:
                await post(session, "core.test", "a@voorbeeld.nl", key="a", data={})
            assert (await client.get("/organisaties")).status_code == 200
    async with ground.database.read() as session:
        assert [row.state for row in await session.scalars(select(OutboxMail))] == ["pending"]
