"""The browsers in which a member is logged in: listed, and ended by themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.models import LoginSession
from core.accounts.sessions import ABSOLUTE, IDLE
from core.audit import service as audit
from core.clock import now
from core.errors import NotFound
from core.permissions.service import require


@dataclass(frozen=True, slots=True)
class SessionView:
    """A logged-in browser; ``key`` names it and lets nobody in."""

    key: str
    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


async def list_own(session: AsyncSession, *, by: Member) -> list[SessionView]:
    """Return the member's sessions that still work, the present one first, then the latest."""
    require(by, "core.account")
    at = now()
    rows = await session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == by.account_id,
            LoginSession.seen_at > at - IDLE,
            LoginSession.created_at > at - ABSOLUTE,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id_hash)
    )
    found = [
        SessionView(
            row.id_hash, row.device, row.created_at, row.seen_at, row.id_hash == by.session_hash
        )
        for row in rows
    ]
    return sorted(found, key=lambda view: not view.is_this)


async def end_own(session: AsyncSession, key: str, *, by: Member) -> None:
    """End one of the member's sessions; raises NotFound for one that is not theirs, or is over."""
    require(by, "core.account")
    ended = await session.scalar(
        delete(LoginSession)
        .where(LoginSession.id_hash == key)
        .where(LoginSession.account_id == by.account_id)
        .returning(LoginSession.id_hash)
    )
    if ended is None:
        raise NotFound("Op dat apparaat ben je niet meer ingelogd.")
    await audit.note(session, "accounts.end_session", f"account:{by.account_id}", by=by)


async def end_others(session: AsyncSession, *, by: Member) -> int:
    """End every session of the member but the present one, and return how many there were."""
    require(by, "core.account")
    ended = await session.scalars(
        delete(LoginSession)
        .where(LoginSession.account_id == by.account_id, LoginSession.id_hash != by.session_hash)
        .returning(LoginSession.id_hash)
    )
    count = len(ended.all())
    if count:
        await audit.note(
            session, "accounts.end_sessions", f"account:{by.account_id}", by=by, count=count
        )
    return count
