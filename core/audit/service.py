"""The audit log is written here, in the transaction of what it tells of."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit.models import AuditEntry
from core.audit.origin import current_origin
from core.clock import now

BEGIN = "0" * 64
"""The hash before the first entry."""
BATCH = 1000
_LOCK = 0x6175646974
"""Key of PostgreSQL's advisory lock: one writer at a time, so that the chain has no forks."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry as people read it."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    origin: str = ""


async def note(
    session: AsyncSession,
    action: str,
    subject: str,
    *,
    by: Member | None = None,
    actor: str = "",
    origin: str = "",
    **details: Any,
) -> None:
    """Write down that ``action`` (as ``accounts.login``) was done to ``subject`` (``account:3``).

    ``details`` are plain JSON values without secrets and without what only a person may know.
    ``actor`` says who, where it was no member: ``guest``, ``job`` or ``command line``. From where
    is that of the request being answered.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    await session.flush()
    last = (
        await session.execute(
            select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
        )
    ).first()
    entry = AuditEntry(
        id=last.id + 1 if last else 1, at=now(), actor_id=(by.account_id or None) if by else None,
        actor=actor or _actor(by), action=action, subject=subject, details=details,
        origin=origin or current_origin(), previous_hash=last.hash if last else BEGIN,
    )  # fmt: skip
    entry.hash = entry_hash(entry)
    session.add(entry)
    await session.flush()


def entry_hash(entry: AuditEntry) -> str:
    """Return the hash of an entry: over all that it says, and the hash before it."""
    said: Mapping[str, Any] = {
        "id": entry.id, "at": _stamp(entry.at), "actor_id": entry.actor_id, "actor": entry.actor,
        "action": entry.action, "subject": entry.subject, "details": entry.details,
        "origin": entry.origin, "previous": entry.previous_hash,
    }  # fmt: skip
    text_ = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text_.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the chain of hashes is whole: ``entries`` up to and with the last good one."""

    entries: int
    last_hash: str
    """Write it down elsewhere: it also shows that nothing was cut off at the end."""
    broken_at: int | None
    """The number of the first entry that is not right; None when all are."""


async def verify(session: AsyncSession) -> Verified:
    """Go through the whole log and check every hash and that no number is missing."""
    count, previous = 0, BEGIN
    while True:
        found = await session.scalars(
            select(AuditEntry).where(AuditEntry.id > count).order_by(AuditEntry.id).limit(BATCH)
        )
        entries = found.all()
        if not entries:
            return Verified(count, previous, None)
        for entry in entries:
            whole = entry.id == count + 1 and entry.previous_hash == previous
            if not whole or entry.hash != entry_hash(entry):
                return Verified(count, previous, count + 1)
            count, previous = entry.id, entry.hash
        session.expunge_all()


async def latest(session: AsyncSession, limit: int) -> list[AuditLine]:
    """Return the latest entries, newest first."""
    rows = await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit))
    return [
        AuditLine(row.id, row.at, row.actor_id, row.actor, row.action, row.subject, row.details)
        for row in rows
    ]


def _actor(by: Member | None) -> str:
    if by is None:
        return "guest"
    return "member" if by.account_id else "command line"


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
