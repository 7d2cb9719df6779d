"""Login links and sessions: how a browser becomes a member, and stops being one."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import PLATFORM, Member, grants_of
from core.accounts.models import Account, LoginSession, RoleGrant
from core.accounts.tokens import LONGEST, digest, new_secret, sign
from core.audit import service as audit
from core.clock import now
from core.errors import Gone

LOGIN = "login"
LINK_LASTS = timedelta(minutes=10)
IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(hours=1)


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
) -> str:
    """Spend a login link and return the id of a new session.

    ``instead_of`` is the session id that the browser sent, known or not: it ends, and is never
    taken over. ``device`` is the browser in words. Of two who press the button at once one wins.
    Raises NotFound and Gone.
    """
    found = await access.spend(session, LOGIN, secret, place=place)
    account = await session.get(Account, found.account_id)
    if account is None or not account.is_active:
        raise Gone("Deze link werkt niet meer. Vraag een nieuwe aan.")
    return await begin_session(session, account.id, place, instead_of=instead_of, device=device)


async def begin_session(
    session: AsyncSession, account_id: int, place: str, *, instead_of: str = "", device: str = ""
) -> str:
    """Log an account in and return the id of its new session; see ``use_link``."""
    if instead_of:
        await end_session(session, digest(instead_of, place))
    await _drop_old(session)
    at, id_ = now(), new_secret()
    session.add(
        LoginSession(
            id_hash=digest(id_, place), account_id=account_id, created_at=at, seen_at=at,
            device=device,
        )
    )  # fmt: skip
    await session.flush()
    await audit.note(session, "accounts.login", f"account:{account_id}", actor="guest")
    return id_


async def end_session(session: AsyncSession, id_hash: str) -> None:
    """Log one browser out."""
    await session.execute(delete(LoginSession).where(LoginSession.id_hash == id_hash))


async def find_member(
    session: AsyncSession,
    id_: str,
    place: str,
    secret: str,
    roles: Mapping[str, frozenset[str]],
) -> tuple[Member, bool] | None:
    """Return who a session id belongs to, and whether it is time to note that they were seen.

    None for an id that we did not give for this site, or one past its limits. ``secret`` signs
    the proof that the member's forms carry; ``roles`` are those declared.
    """
    if len(id_) > LONGEST:
        return None
    at, id_hash = now(), digest(id_, place)
    row = (
        await session.execute(
            select(Account.id, Account.email, Account.name, LoginSession.seen_at)
            .join(LoginSession, LoginSession.account_id == Account.id)
            .where(
                LoginSession.id_hash == id_hash,
                LoginSession.seen_at > at - IDLE,
                LoginSession.created_at > at - ABSOLUTE,
                Account.is_active.is_(True),
            )
        )
    ).first()
    if row is None:
        return None
    granted = select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id)
    rows = await session.execute(granted.where(RoleGrant.account_id == row.id))
    member = Member(
        row.id, row.email, row.name, grants_of(rows.all(), roles),
        csrf=sign(secret, "csrf", id_), session_hash=id_hash,
    )  # fmt: skip
    return member, row.seen_at <= at - SEEN_EVERY


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
