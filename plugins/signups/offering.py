"""What can be signed up for: the dates of an activity, how many places are left, until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.models import Content
from core.content.service import find_entry
from core.errors import Conflict
from plugins.activities.api import ONGOING, PATH, Activity, Dated, coming_dates
from plugins.signups.models import HERE, NONE, WHOLE, SignupRule, SignupStock

SHOWN = 20
"""Dates that one can sign up for, the first ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A date, or the activity as a whole; ``left`` is None without a limit."""

    occurrence_id: int
    starts_at: datetime | None
    ends_at: datetime | None
    closes_at: datetime | None
    left: int | None

    @property
    def is_full(self) -> bool:
        """Whether nobody fits any more."""
        return self.left == 0


@dataclass(frozen=True, slots=True)
class Offered:
    """How people sign up for an activity, and for what."""

    activity_id: int
    how: str
    website: str
    has_waiting_list: bool
    most: int
    questions: tuple[Mapping[str, Any], ...]
    choices: tuple[Choice, ...]

    @property
    def is_here(self) -> bool:
        """Whether people sign up on this site."""
        return self.how in HERE


async def read_offered(session: AsyncSession, activity_id: int) -> Offered | None:
    """Return how people sign up for an activity; None when they need not."""
    rule = await session.get(SignupRule, activity_id)
    if rule is None or rule.how == NONE:
        return None
    choices = await _choices(session, rule) if rule.how in HERE else ()
    return Offered(
        activity_id, rule.how, rule.website, rule.has_waiting_list, rule.most,
        tuple(rule.questions), choices,
    )  # fmt: skip


async def open_choice(session: AsyncSession, rule: Any, occurrence_id: int) -> Choice:
    """Return what somebody chose; raises Conflict when it is over, closed or does not exist."""
    for choice in await _choices(session, rule):
        if choice.occurrence_id == occurrence_id:
            return choice
    raise Conflict("Hiervoor kun je je niet meer aanmelden. Kies een andere datum.")


async def _choices(session: AsyncSession, rule: Any) -> tuple[Choice, ...]:
    """Return the dates for which one can sign up now, each with the places left."""
    at, before = now(), timedelta(hours=rule.closes_hours)
    coming = await coming_dates(session, rule.activity_id, at, SHOWN)
    dates = [one for one in coming if not one.is_cancelled and one.starts_at - before > at]
    left = await _left(session, rule)
    if rule.per_date:
        return tuple(_choice(rule, left, one, one.id, before) for one in dates)
    if len(dates) == 1:
        return (_choice(rule, left, dates[0], WHOLE, before),)
    mode = await session.scalar(select(Activity.mode).where(Activity.id == rule.activity_id))
    if dates or mode == ONGOING:
        return (Choice(WHOLE, None, None, None, left.get(WHOLE, rule.capacity)),)
    return ()


def _choice(
    rule: Any, left: Mapping[int, int | None], date: Dated, key: int, before: timedelta
) -> Choice:
    closes = date.starts_at - before
    return Choice(key, date.starts_at, date.ends_at, closes, left.get(key, rule.capacity))


async def _left(session: AsyncSession, rule: Any) -> dict[int, int | None]:
    rows = await session.execute(
        select(SignupStock.occurrence_id, SignupStock.capacity, SignupStock.taken).where(
            SignupStock.activity_id == rule.activity_id
        )
    )
    return {key: None if capacity is None else capacity - taken for key, capacity, taken in rows}


@dataclass(frozen=True, slots=True)
class Subject:
    """The activity that somebody signs up for, and who organises it."""

    id: int
    title: str
    slug: str
    organiser: str


async def find_subject(session: AsyncSession, slug: str) -> Subject:
    """Return a published activity; raises NotFound, Gone or Moved."""
    row = await find_entry(session, Activity, PATH, slug)
    owner = select(Content.title).where(Content.id == row.owner_id)
    return Subject(row.id, row.title, row.slug, await session.scalar(owner) or "")
