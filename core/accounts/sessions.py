"""Login links and sessions: how a browser becomes a member, and stops being one."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import PLATFORM, Member, grants_of
from core.accounts.models import Account, LoginSession, LoginToken, RoleGrant
from core.accounts.tokens import LONGEST, digest, new_secret, sign
from core.clock import now
from core.errors import Gone, NotFound

LINK_LASTS = timedelta(minutes=10)
LINK_REMEMBERED = timedelta(days=7)
"""So long a used or expired link says that it is that, and not that it never existed."""
IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(hours=1)


async def make_link(session: AsyncSession, account_id: int, place: str = PLATFORM) -> str:
    """Return the secret of a new login link; it works once, for ten minutes, on one site.

    ``place`` is the site, as ``core.web.session.place_of`` names it.
    """
    at = now()
    await session.execute(delete(LoginToken).where(LoginToken.expires_at < at - LINK_REMEMBERED))
    secret = new_secret()
    session.add(
        LoginToken(
            token_hash=digest(secret, place), account_id=account_id, expires_at=at + LINK_LASTS
        )
    )
    await session.flush()
    return secret


async def check_link(session: AsyncSession, secret: str, place: str) -> None:
    """Look whether a login link works, and leave it as it is; raises NotFound and Gone."""
    row = None
    if len(secret) <= LONGEST:
        row = await session.get(LoginToken, digest(secret, place))
    if row is None:
        raise NotFound("Deze inloglink kennen we niet. Vraag de beheerder om een nieuwe.")
    if row.used_at is not None:
        raise Gone("Deze inloglink is al gebruikt. Vraag de beheerder om een nieuwe.")
    if row.expires_at <= now():
        raise Gone("Deze inloglink is verlopen. Vraag de beheerder om een nieuwe.")


async def use_link(session: AsyncSession, secret: str, place: str, *, instead_of: str = "") -> str:
    """Spend a login link and return the id of a new session.

    ``instead_of`` is the session id that the browser sent, known or not: it ends, and is never
    taken over. Of two who press the button at once one wins. Raises NotFound and Gone.
    """
    await check_link(session, secret, place)
    at = now()
    account_id = await session.scalar(
        update(LoginToken)
        .where(
            LoginToken.token_hash == digest(secret, place),
            LoginToken.used_at.is_(None),
            LoginToken.expires_at > at,
            LoginToken.account_id.in_(select(Account.id).where(Account.is_active.is_(True))),
        )
        .values(used_at=at)
        .returning(LoginToken.account_id)
    )
    if account_id is None:
        raise Gone("Deze inloglink werkt niet meer. Vraag de beheerder om een nieuwe.")
    if instead_of:
        await end_session(session, digest(instead_of, place))
    await _drop_old(session)
    id_ = new_secret()
    session.add(
        LoginSession(id_hash=digest(id_, place), account_id=account_id, created_at=at, seen_at=at)
    )
    await session.flush()
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
