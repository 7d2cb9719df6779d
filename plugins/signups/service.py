"""Signing up: one transaction under the lock of a date; confirming, changing and cancelling."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.errors import Conflict, Invalid, NotFound
from plugins.signups import letters
from plugins.signups.models import (
    APPROVAL,
    CANCELLED,
    CONFIRMED,
    HERE,
    LIVE,
    OFFERED,
    REQUESTED,
    UNCONFIRMED,
    WAITING,
    Signup,
    SignupRule,
)
from plugins.signups.offering import open_choice
from plugins.signups.stock import Locked, leave, lock, lock_date, promote

HOLD = timedelta(hours=1)
"""So long a place is kept for who must still open the mail."""
TOO_MANY = "Dit zijn er te veel voor één aanmelding."
LATE = "Deze aanmelding is verlopen of afgemeld. Meld je opnieuw aan."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in; a mail address or a telephone number is there."""

    name: str
    email: str
    phone: str
    people: int
    answers: tuple[tuple[str, str], ...] = ()
    language: str = "nl"


async def sign_up(session: AsyncSession, activity_id: int, occurrence_id: int, wish: Wish) -> str:
    """Take places for somebody, or put them in the waiting list; returns the state.

    Who is in already gets their mail again and nothing else, so that nobody learns from the form
    who comes. Raises Conflict when it is full or closed.
    """
    rule = await session.get(SignupRule, activity_id)
    if rule is None or rule.how not in HERE:
        raise Conflict("Voor deze activiteit kun je je hier niet aanmelden.")
    if wish.people > rule.most:
        raise Invalid(TOO_MANY, fields={"people": TOO_MANY})
    choice = await open_choice(session, rule, occurrence_id)
    locked = await lock_date(session, rule, occurrence_id, choice.starts_at)
    known = await _find_live(session, locked, wish.email)
    if known is not None:
        await letters.send(session, _letter_of(known.state), known, locked.row)
        return str(known.state)
    one = _new(locked, wish)
    session.add(one)
    await session.flush()
    await letters.send(session, _letter_of(one.state), one, locked.row)
    await promote(session, locked)
    return one.state


def _new(locked: Locked, wish: Wish) -> Signup:
    """Return a sign-up with its places taken, or in the waiting list; raises Conflict."""
    at, state, expires = now(), UNCONFIRMED, None
    if not locked.fits(wish.people):
        if not locked.rule.has_waiting_list or not wish.email:
            raise Conflict("Er zijn niet genoeg plekken meer vrij.")
        state = WAITING
    else:
        locked.add(wish.people)
        expires = at + HOLD if wish.email else None
        state = UNCONFIRMED if wish.email else REQUESTED
    return Signup(
        stock_id=locked.row.id, name=wish.name, email=wish.email, phone=wish.phone,
        people=wish.people, state=state, answers=[list(pair) for pair in wish.answers],
        language=wish.language, created_at=at, expires_at=expires,
    )  # fmt: skip


async def _find_live(session: AsyncSession, locked: Locked, email: str) -> Signup | None:
    if not email:
        return None
    found: Signup | None = await session.scalar(
        select(Signup)
        .where(Signup.stock_id == locked.row.id, Signup.state.in_(LIVE))
        .where(func.lower(Signup.email) == email.lower())
        .limit(1)
    )
    return found


def _letter_of(state: str) -> str:
    return {UNCONFIRMED: "confirm", OFFERED: "offer"}.get(state, state)


async def find(session: AsyncSession, signup_id: int) -> tuple[Signup, Locked]:
    """Return a sign-up for a change, with its date locked; raises NotFound."""
    stock_id = await session.scalar(select(Signup.stock_id).where(Signup.id == signup_id))
    if stock_id is None:
        raise NotFound("Deze aanmelding is er niet meer.")
    locked = await lock(session, stock_id)
    one = await session.get(Signup, signup_id, populate_existing=True)
    if one is None:
        raise NotFound("Deze aanmelding is er niet meer.")
    return one, locked


async def confirm(session: AsyncSession, signup_id: int) -> str:
    """Turn a hold or an offer into coming, or into asking to; returns the state.

    Raises Conflict for what has expired, also when nobody swept it up yet.
    """
    one, locked = await find(session, signup_id)
    if one.state in (CONFIRMED, REQUESTED):
        return one.state
    if one.state not in (UNCONFIRMED, OFFERED):
        raise Conflict(LATE)
    asks = locked.rule.how == APPROVAL
    one.state, one.expires_at = REQUESTED if asks else CONFIRMED, None
    one.confirmed_at = now()
    await session.flush()
    await letters.send(session, one.state, one, locked.row)
    return one.state


async def cancel(session: AsyncSession, signup_id: int, *, tell: bool = True) -> None:
    """Take somebody off, and offer the places to who waits."""
    one, locked = await find(session, signup_id)
    if one.state in LIVE:
        leave(locked, one, CANCELLED)
        await session.flush()
        if tell:
            await letters.send(session, "cancelled", one, locked.row)
        await promote(session, locked)


async def change_people(session: AsyncSession, signup_id: int, people: int) -> None:
    """Come with more or fewer people; raises Conflict when so many do not fit."""
    one, locked = await find(session, signup_id)
    if one.state not in LIVE:
        raise Conflict(LATE)
    if not 1 <= people <= locked.rule.most:
        raise Invalid(TOO_MANY)
    if one.state != WAITING:
        if people > one.people and not locked.fits(people - one.people):
            raise Conflict("Er zijn niet genoeg plekken meer vrij.")
        locked.add(people - one.people)
    one.people = people
    await session.flush()
    await promote(session, locked)
