"""Jobs run from the queue and at start, fail alone, and rest while their plugin is off."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from core.clock import now
from core.db.hints import hint
from core.declarations import Job, JobContext, Schedule
from core.jobs.background import background
from core.jobs.context import Work, run_job
from core.jobs.queue import Duties, working
from core.jobs.runs import Due
from core.registry import Owned, Registry
from core.settings import Settings
from core.testing.world import World, switch

PATIENCE = 15


@dataclass
class Diary:
    """A job that writes down its runs, and fails as often as it is told."""

    failures: int = 0
    runs: list[str] = field(default_factory=list)
    ran: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self, key: str) -> None:
        self.runs.append(key)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("no such luck")
        self.ran.set()

    async def wait(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.ran.wait()
        self.ran.clear()

    def job(self, key: str) -> Job:
        async def run(_context: JobContext) -> None:
            await self.work(key)

        return Job(key, run, timeout=timedelta(seconds=PATIENCE))


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.server)])
def queue_url(request: pytest.FixtureRequest) -> str | None:
    """Where the queue is; None means in memory."""
    return request.getfixturevalue("redis_url") if request.param == "redis" else None


def duties(diary: Diary, *jobs: Job, due: tuple[Due, ...] = ()) -> Duties:
    left = list(due)

    async def run(key: str, _forced: bool) -> None:
        await diary.work(key)

    async def look() -> list[Due]:
        return [left.pop()] if left else []

    return Duties(jobs, run, look)


async def test_a_worker_runs_what_is_put_in_the_queue(queue_url: str | None) -> None:
    diary = Diary()
    async with working(queue_url, duties(diary, diary.job("probe.one"))) as queue:
        await queue.pool.enqueue_job("probe.one", True)
        await diary.wait()
    assert diary.runs == ["probe.one"]


async def test_what_is_due_runs_at_start(queue_url: str | None) -> None:
    diary, due = Diary(), Due("probe.often", now(), held=False)
    async with working(queue_url, duties(diary, diary.job("probe.often"), due=(due,))):
        await diary.wait()
    assert diary.runs == ["probe.often"]


async def test_a_commit_rings_for_a_job_and_a_rollback_does_not(
    ground: World, settings_of: Callable[[str | None], Settings]
) -> None:
    diary = Diary()
    registry = replace(ground.registry, jobs=(Owned("core", diary.job("core.mine")),), schedules=())
    async with background(settings_of(None), registry, ground.database):
        with pytest.raises(RuntimeError, match="no cause"):
            await hint_and_fail(ground)
        async with ground.database.write() as session:
            hint(session, "core.mine")
            await asyncio.sleep(1)
            assert diary.runs == []
        await diary.wait()
    assert diary.runs == ["core.mine"]


async def hint_and_fail(world: World) -> None:
    async with world.database.write() as session:
        hint(session, "core.mine")
        raise RuntimeError("no cause after all")


async def test_a_job_that_fails_is_logged_with_its_plugin_and_its_work_is_found_again(
    ground: World, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary(failures=1)
    owned = Owned("probe", diary.job("probe.unlucky"))
    with caplog.at_level(logging.ERROR):
        work = Work(ground.database, now())
        assert await run_job(work, owned) == "RuntimeError: no such luck"
    assert "probe.unlucky of plugin probe failed" in caplog.text
    assert "no such luck" in caplog.text
    assert await run_job(work, owned) == ""
    assert diary.runs == ["probe.unlucky"] * 2


async def test_a_failing_job_does_not_stop_the_others(
    ground: World, settings_of: Callable[[str | None], Settings]
) -> None:
    bad, good = Diary(failures=99), Diary()
    registry = with_jobs(
        ground.registry, Owned("activities", bad.job("activities.bad")),
        Owned("activities", good.job("activities.good")),
    )  # fmt: skip
    async with background(settings_of(None), registry, ground.database):
        await good.wait()
    assert good.runs == ["activities.good"]
    assert bad.runs == ["activities.bad"]


async def test_a_job_of_a_plugin_that_is_off_does_not_run(
    ground: World, settings_of: Callable[[str | None], Settings]
) -> None:
    off, on = Diary(), Diary()
    registry = with_jobs(
        ground.registry, Owned("activities", off.job("activities.off")),
        Owned("core", on.job("core.on")),
    )  # fmt: skip
    await switch(ground, "activities", on=False)
    await run_both(ground, settings_of(None), registry, on.wait)
    assert (off.runs, on.runs) == ([], ["core.on"])
    await switch(ground, "activities", on=True)
    await run_both(ground, settings_of(None), registry, off.wait)
    assert off.runs == ["activities.off"]


async def run_both(
    world: World, settings: Settings, registry: Registry, wait: Callable[[], Awaitable[None]]
) -> None:
    """Run every schedule once, as a process does when it starts."""
    async with background(settings, registry, world.database):
        await wait()
        await asyncio.sleep(1)


def with_jobs(registry: Registry, *jobs: Owned[Job]) -> Registry:
    schedules = tuple(Owned(owned.plugin, Schedule(owned.item.key, 360)) for owned in jobs)
    return replace(registry, jobs=jobs, schedules=schedules)


@pytest.fixture
def settings_of(tmp_path: object) -> Callable[[str | None], Settings]:
    """Give a callable that makes settings with a queue."""

    def make(redis_url: str | None) -> Settings:
        return Settings(tmp_path, "", secret="s" * 40, redis_url=redis_url)  # type: ignore[arg-type]

    return make
