"""Consents: what somebody agreed to, with the words that they read and the moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.privacy.models import Consent


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as people read it."""

    purpose: str
    text: str
    at: datetime
    withdrawn_at: datetime | None


async def consented(
    session: AsyncSession, email: str, purpose: str, text: str, account_id: int | None = None
) -> int:
    """Keep that whoever reads ``email`` agreed just now, and return the id of the consent.

    ``email`` is folded as accounts are; ``purpose`` says what for (``organisations.register``) and
    ``text`` is the very sentence beside the button or tick that was pressed.
    """
    consent = Consent(email=email, account_id=account_id, purpose=purpose, text=text, at=now())
    session.add(consent)
    await session.flush()
    return consent.id


async def withdraw(session: AsyncSession, email: str, purpose: str) -> bool:
    """End the consents of an address for a purpose; returns whether there was one to end.

    That it was given stays on record, with the moment at which it ended.
    """
    ended = await session.scalars(
        update(Consent)
        .where(Consent.email == email, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
        .returning(Consent.id)
    )
    return bool(ended.all())


async def has_consented(session: AsyncSession, email: str, purpose: str) -> bool:
    """Whether an address agreed to a purpose, and did not take that back."""
    found = await session.scalar(
        select(Consent.id)
        .where(Consent.email == email, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .limit(1)
    )
    return found is not None


async def consents_of(
    session: AsyncSession, email: str, account_id: int | None = None
) -> list[ConsentView]:
    """Return what somebody agreed to, oldest first."""
    mine = (
        or_(Consent.email == email, Consent.account_id == account_id)
        if account_id
        else (Consent.email == email)
    )
    rows = await session.scalars(select(Consent).where(mine).order_by(Consent.at, Consent.id))
    return [ConsentView(row.purpose, row.text, row.at, row.withdrawn_at) for row in rows]
