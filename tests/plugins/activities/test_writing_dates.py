"""Dates of series: guests see the new ones, and many can go at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.clock import now
from core.db.changes import read_versions
from core.jobs.context import Work
from core.testing.factories import Made, make_rows
from core.testing.world import World
from plugins.activities.jobs import write_ahead
from plugins.activities.models import Activity, Occurrence

DAILY = 100


async def test_dates_that_the_job_writes_are_seen_by_guests(ground: World, activity: Made) -> None:
    async with ground.database.write() as session:
        soon = now().date() + timedelta(days=30)
        await session.execute(update(Activity).values(dated_until=soon))
        before = await read_versions(session)
    await write_ahead(Work(ground.database, now()))
    async with ground.database.read() as session:
        assert await read_versions(session) != before


@pytest.mark.slow
async def test_a_hundred_daily_series_can_get_other_times_at_once(
    ground: World, organisation: Made
) -> None:
    for times in ("10:00-11:00", "12:00-13:00"):
        rows = [
            {
                "id": f"daily-{number}", "titel": f"Dagelijks {number}", "gebied": "Stadskern",
                "organisatie_id": organisation.slug, "wanneer": f"elke dag {times}",
            }
            for number in range(DAILY)
        ]  # fmt: skip
        await make_rows(ground, "activities", rows)
    async with ground.database.read() as session:
        dates = await session.scalar(select(func.count()).select_from(Occurrence))
    assert dates
    assert 365 * DAILY <= dates <= 367 * DAILY
