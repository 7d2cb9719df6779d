"""Dates of a series as rows: they follow the rule, keep what people changed, and reach a year."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from core.clock import at_local, frozen, local
from core.content.models import Content
from core.jobs.context import Work, run_job
from core.neighbourhoods.models import Area
from core.testing.factories import CENTRE, Made, Make, make_rows
from core.testing.world import World
from plugins.activities.models import Activity, Occurrence, Otherwise
from plugins.activities.schedule import due, write_dates

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TUESDAYS = "elke dinsdag 10:00-12:00"


async def dates(world: World, made: Made) -> list[tuple[datetime, datetime | None, bool]]:
    """Return the written dates of an activity."""
    async with world.database.read() as session:
        rows = await session.execute(
            select(Occurrence.starts_at, Occurrence.ends_at, Occurrence.is_cancelled)
            .where(Occurrence.activity_id == made.id)
            .order_by(Occurrence.starts_at)
        )
        return [tuple(row) for row in rows]


async def write(world: World, made: Made, at: datetime) -> None:
    async with world.database.write() as session:
        await write_dates(session, [made.id], at)


async def cancel(world: World, made: Made, at: datetime) -> None:
    """Say that one date does not take place."""
    async with world.database.write() as session:
        session.add(Otherwise(activity_id=made.id, day=local(at).date()))
        await session.flush()
        await write_dates(session, [made.id], NOON)


async def change(world: World, made: Made, **values: Any) -> None:
    async with world.database.write() as session:
        await session.execute(
            update(Activity.__table__).where(Activity.__table__.c.id == made.id).values(**values)
        )


@pytest.fixture
async def tuesdays(ground: World, make_activity: Make) -> Made:
    with frozen(NOON):
        return await make_activity(wanneer=TUESDAYS, vanaf_datum="01-12-2026")


async def test_a_series_is_written_a_year_ahead_and_a_second_time_changes_nothing(
    ground: World, tuesdays: Made
) -> None:
    found = await dates(ground, tuesdays)
    assert found[0][:2] == (
        datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 1, 11, tzinfo=UTC)
    )  # fmt: skip
    assert len(found) == 52
    assert found[-1][0] < NOON + timedelta(days=366)
    async with ground.database.read() as session:
        before = list(await session.scalars(select(Occurrence.id).order_by(Occurrence.id)))
    await write(ground, tuesdays, NOON)
    async with ground.database.read() as session:
        assert list(await session.scalars(select(Occurrence.id).order_by(Occurrence.id))) == before


async def test_a_cancelled_date_stays_so_also_when_the_end_moves(
    ground: World, tuesdays: Made
) -> None:
    off = datetime(2026, 12, 8, 9, tzinfo=UTC)
    await cancel(ground, tuesdays, off)
    await write(ground, tuesdays, NOON)
    assert [row[0] for row in await dates(ground, tuesdays) if row[2]] == [off]
    await change(ground, tuesdays, ends=local(off).time().replace(hour=13))
    await write(ground, tuesdays, NOON)
    found = await dates(ground, tuesdays)
    assert len(found) == 52
    assert [row for row in found if row[2]] == [(off, off + timedelta(hours=3), True)]
    assert {end - begin for begin, end, _ in found if end} == {timedelta(hours=3)}
    async with ground.database.read() as session:
        wrong = select(func.count()).where(Occurrence.over_at != Occurrence.ends_at)
        assert await session.scalar(wrong) == 0


async def test_another_rule_takes_away_and_adds_but_leaves_what_is_past(
    ground: World, tuesdays: Made
) -> None:
    later = datetime(2026, 12, 9, 22, 30, tzinfo=UTC)
    await change(ground, tuesdays, rrule="FREQ=WEEKLY;BYDAY=TH")
    await write(ground, tuesdays, later)
    weekdays = [(local(row[0]).date(), local(row[0]).weekday()) for row in
                await dates(ground, tuesdays)]  # fmt: skip
    past = [day for day, weekday in weekdays if weekday == 1]
    assert past == [date(2026, 12, 1), date(2026, 12, 8)]
    assert {weekday for day, weekday in weekdays if day not in past} == {3}


async def test_just_after_midnight_yesterday_is_past(ground: World, tuesdays: Made) -> None:
    await change(ground, tuesdays, rrule="FREQ=WEEKLY;BYDAY=TH")
    await write(ground, tuesdays, at_local(date(2026, 12, 9), time(0, 30)))
    assert local((await dates(ground, tuesdays))[1][0]).date() == date(2026, 12, 8)


async def test_an_offer_that_becomes_ongoing_has_no_dates_to_come(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    row = activity_row(wanneer=TUESDAYS)
    with frozen(NOON):
        (made,) = await make_rows(ground, "activities", [row])
        assert await dates(ground, made)
        (again,) = await make_rows(ground, "activities", [{**row, "wanneer": "doorlopend"}])
    assert again == made
    # Of today what was there at noon is gone too: the offer is always there now.
    assert await dates(ground, made) == []


async def test_a_changed_row_gets_other_dates_and_a_higher_number_for_calendars(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    row = activity_row(wanneer=TUESDAYS)
    with frozen(NOON):
        (made,) = await make_rows(ground, "activities", [row])
        before = await identity(ground, made)
        await make_rows(ground, "activities", [row])
        assert await identity(ground, made) == before
        await make_rows(ground, "activities", [{**row, "wanneer": "elke vrijdag 14:00-15:00"}])
    uid, sequence = await identity(ground, made)
    assert (uid, sequence) == (before[0], before[1] + 1)
    assert {local(begin).weekday() for begin, _, _ in await dates(ground, made)} == {4}


async def identity(world: World, made: Made) -> tuple[str, int]:
    async with world.database.read() as session:
        table = Activity.__table__.c
        row = await session.execute(
            select(table.uid, table.sequence).where(table.id == made.id)
        )  # fmt: skip
        return tuple(row.one())


async def test_the_job_brings_every_series_a_year_ahead_months_later(
    ground: World, tuesdays: Made, make_activity: Make
) -> None:
    far = {"datum": "15-01-2028", "van": "10:00", "tot": "11:00"}
    with frozen(NOON):
        single = await make_activity(**far)
    assert await dates(ground, single) == []
    later = datetime(2027, 5, 1, 3, tzinfo=UTC)
    (job,) = (owned for owned in ground.registry.jobs if owned.item.key == "activities.dates")
    with frozen(later):
        assert await run_job(Work(ground.database, later), job) == ""
    last = (await dates(ground, tuesdays))[-1][0]
    assert later + timedelta(days=358) < last < later + timedelta(days=367)
    assert len(await dates(ground, single)) == 1
    async with ground.database.read() as session:
        assert await due(session, later) == []


async def test_dates_move_along_when_an_activity_gets_another_area(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    row = activity_row(wanneer=TUESDAYS)
    with frozen(NOON):
        (made,) = await make_rows(ground, "activities", [row])
        moved = {**row, "gebied": "Nederberg"}
        await make_rows(ground, "activities", [moved])
    async with ground.database.read() as session:
        area_id = await session.scalar(select(Area.id).where(Area.name == "Nederberg"))
        assert await session.scalar(select(Content.area_id).where(Content.id == made.id)) == area_id
        areas = await session.scalars(select(Occurrence.area_id).distinct())
        assert list(areas) == [area_id]
    assert CENTRE["gebied"] != "Nederberg"
