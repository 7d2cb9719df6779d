"""The outbox as its senders see it: take some mails, keep them, say how each of them went."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.mail.models import DEAD, LEASED, PENDING, REFUSED, SENT, OutboxMail
from core.mail.rendering import QueuedMail

LEASE = timedelta(minutes=2)
"""So long after a process was killed, others send what it had taken."""
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=8), timedelta(hours=24),
)  # fmt: skip
"""How long after each failure a mail is tried again; after the last it is given up."""
LONGEST_PROBLEM = 2000
COLUMNS = (
    OutboxMail.id, OutboxMail.message_id, OutboxMail.kind, OutboxMail.address,
    OutboxMail.language, OutboxMail.data, OutboxMail.stop_token, OutboxMail.site_id,
    OutboxMail.attempts,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that one sender has, until its lease is over."""

    id: int
    mail: QueuedMail
    site_id: int | None
    attempts: int


async def take(session: AsyncSession, token: str, limit: int) -> list[Taken]:
    """Take mails that are due, and those that a sender took who is no more; longest due first."""
    at = now()
    dropped = (OutboxMail.state == LEASED, OutboxMail.leased_until <= at)
    waiting = (OutboxMail.state == PENDING, OutboxMail.due_at <= at)
    ids = await _locked(session, dropped, limit)
    ids += await _locked(session, waiting, limit - len(ids))
    if not ids:
        return []
    rows = await session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(ids))
        .values(state=LEASED, lease=token, leased_until=at + LEASE)
        .returning(*COLUMNS)
    )
    return sorted((_taken(row) for row in rows), key=lambda taken: ids.index(taken.id))


async def _locked(session: AsyncSession, wanted: tuple[Any, ...], limit: int) -> list[int]:
    """Return mails that nobody else is taking at this moment, longest due first."""
    statement = (
        select(OutboxMail.id)
        .where(*wanted)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer at a time, and leaves it out
    )
    return list(await session.scalars(statement))


def _taken(row: Any) -> Taken:
    mail = QueuedMail(row.message_id, row.kind, row.address, row.language, row.data, row.stop_token)
    return Taken(row.id, mail, row.site_id, row.attempts)


async def keep(session: AsyncSession, token: str) -> set[int]:
    """Keep what we have a while longer; return which that still is."""
    statement = update(OutboxMail).where(OutboxMail.lease == token)
    kept = statement.values(leased_until=now() + LEASE).returning(OutboxMail.id)
    return set(await session.scalars(kept))


async def give_back(session: AsyncSession, token: str) -> None:
    """Leave to others what we have not sent."""
    await session.execute(
        update(OutboxMail)
        .where(OutboxMail.lease == token, OutboxMail.state == LEASED)
        .values(state=PENDING, lease="", leased_until=None)
    )


async def _end(session: AsyncSession, id_: int, token: str, **values: Any) -> None:
    await session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == id_, OutboxMail.lease == token)
        .values(lease="", leased_until=None, **values)
    )


async def mark_sent(session: AsyncSession, taken: Taken, token: str) -> None:
    """Write down that the mail server has a mail."""
    await _end(session, taken.id, token, state=SENT, sent_at=now(), problem="")


async def mark_unwanted(session: AsyncSession, taken: Taken, token: str) -> None:
    """Write down that a mail was not sent, since its receiver wants none of these."""
    await _end(session, taken.id, token, state=REFUSED)


async def mark_refused(
    session: AsyncSession, taken: Taken, token: str, problem: str, *, is_bounce: bool
) -> None:
    """Write down that a mail will never arrive."""
    await _end(
        session, taken.id, token, state=DEAD, problem=problem[:LONGEST_PROBLEM],
        is_bounce=is_bounce, attempts=taken.attempts + 1,
    )  # fmt: skip


async def mark_failed(session: AsyncSession, taken: Taken, token: str, problem: str) -> None:
    """Write down that a mail did not go, and when it is tried again, if ever."""
    tried = taken.attempts + 1
    given_up = tried > len(PAUSES)
    at = now()
    await _end(
        session, taken.id, token, state=DEAD if given_up else PENDING, attempts=tried,
        problem=problem[:LONGEST_PROBLEM],
        due_at=at if given_up else at + PAUSES[tried - 1],
    )  # fmt: skip
