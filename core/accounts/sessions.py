"""Login links and sessions: how a browser becomes a member, and stops being one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Exists, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import PLATFORM
from core.accounts.models import Account, LoginSession, SecondFactor
from core.accounts.tokens import digest, new_secret
from core.audit import service as audit
from core.clock import now
from core.errors import Gone

LOGIN = "login"
LINK_LASTS = timedelta(minutes=10)
IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(hours=1)
SECOND_STEP_LASTS = timedelta(minutes=15)
"""So long a session that needs a second factor waits for it."""
FRESH = timedelta(minutes=10)
"""So long after logging in, or saying again who one is, one may change how to log in."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session that begins; one that is not ``whole`` opens nothing but the second step."""

    id: str
    account_id: int
    whole: bool


async def make_link(session: AsyncSession, account_id: int, place: str = PLATFORM) -> str:
    """Return the secret of a new login link; it works once, for ten minutes, on one site.

    ``place`` is the site, as ``core.web.session.place_of`` names it.
    """
    return await access.issue(
        session, LOGIN, account_id, LINK_LASTS, account_id=account_id, place=place
    )


async def check_link(session: AsyncSession, secret: str, place: str) -> None:
    """Look whether a login link works, and leave it as it is; raises NotFound and Gone."""
    await access.look(session, LOGIN, secret, place=place)


async def use_link(
    session: AsyncSession, secret: str, place: str, *, instead_of: str = "", device: str = ""
) -> LoggedIn:
    """Spend a login link and return the new session.

    ``instead_of`` is the session id that the browser sent, known or not: it ends, and is never
    taken over. ``device`` is the browser in words. Of two who press the button at once one wins.
    Raises NotFound and Gone.
    """
    found = await access.spend(session, LOGIN, secret, place=place)
    account = await session.get(Account, found.account_id) if found.account_id else None
    if account is None or not account.is_active:
        raise Gone("Deze link werkt niet meer. Vraag een nieuwe aan.")
    return await log_in(session, account.id, place, instead_of=instead_of, device=device)


async def log_in(
    session: AsyncSession, account_id: int, place: str, *, instead_of: str = "", device: str = ""
) -> LoggedIn:
    """Log an account in after its first proof; see ``use_link``."""
    id_ = await begin_session(session, account_id, place, instead_of=instead_of, device=device)
    waits = await session.scalar(select(has_factor(account_id)))
    return LoggedIn(id_, account_id, not waits)


async def begin_session(
    session: AsyncSession, account_id: int, place: str, *, instead_of: str = "", device: str = ""
) -> str:
    """Log an account in and return the id of its new session; see ``use_link``.

    An account with a second factor is not logged in before it gave that too.
    """
    if instead_of:
        await end_session(session, digest(instead_of, place))
    await _drop_old(session)
    id_ = await _add_session(session, account_id, place, device=device)
    await audit.note(session, "accounts.login", f"account:{account_id}", actor="guest")
    return id_


async def renew(
    session: AsyncSession, id_hash: str, place: str, *, verified: bool = False
) -> str | None:
    """Put a session with a new id in the place of another, and return that id.

    ``verified`` notes that the second factor was just given; else what was given stays. None when
    the session has ended meanwhile.
    """
    old = (
        await session.execute(
            delete(LoginSession)
            .where(LoginSession.id_hash == id_hash)
            .returning(LoginSession.account_id, LoginSession.device, LoginSession.verified_at)
        )
    ).first()
    if old is None:
        return None
    at = now() if verified else old.verified_at
    return await _add_session(session, old.account_id, place, device=old.device, verified_at=at)


async def _add_session(
    session: AsyncSession, account_id: int, place: str, *, device: str,
    verified_at: datetime | None = None,
) -> str:  # fmt: skip
    at, id_ = now(), new_secret()
    session.add(
        LoginSession(
            id_hash=digest(id_, place), account_id=account_id, created_at=at, seen_at=at,
            device=device, verified_at=verified_at,
        )
    )  # fmt: skip
    await session.flush()
    return id_


async def end_session(session: AsyncSession, id_hash: str) -> None:
    """Log one browser out."""
    await session.execute(delete(LoginSession).where(LoginSession.id_hash == id_hash))


async def note_seen(session: AsyncSession, id_hash: str) -> None:
    """Note that a session is in use; a session that ended meanwhile stays ended."""
    await session.execute(
        update(LoginSession).where(LoginSession.id_hash == id_hash).values(seen_at=now())
    )


async def _drop_old(session: AsyncSession) -> None:
    at = now()
    await session.execute(
        delete(LoginSession).where(
            or_(LoginSession.seen_at <= at - IDLE, LoginSession.created_at <= at - ABSOLUTE)
        )
    )


def has_factor(account_id: Any) -> Exists:
    """Return the question whether an account has a second factor that works."""
    return exists().where(
        SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None)
    )
