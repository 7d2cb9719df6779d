"""Activities of an area as they stand on paper: in words, with their coming dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.content.models import PUBLISHED, Content
from core.neighbourhoods.models import AreaAncestor
from core.recurrence_words import describe
from core.words import Words
from plugins.activities.models import ONGOING, Activity, Occurrence
from plugins.activities.schedule import rule_of


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One time that it takes place; times are instants."""

    starts_at: datetime
    ends_at: datetime | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """An activity for paper; ``when`` says its rule, or when an ongoing offer is there."""

    id: int
    owner_id: int | None
    owner: str
    title: str
    summary: str
    category_id: int | None
    facts: tuple[str, ...]
    place: str
    phone: str
    email: str
    price: str
    how_to_join: str
    when: str
    is_ongoing: bool
    is_weekly: bool
    dates: tuple[PrintedDate, ...]


async def activities_for_print(
    session: AsyncSession, area_id: int, first: datetime, last: datetime, words: Words
) -> list[Printed]:
    """Return what is offered in an area and below it, by title, in two statements.

    Dates are those that start in [first, last).
    """
    owner = aliased(Content)
    found = await session.execute(
        select(Activity, owner.title)
        .join(AreaAncestor, AreaAncestor.area_id == Activity.area_id)
        .outerjoin(owner, owner.id == Activity.owner_id)
        .where(AreaAncestor.ancestor_id == area_id, Activity.status == PUBLISHED)
        .order_by(Activity.sort_key, Activity.id)
    )
    rows = [(row, title or "") for row, title in found.all()]
    dates = await _dates(session, area_id, first, last)
    return [_printed(row, title, dates.get(row.id, ()), words) for row, title in rows]


async def _dates(
    session: AsyncSession, area_id: int, first: datetime, last: datetime
) -> Mapping[int, Sequence[PrintedDate]]:
    o = Occurrence
    found = await session.execute(
        select(o.activity_id, o.starts_at, o.ends_at, o.is_cancelled)
        .join(AreaAncestor, AreaAncestor.area_id == o.area_id)
        .where(AreaAncestor.ancestor_id == area_id, o.starts_at >= first, o.starts_at < last)
        .order_by(o.starts_at, o.id)
    )
    dates: dict[int, list[PrintedDate]] = {}
    for row in found:
        date = PrintedDate(row.starts_at, row.ends_at, row.is_cancelled)
        dates.setdefault(row.activity_id, []).append(date)
    return dates


def _printed(row: Any, owner: str, dates: Sequence[PrintedDate], words: Words) -> Printed:
    rule = rule_of(row)
    if rule is None:
        when = row.schedule_note
    else:
        often = describe(rule, words.language)
        when = f"{often}, {words.time(rule.start, rule.end)}" if often else ""
    street = f"{row.street} {row.house_number}".strip()
    return Printed(
        id=row.id, owner_id=row.owner_id, owner=owner, title=row.title, summary=row.summary,
        category_id=row.category_id, facts=tuple(slug for slug in row.facts.split(",") if slug),
        place=", ".join(part for part in (row.place_name, street) if part),
        phone=words.phone(row.phone), email=row.email,
        price=words.price(row.price_cents, row.price_note), how_to_join=row.how_to_join,
        when=when, is_ongoing=row.mode == ONGOING,
        is_weekly="FREQ=WEEKLY" in row.rrule.upper(), dates=tuple(dates),
    )  # fmt: skip
