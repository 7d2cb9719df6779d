"""The agenda: occurrences in an area from a moment on, in order of time, filtered and paged by key.

Occurrences of a nation are many and a page shows fifty. Where filters leave few activities, the
query starts from those; else it looks at a window of days that starts small and grows until the
page is full. So what it costs does not grow with the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.listing import MOST, count, has_any_term, has_terms, within_km
from core.content.models import PUBLISHED, Content
from core.errors import BadQuery
from core.neighbourhoods.models import AreaAncestor
from core.search.narrowing import Filters, few
from plugins.activities.models import ONGOING, Activity, Occurrence

PAGE = 50
HORIZON = timedelta(days=366)
FIRST_WINDOW = timedelta(days=2)
GROWTH = 6
"""A page needs four windows at most: 2, 12, 72 and 366 days."""
ENOUGH = 1000
"""Days in which one activity fills a page: about 27 dates a year, and a half more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the agenda is asked for. Times are instants; ``ids`` None means any activity."""

    area_id: int
    is_root: bool
    """Whether the area is the whole platform: then the index of times serves alone."""
    since: datetime
    until: datetime | None = None
    """Exclusive; None means as far as there are dates."""
    now: datetime | None = None
    """Leaves out what is over at this moment."""
    categories: tuple[int, ...] = ()
    audiences: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    free: bool = False
    alone: bool = False
    spoken: str = ""
    circle: tuple[float, float, float] | None = None
    """Longitude, latitude and kilometres."""
    near_areas: tuple[int, ...] = ()
    """Areas that touch the circle."""
    ids: tuple[int, ...] | None = None
    is_narrowed: bool = False
    """Whether it is known that many fit, or ``ids`` are all that do."""
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the agenda."""

    id: int
    activity_id: int
    starts_at: datetime
    ends_at: datetime | None
    over_at: datetime
    is_cancelled: bool
    moved_from: datetime | None = None
    """When it would have begun; None for what was not moved."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A page of the agenda; ``next_key`` is empty at the end."""

    lines: list[Dated]
    next_key: str
    total: int
    """Above ``most`` it means more than ``most``."""
    most: int = MOST


def page_key(line: Dated) -> str:
    """Return the key of the page after a line."""
    return f"{int(line.starts_at.timestamp())}-{line.id}"


def read_page_key(key: str, since: datetime) -> tuple[datetime, int] | None:
    """Return the place a key stands for, None for no key; raises BadQuery for a stranger's."""
    if not key:
        return None
    seconds, dash, id_ = key.partition("-")
    if not (dash and seconds.isdecimal() and id_.isdecimal() and len(key) < 31 and key.isascii()):
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    if int(seconds) > since.timestamp() + 10 * HORIZON.total_seconds() or int(id_) >= 2**63:
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    return datetime.fromtimestamp(int(seconds), since.tzinfo), int(id_)


async def find_agenda(session: AsyncSession, wanted: Wanted, limit: int = PAGE) -> Agenda:
    """Return a page of the agenda, and how many lines there are in all, as far as counted."""
    wanted = await _narrow(session, wanted)
    lines = await _fill(session, wanted, limit + 1) if wanted.ids != () else []
    key = page_key(lines[limit - 1]) if len(lines) > limit else ""
    if not (key or wanted.after):
        return Agenda(lines, "", len(lines))
    whole = replace(wanted, after=None, until=_end(wanted))
    total, most = await count(
        session, _dates(whole), Occurrence.activity_id, _conditions(whole), min(limit, len(lines))
    )
    return Agenda(lines[:limit], key, total, most)


async def find_dated(session: AsyncSession, wanted: Wanted, limit: int) -> list[int]:
    """Return the activities that have a date, by the first of them, however far ahead it is."""
    wanted = await _narrow(session, wanted)
    if wanted.ids == ():
        return []
    whole = replace(wanted, after=None, until=_end(wanted))
    dates = _in_order(whole).order_by(None).subquery().c
    rows = await session.scalars(
        select(dates.activity_id)
        .group_by(dates.activity_id)
        .order_by(func.min(dates.starts_at), dates.activity_id)
        .limit(limit)
    )
    return list(rows)


async def _narrow(session: AsyncSession, wanted: Wanted) -> Wanted:
    """Replace the filters by the ids of activities where few fit."""
    if wanted.is_narrowed or wanted.ids is not None:
        return wanted
    filters = Filters(
        "activity",
        None if wanted.is_root else wanted.area_id,
        (wanted.categories, wanted.audiences),
        wanted.facts,
        wanted.circle,
        wanted.near_areas,
    )
    ids = await few(session, filters)
    if ids is None:
        return wanted
    return replace(
        wanted, ids=ids, categories=(), audiences=(), facts=(), circle=None, near_areas=()
    )


def _end(wanted: Wanted) -> datetime:
    furthest = max(wanted.since, wanted.now or wanted.since) + HORIZON
    return min(wanted.until, furthest) if wanted.until else furthest


def _first_window(wanted: Wanted) -> timedelta:
    """Return the days that are likely to fill a page."""
    if wanted.ids is None:
        return FIRST_WINDOW if wanted.near_areas or not wanted.is_root else HORIZON
    return max(FIRST_WINDOW, timedelta(days=min(ENOUGH // (len(wanted.ids) + 1), HORIZON.days)))


async def _fill(session: AsyncSession, wanted: Wanted, limit: int) -> list[Dated]:
    # The key of an old link must not start the growing windows in 1970.
    begin = max(wanted.after[0], wanted.since) if wanted.after else wanted.since
    end, window = _end(wanted), _first_window(wanted)
    lines: list[Dated] = []
    while begin < end and len(lines) < limit:
        part = replace(wanted, since=begin, until=min(begin + window, end))
        rows = await session.execute(_in_order(part).limit(limit - len(lines)))
        lines += [Dated(*row) for row in rows]
        begin, window = begin + window, window * GROWTH
    return lines


def _in_order(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Return the occurrences whose activities meet the filters, by time.

    The dates of few activities are gathered first: PostgreSQL would go through everybody's dates
    in order, in the hope that theirs come soon.
    """
    dates: Any = _dates(wanted)
    columns: Any = Occurrence
    if wanted.ids is not None:
        found = dates.cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
        dates, columns = select(*found.c), found.c
    joined = dates.join(Content, Content.id == columns.activity_id).where(*_conditions(wanted))
    ordered: Select[*tuple[Any, ...]] = joined.order_by(columns.starts_at, columns.id)
    return ordered


def _dates(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """Return the occurrences in time and place, whatever their activities are."""
    conditions = [Occurrence.starts_at >= wanted.since, _is_after_pause()]
    if wanted.until is not None:
        conditions.append(Occurrence.starts_at < wanted.until)
    if wanted.now is not None:
        conditions.append(Occurrence.over_at > wanted.now)
    if wanted.after is not None:
        conditions.append(tuple_(Occurrence.starts_at, Occurrence.id) > tuple_(*wanted.after))
    if wanted.ids is not None:
        conditions.append(Occurrence.activity_id.in_(wanted.ids))
    elif wanted.near_areas:
        conditions.append(Occurrence.area_id.in_(wanted.near_areas))
    elif not wanted.is_root:
        below = select(AreaAncestor.area_id).where(AreaAncestor.ancestor_id == wanted.area_id)
        conditions.append(Occurrence.area_id.in_(below))
    return select(
        Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at,
        Occurrence.over_at, Occurrence.is_cancelled, Occurrence.moved_from, Occurrence.note,
    ).where(*conditions)  # fmt: skip


def _is_after_pause() -> ColumnElement[bool]:
    """Return the condition that an activity is not stopped for a while on a date.

    Looked up for each date that is read; as a join PostgreSQL would read all activities.
    """
    until = select(Content.paused_until).where(Content.id == Occurrence.activity_id)
    at = Occurrence.starts_at
    return at >= func.coalesce(until.correlate(Occurrence).scalar_subquery(), at)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what an activity must meet."""
    return [
        Content.status == PUBLISHED,
        *has_any_term(Content.id, wanted.categories),
        *has_any_term(Content.id, wanted.audiences),
        *has_terms(Content.id, wanted.facts),
        *about(free=wanted.free, alone=wanted.alone, spoken=wanted.spoken),
        *(within_km(*wanted.circle) if wanted.circle else []),
    ]


def is_ongoing(activity_id: Any) -> ColumnElement[bool]:
    """Return the condition that an activity is always there."""
    table = Activity.__table__.c
    return select(1).where(table.id == activity_id, table.mode == ONGOING).exists()


def about(*, free: bool, alone: bool, spoken: str) -> list[ColumnElement[bool]]:
    """Return the conditions of what costs nothing, of what says who welcomes you when you come
    alone, and of the language it is in."""
    table = Activity.__table__.c
    asked = [table.price_cents == 0] if free else []
    asked += [table.come_alone != ""] if alone else []
    found = [Content.language == spoken] if spoken else []
    return [*found, select(1).where(table.id == Content.id, *asked).exists()] if asked else found


async def next_dates(
    session: AsyncSession, activity_ids: Sequence[int], now: datetime
) -> dict[int, Dated]:
    """Return the next date of each activity that has one."""
    first = (
        select(Occurrence.activity_id, func.min(Occurrence.starts_at).label("starts_at"))
        .where(Occurrence.activity_id.in_(activity_ids), Occurrence.over_at > now)
        .where(_is_after_pause())
        .group_by(Occurrence.activity_id)
        .subquery()
    )
    rows = await session.execute(
        select(
            Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at,
            Occurrence.over_at, Occurrence.is_cancelled, Occurrence.moved_from, Occurrence.note,
        ).join(
            first,
            and_(
                Occurrence.activity_id == first.c.activity_id,
                Occurrence.starts_at == first.c.starts_at,
            ),
        )
    )  # fmt: skip
    return {row.activity_id: Dated(*row) for row in rows}


async def coming_dates(
    session: AsyncSession, activity_id: int, now: datetime, limit: int = 8
) -> list[Dated]:
    """Return the coming dates of one activity."""
    rows = await session.execute(
        select(
            Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at,
            Occurrence.over_at, Occurrence.is_cancelled, Occurrence.moved_from, Occurrence.note,
        )
        .where(Occurrence.activity_id == activity_id, Occurrence.over_at > now)
        .where(_is_after_pause())
        .order_by(Occurrence.starts_at)
        .limit(limit)
    )  # fmt: skip
    return [Dated(*row) for row in rows]
