"""The book of jobs: each period one run, over processes and restarts; failures come again."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.clock import frozen
from core.declarations import Job, JobContext, Schedule
from core.jobs import runs
from core.jobs.models import DONE, FAILED, RUNNING, JobRun
from core.jobs.runner import Runner
from core.registry import Owned
from core.settings import Settings
from core.testing.world import World

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Probe:
    """A job that does as it is told."""

    failing: bool = False
    started: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    runs: int = 0
    twice: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, _context: JobContext) -> None:
        self.runs += 1
        self.started.set()
        if self.runs == 2:
            self.twice.set()
        if self.failing:
            raise RuntimeError("no such luck")
        await self.goes_on.wait()


@pytest.fixture
def probe() -> Probe:
    made = Probe()
    made.goes_on.set()
    return made


def process(world: World, job: Job, *schedules: Schedule) -> Runner:
    """Return the runner of a process that knows one job."""
    registry = replace(
        world.registry, jobs=(Owned("core", job),),
        schedules=tuple(Owned("core", one) for one in schedules),
    )  # fmt: skip
    settings = Settings(world.app.state.settings.data_dir, "", secret="s" * 40)
    return Runner(settings, registry, world.database)


async def row_of(world: World, key: str = "core.probe") -> JobRun:
    async with world.database.read() as session:
        return (await session.scalars(select(JobRun).where(JobRun.key == key))).one()


async def work_through(runner: Runner) -> int:
    """Run what is due, as a process does at every look; return how much that was."""
    due = await runner.due()
    return sum([await runner.run(one.key) is not None for one in due])


async def test_a_schedule_counts_from_the_last_run_also_after_a_restart(
    ground: World, probe: Probe
) -> None:
    job, daily = Job("core.probe", probe.run), Schedule("core.probe", 90)
    ran = []
    for minutes in (0, 1, 89, 90, 91, 179, 180, 600, 601):
        with frozen(NOON + timedelta(minutes=minutes)):
            ran.append(await work_through(process(ground, job, daily)))
    assert ran == [1, 0, 0, 1, 0, 0, 1, 1, 0]


async def test_of_two_processes_one_has_the_run(ground: World, probe: Probe) -> None:
    job, often = Job("core.probe", probe.run), Schedule("core.probe", seconds=15)
    both = [process(ground, job, often) for _ in range(2)]
    due = [await one.due() for one in both]
    assert [len(found) for found in due] == [1, 1]
    done = await asyncio.gather(*(one.run("core.probe") for one in both))
    assert sorted(map(str, done)) == ["", "None"]
    assert probe.runs == 1


async def test_a_job_that_fails_is_tried_again_later_and_later(ground: World, probe: Probe) -> None:
    probe.failing = True
    runner = process(ground, Job("core.probe", probe.run), Schedule("core.probe", 24 * 60))
    moment, pauses = NOON, []
    for _ in range(6):
        with frozen(moment):
            assert await work_through(runner) == 1
            row = await row_of(ground)
        assert row.due_at
        assert row.outcome == FAILED
        assert row.error == "RuntimeError: no such luck"
        pauses.append(row.due_at - moment)
        moment = row.due_at
    assert pauses == [*runs.PAUSES, runs.PAUSES[-1]]
    probe.failing = False
    with frozen(moment):
        assert await work_through(runner) == 1
    row = await row_of(ground)
    assert (row.outcome, row.attempts, row.error) == (DONE, 0, "")
    assert row.due_at == moment + 24 * HOUR


async def test_a_job_that_runs_often_never_waits_long_after_a_failure(
    ground: World, probe: Probe
) -> None:
    probe.failing = True
    runner = process(ground, Job("core.probe", probe.run), Schedule("core.probe", seconds=15))
    for times in range(4):
        with frozen(NOON + times * HOUR):
            assert await work_through(runner) == 1
    assert (await row_of(ground)).due_at == NOON + 3 * HOUR + timedelta(minutes=1)


async def test_what_a_killed_process_began_is_taken_over_after_its_lease(
    ground: World, probe: Probe
) -> None:
    job = Job("core.probe", probe.run)
    with frozen(NOON):
        runner = process(ground, job)
        await runner.enter()
        async with ground.database.write() as session:
            assert await runs.claim(session, job, None, forced=True)  # and then it is killed
    with frozen(NOON + runs.LEASE - timedelta(seconds=1)):
        assert await work_through(process(ground, job)) == 0
        assert await runner.run("core.probe", forced=True) is None
    with frozen(NOON + runs.LEASE):
        assert await work_through(process(ground, job)) == 1
    assert (await row_of(ground)).outcome == DONE


async def test_a_job_that_need_not_be_alone_runs_in_two_processes_and_once_in_each(
    ground: World,
) -> None:
    probe = Probe()
    job = Job("core.probe", probe.run, alone=False)
    one, two = process(ground, job), process(ground, job)
    await one.enter()
    running = [asyncio.create_task(runner.run("core.probe", forced=True)) for runner in (one, two)]
    async with asyncio.timeout(15):
        await probe.twice.wait()
    assert await one.run("core.probe", forced=True) is None
    probe.goes_on.set()
    assert await asyncio.gather(*running) == ["", ""]
    assert (await row_of(ground)).outcome == DONE


async def test_a_process_that_must_stop_gives_its_run_back(ground: World) -> None:
    probe = Probe()
    runner = process(ground, Job("core.probe", probe.run), Schedule("core.probe", 60))
    await runner.due()
    task = asyncio.create_task(runner.run("core.probe"))
    async with asyncio.timeout(15):
        await probe.started.wait()
    assert (await row_of(ground)).outcome == RUNNING
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [one.key for one in await runner.due()] == ["core.probe"]


async def test_a_job_that_hangs_is_ended_and_says_so(ground: World) -> None:
    probe = Probe()
    job = Job("core.probe", probe.run, timeout=timedelta(seconds=0.05))
    runner = process(ground, job)
    await runner.enter()
    error = await runner.run("core.probe", forced=True)
    assert error == "Took longer than 0 seconds"
    assert (await row_of(ground)).attempts == 1
