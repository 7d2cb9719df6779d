"""Places: taken and given back under a lock on one row, and offered to who waits, in order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.service import touch_content
from core.errors import NotFound
from plugins.signups import letters
from plugins.signups.models import (
    EXPIRED,
    HOLDING,
    OFFERED,
    UNCONFIRMED,
    WAITING,
    Signup,
    SignupRule,
    SignupStock,
)

OFFER = timedelta(hours=24)
LATEST = timedelta(hours=12)
"""An offer ends so long before it begins, so that somebody can still get ready."""
SHORTEST = timedelta(hours=1)
"""Less than this is no offer: the place is for who comes first."""


@dataclass(slots=True)
class Locked:
    """A stock row that nobody else changes until this transaction ends, and its rule."""

    row: Any
    rule: Any

    def fits(self, people: int) -> bool:
        """Whether so many more people can come."""
        free = self.row.capacity is None or self.row.taken + people <= self.row.capacity
        return bool(free)

    def add(self, people: int) -> None:
        """Take places, or give them back when negative; the database refuses too many."""
        self.row.taken += people

    def follow_rule(self) -> None:
        """Take over the places of the rule; nobody is thrown out when there are fewer now."""
        places = self.rule.capacity
        self.row.capacity = None if places is None else max(places, self.row.taken)


async def lock_date(
    session: AsyncSession, rule: Any, occurrence_id: int, starts_at: datetime | None
) -> Locked:
    """Lock the row of a date, made when there is none yet, and set right what has expired."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    await session.execute(
        dialect.insert(SignupStock)
        .values(
            activity_id=rule.activity_id, occurrence_id=occurrence_id, starts_at=starts_at,
            taken=0, capacity=rule.capacity,
        )
        .on_conflict_do_nothing(index_elements=["activity_id", "occurrence_id"])
    )  # fmt: skip
    id_ = await session.scalar(
        select(SignupStock.id).where(
            SignupStock.activity_id == rule.activity_id,
            SignupStock.occurrence_id == occurrence_id,
        )
    )
    return await lock(session, id_)


async def lock(session: AsyncSession, stock_id: int | None) -> Locked:
    """Lock a stock row, and set right what has expired."""
    row = await session.scalar(
        select(SignupStock)
        .where(SignupStock.id == stock_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("Deze aanmelding is er niet meer.")
    rule = await session.get(SignupRule, row.activity_id, populate_existing=True)
    locked = Locked(row, rule)
    await _expire(session, locked)
    await promote(session, locked)
    return locked


async def _expire(session: AsyncSession, locked: Locked) -> None:
    """Give back the places of holds and offers that were not answered in time."""
    late = await session.scalars(
        select(Signup)
        .where(
            Signup.stock_id == locked.row.id,
            Signup.state.in_((UNCONFIRMED, OFFERED)),
            Signup.expires_at <= now(),
        )
        .execution_options(populate_existing=True)
    )
    for one in late.all():
        leave(locked, one, EXPIRED)
    await session.flush()


def leave(locked: Locked, one: Any, state: str) -> None:
    """Move somebody to a state without places, and give back those that they had."""
    if one.state in HOLDING:
        locked.add(-one.people)
    one.state, one.expires_at = state, None


async def promote(session: AsyncSession, locked: Locked) -> None:
    """Offer free places to who waits, the first in line whose number fits first.

    Every offer holds its own places, so that no place is offered twice.
    """
    locked.follow_rule()
    until = offer_until(locked.row.starts_at)
    if until is not None:
        waiting = await session.scalars(
            select(Signup)
            .where(Signup.stock_id == locked.row.id, Signup.state == WAITING)
            .order_by(Signup.id)
            .execution_options(populate_existing=True)
        )
        for one in waiting.all():
            if locked.fits(one.people):
                locked.add(one.people)
                one.state, one.expires_at = OFFERED, until
                await letters.send(session, "offer", one, locked.row)
    await session.flush()
    await touch_content(session, [locked.row.activity_id])


def offer_until(starts_at: datetime | None) -> datetime | None:
    """Return until when an offer made now stands; None when it is too late for one."""
    at = now()
    until = at + OFFER if starts_at is None else min(at + OFFER, starts_at - LATEST)
    return until if until >= at + SHORTEST else None


async def stocks_to_settle(session: AsyncSession, at: datetime) -> list[int]:
    """Return the stock rows with a hold or an offer that was not answered in time."""
    rows = await session.scalars(
        select(Signup.stock_id)
        .where(Signup.state.in_((UNCONFIRMED, OFFERED)), Signup.expires_at <= at)
        .distinct()
        .limit(200)
    )
    return list(rows)


async def settle(session: AsyncSession, activity_id: int) -> None:
    """Bring every date of an activity in line with its rule, and offer what became free."""
    ids = await session.scalars(
        select(SignupStock.id)
        .where(SignupStock.activity_id == activity_id)
        .order_by(SignupStock.id)
    )
    for id_ in ids.all():
        await lock(session, id_)
