"""Reading the audit log: newest first, by who, what, on what and which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.audit.service import Verified, verify
from core.clock import at_local
from core.permissions.service import require

KEY = "core.audit"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is empty asks nothing."""

    actor: str = ""
    """An e-mail address, the number of an account, or ``guest``, ``job``, ``command line``."""
    action: str = ""
    """As ``accounts.login``, or the part before the point."""
    subject: str = ""
    """As ``content:12``."""
    day: date | None = None
    before: int = 0
    """Only entries with a lower number: where the page before ended."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as a manager reads it; ``name`` is who did it, where that is an account."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    name: str
    action: str
    subject: str
    details: Mapping[str, Any]
    origin: str


async def list_entries(
    session: AsyncSession, wanted: Wanted, *, by: Member, limit: int = PAGE
) -> tuple[list[LogLine], int]:
    """Return a page of the log and the number to ask the next one before; 0 at the end."""
    require(by, KEY)
    rows = await session.execute(
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor_id)
        .where(*_conditions(wanted))
        .order_by(AuditEntry.id.desc())
        .limit(limit + 1)
    )
    found = [
        LogLine(
            one.id, one.at, one.actor_id, one.actor, name or email or "", one.action, one.subject,
            one.details, one.origin,
        )
        for one, name, email in rows
    ]  # fmt: skip
    return found[:limit], found[limit - 1].id if len(found) > limit else 0


async def check_whole(session: AsyncSession, *, by: Member) -> Verified:
    """Go through the whole log and say how far its chain is whole."""
    require(by, KEY)
    return await verify(session)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.before:
        found.append(AuditEntry.id < wanted.before)
    if wanted.subject:
        found.append(AuditEntry.subject == wanted.subject)
    if wanted.action:
        below = AuditEntry.action.startswith(f"{wanted.action}.", autoescape=True)
        found.append(or_(AuditEntry.action == wanted.action, below))
    if wanted.day:
        begin = at_local(wanted.day, time())
        end = at_local(wanted.day + timedelta(days=1), time())
        found.append(AuditEntry.at.between(begin, end - timedelta(microseconds=1)))
    if wanted.actor:
        found.append(_by(wanted.actor))
    return found


def _by(actor: str) -> ColumnElement[bool]:
    if actor.isascii() and actor.isdecimal() and len(actor) < 19:
        return AuditEntry.actor_id == int(actor)
    if "@" in actor:
        account = select(Account.id).where(Account.email == actor.strip().lower())
        return AuditEntry.actor_id == account.scalar_subquery()
    return AuditEntry.actor == actor
