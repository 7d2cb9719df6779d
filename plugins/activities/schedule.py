"""From an activity's rule to its dates: occurrences are rows, written twelve months ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import String, Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import at_local, local
from core.content.models import Content
from core.recurrence import Recurrence, days
from plugins.activities.exceptions import dates
from plugins.activities.models import DATED, Activity, Occurrence, Otherwise

AHEAD = timedelta(days=366)
CHUNK = 500
SAID = ("starts_at", "ends_at", "is_cancelled", "moved_from", "note")
"""What a rule and its exceptions say of a date."""
MANY = 5000
"""Ids in one statement; databases stop at 32,766 bound values."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The columns of an activity that make its dates."""

    id: int
    area_id: int
    first_date: date
    starts: time
    ends: time | None
    rrule: str
    extra_dates: Sequence[str]
    skipped_dates: Sequence[str]
    timezone: str
    skips: str


def recurrence_of(rule: Any) -> Recurrence:
    """Return the rule of a row with an activity's columns, as the pure module wants it."""
    return Recurrence(
        rrule=rule.rrule or None,
        dtstart=rule.first_date,
        start=rule.starts,
        end=rule.ends,
        rdates=tuple(date.fromisoformat(day) for day in rule.extra_dates),
        exdates=tuple(date.fromisoformat(day) for day in rule.skipped_dates),
        tz=rule.timezone,
        skips=tuple(rule.skips.split()),
    )


def rule_of(row: Any) -> Recurrence | None:
    """Return the rule of an activity; None for an ongoing offer, and for one without a time."""
    is_dated = row.first_date is not None and row.starts is not None
    return recurrence_of(row) if is_dated else None


async def write_dates(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    """Bring the occurrences of activities in line with their rules, from today 366 days on.

    What is past stays; a date that stays keeps its row, also when it is moved.
    """
    for begin in range(0, len(ids), CHUNK):
        await _write_chunk(session, ids[begin : begin + CHUNK], now)


async def _write_chunk(session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
    since = at_local(local(now).date(), time.min)
    until = since + AHEAD
    rules = await _rules(session, ids)
    existing = await session.execute(
        select(Occurrence.id, Occurrence.activity_id, *(getattr(Occurrence, one) for one in SAID))
        .where(Occurrence.activity_id.in_(ids), Occurrence.starts_at >= since)
    )  # fmt: skip
    surplus = {(row.activity_id, row.moved_from or row.starts_at): row for row in existing}
    missing, changed = [], []
    for row in _rows(rules, await others_of(session, ids), since, until):
        planned = row["moved_from"] or row["starts_at"]
        found = surplus.pop((row["activity_id"], planned), None)
        if found is None:
            missing.append(row)
        elif any(getattr(found, one) != row[one] for one in SAID):
            changed.append({"id": found.id, "over_at": row["over_at"]} | {n: row[n] for n in SAID})
    if surplus:
        gone = [row.id for row in surplus.values()]
        for at in range(0, len(gone), MANY):
            part = Occurrence.id.in_(gone[at : at + MANY])
            await session.execute(delete(Occurrence).where(part))
    if changed:
        await session.execute(update(Occurrence), changed)
    if missing:
        await session.execute(insert(Occurrence), missing)
    table = cast("Table", Activity.__table__)
    await session.execute(update(table).where(table.c.id.in_(ids)).values(dated_until=until.date()))
    await _write_ends(session, ids, rules, since, until)


async def _rules(session: AsyncSession, ids: Sequence[int]) -> list[Rule]:
    table = Activity.__table__.c
    rows = await session.execute(
        select(
            table.id, Content.area_id, table.first_date, table.starts, table.ends, table.rrule,
            table.extra_dates, table.skipped_dates, table.timezone, table.skips,
        )
        .join(Content, Content.id == table.id)
        .where(table.id.in_(ids), table.mode == DATED)
        .where(table.first_date.is_not(None), table.starts.is_not(None))
        .execution_options(all_kinds=True)
    )  # fmt: skip
    return [Rule(*row) for row in rows]


async def others_of(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return what is otherwise on some days, by activity."""
    rows = await session.scalars(select(Otherwise).where(Otherwise.activity_id.in_(ids)))
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.activity_id, []).append(row)
    return found


def _rows(
    rules: Iterable[Rule], others: Mapping[int, Sequence[Any]], since: datetime, until: datetime
) -> Iterable[dict[str, Any]]:
    for rule in rules:
        for one in dates(recurrence_of(rule), others.get(rule.id, ()), since, until):
            yield {
                "activity_id": rule.id,
                "area_id": rule.area_id,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "over_at": one.ends_at or one.starts_at,
                "is_cancelled": one.is_cancelled,
                "moved_from": one.moved_from,
                "note": one.note,
            }


async def _write_ends(
    session: AsyncSession, ids: Sequence[int], rules: Sequence[Rule], since: datetime,
    until: datetime,
) -> None:  # fmt: skip
    """Say when the last date of each is over; nothing of an offer that goes on after ``until``."""
    last_day = local(until).date()
    ending = [rule.id for rule in rules if not _goes_on(rule, last_day)]
    last = await session.execute(
        select(Occurrence.activity_id, func.max(Occurrence.over_at))
        .where(Occurrence.activity_id.in_(ending))
        .group_by(Occurrence.activity_id)
    )
    ends = dict.fromkeys(ending, since) | dict(last.all())
    table = cast("Table", Content.__table__)
    mine = update(table).where(table.c.id.in_(ids), table.c.expires_at.is_not(None))
    await session.execute(mine.values(expires_at=None))
    if ends:
        one = update(table).where(table.c.id == bindparam("key"))
        rows = [{"key": id_, "end": end} for id_, end in ends.items()]
        connection = await session.connection()
        await connection.execute(one.values(expires_at=bindparam("end")), rows)


def _goes_on(rule: Rule, day: date) -> bool:
    """Whether a rule has days after ``day``; one without an end is not counted through."""
    if rule.rrule and "UNTIL=" not in rule.rrule and "COUNT=" not in rule.rrule:
        return True
    return next(days(recurrence_of(rule), day, date.max), None) is not None


async def due(session: AsyncSession, now: datetime, limit: int = CHUNK) -> list[int]:
    """Return activities whose dates are not written far enough ahead, oldest first."""
    table = Activity.__table__.c
    enough = (now + AHEAD - timedelta(days=7)).date()
    # A date of its own, without a rule, may lie further ahead than was written.
    is_more = or_(
        table.rrule != "",
        table.first_date > table.dated_until,
        cast_to(table.extra_dates, String) != "[]",
    )
    rows = await session.scalars(
        select(table.id)
        .where(table.mode == DATED, table.dated_until < enough, is_more)
        .order_by(table.dated_until)
        .limit(limit)
    )
    return list(rows)


async def move_dates(session: AsyncSession, ids: list[int]) -> None:
    """Give the occurrences of activities the area that their activity has now."""
    area = select(Content.area_id).where(Content.id == Occurrence.activity_id).scalar_subquery()
    await session.execute(
        update(Occurrence)
        .where(Occurrence.activity_id.in_(ids))
        .values(area_id=area)
        .execution_options(synchronize_session=False)
    )
