"""An import that is killed at any moment: the rows are those of before or of after."""

import asyncio
import random
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest
from sqlalchemy import select, text

from core.content.models import Content, ContentArea, ContentTerm
from core.imports.models import ImportRow
from core.search.models import SearchDocument
from plugins.activities.models import Activity, Occurrence
from tests.core.imports.ground import Ground
from tests.core.imports.import_often import NEW, SAME

ROOT = Path(__file__).resolve().parents[3]
MOMENTS = 20
SEED = 20261123


async def start(url: str) -> Process:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.core.imports.import_often", url,
        cwd=ROOT, stdin=PIPE, stdout=PIPE,
    )  # fmt: skip
    assert await say(worker) == "ready"
    return worker


async def say(worker: Process, line: str = "") -> str:
    """Send a line, if any, and return the answer."""
    assert worker.stdin
    assert worker.stdout
    if line:
        worker.stdin.write(f"{line}\n".encode())
        await worker.stdin.drain()
    return (await worker.stdout.readline()).decode().strip()


async def import_version(worker: Process, version: int, kill_after: float | None) -> float:
    """Import a version, killed so many seconds after it began to write; return how long it did."""
    return float(await say(worker, f"{version} {'never' if kill_after is None else kill_after}"))


async def settle(ground: Ground) -> None:
    """Wait until a PostgreSQL server has noticed that the other side is gone."""
    if not ground.url.startswith("postgresql"):
        return
    others = text("select count(*) from pg_stat_activity where datname = current_database()"
                  " and pid <> pg_backend_pid() and state <> 'idle'")  # fmt: skip
    for _ in range(200):
        async with ground.database.read() as session:
            if not await session.scalar(others):
                return
        await asyncio.sleep(0.05)
    raise AssertionError("a killed import still holds its transaction")


async def state(ground: Ground) -> tuple[int, int]:
    """Return the version that is there and how many were imported, after checking every table."""
    content, activities = Content.__table__.c, Activity.__table__.c
    async with ground.database.read() as session:
        rows = (
            await session.execute(
                select(content.id, content.title, content.summary, activities.rrule)
                .join(Activity.__table__, activities.id == content.id)
                .where(content.kind == "activity")
            )
        ).all()
        same = [row for row in rows if int(row.title.split()[1]) < 1000]
        versions = {row.summary for row in same}
        assert len(versions) == 1, "some rows are of before and some of after"
        version = int(versions.pop().split()[1])
        assert len(same) == SAME
        imported, rest = divmod(len(rows) - SAME, NEW)
        assert rest == 0
        rule = ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=FR")[version % 2]
        assert {row.rrule for row in same} == {rule}
        for model, expected in (
            (Activity, len(rows)), (ImportRow, len(rows) + 1), (SearchDocument, len(rows) + 1),
            (ContentArea, 2 * len(rows) + 2), (ContentTerm, 2 * len(rows)),
        ):  # fmt: skip
            assert await ground.count(model) == expected, model
        dates = await session.execute(
            select(Occurrence.activity_id, Occurrence.starts_at)
            .where(Occurrence.activity_id.in_([row.id for row in same]))
        )  # fmt: skip
        weekdays = {moment.weekday() for _, moment in dates}
        assert weekdays == {(1, 4)[version % 2]}, "dates of before beside those of after"
    return version, imported


@pytest.mark.slow
async def test_an_import_killed_at_twenty_moments_leaves_before_or_after(settled: Ground) -> None:
    chance = random.Random(SEED)
    worker = await start(settled.url)
    try:
        await import_version(worker, 1, None)
        took = await import_version(worker, 2, None)
        there, count, ends = 2, 2, []
        for version in range(3, 3 + MOMENTS):
            await import_version(worker, version, chance.uniform(0, 1.1 * took))
            await settle(settled)
            found, imported = await state(settled)
            assert (found, imported) in ((there, count), (version, count + 1))
            ends.append(found == version)
            there, count = found, imported
        await import_version(worker, 99, None)
        assert await state(settled) == (99, count + 1), "the next import makes it whole"
    finally:
        assert worker.stdin
        worker.stdin.close()
        await worker.wait()
    print(f"\n{MOMENTS} kills within {took:.2f} s: {ends.count(False)} before, {sum(ends)} after")
    assert not all(ends)
