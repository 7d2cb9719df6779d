"""One person: what they agreed to, all that is known of them, and forgetting it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.models import Account
from core.audit import service as audit
from core.clock import now
from core.content.service import Reindex
from core.db.changes import EVERYTHING, touch
from core.permissions.service import require
from core.privacy import traces
from core.privacy.models import Consent
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as people read it."""

    purpose: str
    text: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """What one place knows of a person: a table of names and values (msgids) for each thing."""

    key: str
    label: str
    things: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many things of a person were erased in one place."""

    key: str
    label: str
    count: int


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


async def account_of(session: AsyncSession, email: str) -> int:
    """Return the id of the account of an address, 0 when there is none."""
    return await session.scalar(select(Account.id).where(Account.email == email)) or 0


async def export(
    session: AsyncSession, registry: Registry, email: str, account_id: int, *, by: Member
) -> list[Known]:
    """Return all that is known of a person, by place; plugins that are off are asked too.

    ``email`` is folded as accounts are; ``account_id`` is 0 for who has no account.
    """
    _require(by, account_id)
    found = [
        Known(owned.item.key, owned.item.label, await owned.item.export(session, email, account_id))
        for owned in registry.personal_data
    ]
    if by.account_id != account_id:
        await audit.note(session, "privacy.export", _subject(account_id), by=by)
    return sorted(found, key=lambda known: known.key != "core.account")  # what people look for


async def erase(
    session: AsyncSession,
    registry: Registry,
    email: str,
    account_id: int,
    reindex: Reindex,
    *,
    by: Member,
) -> list[Erased]:
    """Erase all that is known of a person, the account last, and return how much, by place.

    What others wrote stays, without the address. To see what would happen, roll back.
    """
    _require(by, account_id)
    await audit.note(session, "privacy.erase", _subject(account_id), by=by)
    found = [
        Erased(owned.item.key, owned.item.label, await owned.item.erase(session, email, account_id))
        for owned in registry.personal_data
    ]
    await session.flush()
    session.expire_all()
    rows = await traces.take_out(session, registry, email)
    if entries := traces.entries_in(registry, rows):
        await reindex(session, entries)
    touch(session, [EVERYTHING])
    others = sum(map(len, rows.values()))
    return [*found, Erased("core.traces", "Wat anderen over je schreven", others)]


def _require(by: Member, account_id: int) -> None:
    """Everybody may ask for what is known of themselves."""
    require(by, "core.account" if account_id and by.account_id == account_id else "core.privacy")


def _subject(account_id: int) -> str:
    return f"account:{account_id}" if account_id else "person"
