"""Changing one date of an activity: it does not take place, is moved, or is as by its rule."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import at_local, local, now
from core.content.service import touch_content
from core.editing.history import record
from core.editing.service import quality_of
from core.errors import Invalid, NotFound
from core.permissions.service import ancestors_of, require
from plugins.activities.models import Occurrence, Otherwise
from plugins.activities.schedule import write_dates
from plugins.activities.service import PUBLISH
from plugins.activities.writing import raise_sequence

FURTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewTime:
    """When a date takes place instead, in wall time."""

    day: date
    starts: time
    ends: time | None


async def find_date(session: AsyncSession, row: Any, number: int) -> Occurrence:
    """Return a date of an activity that is not over; raises NotFound."""
    found = await session.scalar(
        select(Occurrence)
        .where(Occurrence.id == number, Occurrence.activity_id == row.id)
        .where(Occurrence.over_at > now())
    )
    if found is None:
        raise NotFound("Deze datum is er niet meer.")
    return found


async def cancel(session: AsyncSession, row: Any, number: int, note: str, *, by: Member) -> None:
    """Say that one date does not take place, and why; raises NotFound."""
    await _say(session, row, number, "cancelled", note=note, by=by)


async def restore(session: AsyncSession, row: Any, number: int, *, by: Member) -> None:
    """Let one date be as the rule says; raises NotFound."""
    await _say(session, row, number, "uncancelled", by=by)


async def move(
    session: AsyncSession, row: Any, number: int, at: NewTime, note: str, *, by: Member
) -> None:
    """Give one date another day or time; raises NotFound or Invalid."""
    begin = at_local(at.day, at.starts, row.timezone)
    if local(begin, row.timezone).time() != at.starts:
        problem = "Deze tijd bestaat niet: dan gaat de klok een uur vooruit."
        raise Invalid(problem, fields={"starts": problem})
    if not now() < begin < now() + FURTHEST:
        problem = "Kies een moment dat nog komt, binnen een jaar."
        raise Invalid(problem, fields={"day": problem})
    taken = await session.scalar(
        select(Occurrence.id)
        .where(Occurrence.activity_id == row.id, Occurrence.starts_at == begin)
        .where(Occurrence.id != number)
    )
    if taken:
        problem = "Op dit moment is de activiteit al."
        raise Invalid(problem, fields={"day": problem})
    await _say(session, row, number, "moved", at=at, note=note, by=by)


async def _say(
    session: AsyncSession, row: Any, number: int, action: str, *, at: NewTime | None = None,
    note: str = "", by: Member,
) -> None:  # fmt: skip
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    found = await find_date(session, row, number)
    before = found.starts_at
    day = local(found.moved_from or before, row.timezone).date()
    await session.execute(
        delete(Otherwise).where(Otherwise.activity_id == row.id, Otherwise.day == day)
    )
    if action != "uncancelled":
        moved_to, starts, ends = (at.day, at.starts, at.ends) if at else (None, None, None)
        session.add(Otherwise(
            activity_id=row.id, day=day, moved_to=moved_to, starts=starts, ends=ends, note=note,
        ))  # fmt: skip
        await session.flush()
    await write_dates(session, [row.id], now())
    actor, on_behalf = quality_of(by, PUBLISH, row.owner_id)
    after = {"date": before.isoformat()}
    if at:
        after["to"] = at_local(at.day, at.starts, row.timezone).isoformat()
    await record(
        session, row.id, action, by=by, actor=actor, on_behalf=on_behalf, after=after, note=note
    )
    await raise_sequence(session, row.id)
    await touch_content(session, [row.id])
