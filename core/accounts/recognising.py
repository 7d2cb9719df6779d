"""Who a session id belongs to: a member, somebody half way, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member, grants_of, split_verified
from core.accounts.models import Account, LoginSession, RoleGrant
from core.accounts.sessions import ABSOLUTE, FRESH, IDLE, SECOND_STEP_LASTS, SEEN_EVERY, has_factor
from core.accounts.tokens import LONGEST, digest, sign
from core.clock import now


@dataclass(frozen=True, slots=True)
class Pending:
    """An account that gave its first proof and not its second."""

    account_id: int
    email: str
    name: str
    session_hash: str


async def find_member(
    session: AsyncSession,
    id_: str,
    place: str,
    secret: str,
    roles: Mapping[str, frozenset[str]],
) -> tuple[Member, bool] | None:
    """Return who a session id belongs to, and whether it is time to note that they were seen.

    None for an id that we did not give for this site, one past its limits, and one that waits
    for the second factor. ``secret`` signs the proof that the member's forms carry; ``roles`` are
    those declared.
    """
    if len(id_) > LONGEST:
        return None
    at, id_hash = now(), digest(id_, place)
    row = (
        await session.execute(
            select(
                Account.id, Account.email, Account.name, LoginSession.seen_at,
                LoginSession.verified_at, has_factor(Account.id).label("has_factor"),
            )
            .join(LoginSession, LoginSession.account_id == Account.id)
            .where(
                LoginSession.id_hash == id_hash,
                LoginSession.seen_at > at - IDLE,
                LoginSession.created_at > at - ABSOLUTE,
                Account.is_active.is_(True),
            )
        )
    ).first()  # fmt: skip
    if row is None or (row.has_factor and row.verified_at is None):
        return None
    granted = select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id)
    found = await session.execute(granted.where(RoleGrant.account_id == row.id))
    rows, withheld = split_verified(
        ((r.role, r.scope, r.scope_id) for r in found), verified=row.has_factor
    )
    member = Member(
        row.id, row.email, row.name, grants_of(rows, roles),
        csrf=sign(secret, "csrf", id_), session_hash=id_hash,
        verified=row.has_factor, withheld=withheld,
    )  # fmt: skip
    return member, row.seen_at <= at - SEEN_EVERY


async def find_pending(session: AsyncSession, id_: str, place: str) -> Pending | None:
    """Return whose session waits for the second factor; None when none does, or no longer."""
    if not id_ or len(id_) > LONGEST:
        return None
    row = (
        await session.execute(
            select(Account.id, Account.email, Account.name, LoginSession.id_hash)
            .join(LoginSession, LoginSession.account_id == Account.id)
            .where(
                LoginSession.id_hash == digest(id_, place),
                LoginSession.created_at > now() - SECOND_STEP_LASTS,
                LoginSession.verified_at.is_(None),
                Account.is_active.is_(True),
                has_factor(Account.id),
            )
        )
    ).first()
    return Pending(*row) if row else None


async def is_fresh(session: AsyncSession, id_hash: str) -> bool:
    """Whether a session began so lately that its member need not say again who they are."""
    found = await session.scalar(
        select(LoginSession.id_hash).where(
            LoginSession.id_hash == id_hash, LoginSession.created_at > now() - FRESH
        )
    )
    return found is not None
