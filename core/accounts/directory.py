"""Accounts as the platform manager sees them: found, looked at, switched off and on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import PLATFORM_MANAGER, Member
from core.accounts.models import (
    AccessToken,
    Account,
    LoginSession,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
)
from core.accounts.security_mail import tell
from core.accounts.service import end_sessions
from core.audit import service as audit
from core.errors import Conflict, NotFound
from core.permissions.service import require

SIZE = 50


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list."""

    id: int
    email: str
    name: str
    is_active: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account: its roles as (role, scope, scope id), and how it logs in."""

    id: int
    email: str
    name: str
    is_active: bool
    created_at: datetime
    seen_at: datetime | None
    has_password: bool
    factors: int
    roles: tuple[tuple[str, str, int], ...]


async def find_accounts(
    session: AsyncSession, words: str = "", after: str = "", *, by: Member
) -> tuple[list[AccountRow], str]:
    """Return accounts by address, at most 50, and the address to go on after (empty: no more).

    ``words`` is part of an address or name.
    """
    require(by, "core.accounts")
    wanted = select(Account).where(Account.email > after).order_by(Account.email).limit(SIZE + 1)
    if words.strip():
        part = words.strip().lower()
        wanted = wanted.where(
            or_(Account.email.contains(part, autoescape=True),
                func.lower(Account.name).contains(part, autoescape=True))
        )  # fmt: skip
    found = (await session.scalars(wanted)).all()
    page, more = found[:SIZE], len(found) > SIZE
    grants = await session.execute(
        select(RoleGrant.account_id, RoleGrant.role)
        .where(RoleGrant.account_id.in_([row.id for row in page]))
        .distinct()
        .order_by(RoleGrant.role)
    )
    roles: dict[int, list[str]] = {}
    for account_id, role in grants:
        roles.setdefault(account_id, []).append(role)
    rows = [
        AccountRow(row.id, row.email, row.name, row.is_active, tuple(roles.get(row.id, ())))
        for row in page
    ]
    return rows, page[-1].email if more else ""


async def account_detail(session: AsyncSession, account_id: int, *, by: Member) -> AccountDetail:
    """Return one account; raises NotFound."""
    require(by, "core.accounts")
    row = await session.get(Account, account_id)
    if row is None:
        raise NotFound("Dit account bestaat niet.")
    seen = await session.scalar(
        select(func.max(LoginSession.seen_at)).where(LoginSession.account_id == account_id)
    )
    factors = await session.scalar(
        select(func.count())
        .select_from(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
    )
    grants = await session.execute(
        select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id)
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.role, RoleGrant.scope_id)
    )
    return AccountDetail(
        row.id, row.email, row.name, row.is_active, row.created_at, seen,
        bool(row.password_hash), factors or 0,
        tuple((grant.role, grant.scope, grant.scope_id) for grant in grants),
    )  # fmt: skip


async def switch_account(
    session: AsyncSession, account_id: int, is_active: bool, *, by: Member
) -> None:
    """Switch an account off (its sessions and links end) or on.

    Raises NotFound, and Conflict for oneself and for the last platform manager.
    """
    require(by, "core.accounts")
    if account_id == by.account_id:
        raise Conflict("Je eigen account zet je niet uit.")
    if not is_active and await _is_last_manager(session, account_id):
        raise Conflict("Dit is de enige platformbeheerder. Nodig eerst iemand anders uit.")
    changed = await session.scalar(
        update(Account)
        .where(Account.id == account_id)
        .values(is_active=is_active)
        .returning(Account.id)
    )
    if changed is None:
        raise NotFound("Dit account bestaat niet.")
    await end_sessions(session, account_id)
    await session.execute(delete(AccessToken).where(AccessToken.account_id == account_id))
    action = "accounts.activate" if is_active else "accounts.deactivate"
    await audit.note(session, action, f"account:{account_id}", by=by)


async def reset_factors(session: AsyncSession, account_id: int, *, by: Member) -> None:
    """Take the second step of who lost it away, after a talk; they log in and set up a new one.

    Raises NotFound, and Conflict for oneself.
    """
    if account_id == by.account_id:
        raise Conflict("Je eigen tweede stap verander je bij Beveiliging.")
    await account_detail(session, account_id, by=by)
    for table in (SecondFactor, RecoveryCode):
        await session.execute(delete(table).where(table.account_id == account_id))
    await end_sessions(session, account_id)
    await audit.note(session, "accounts.reset_factors", f"account:{account_id}", by=by)
    await tell(session, account_id, "factor_removed")


async def _is_last_manager(session: AsyncSession, account_id: int) -> bool:
    managers = await session.scalars(
        select(RoleGrant.account_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role == PLATFORM_MANAGER, Account.is_active.is_(True))
        .with_for_update(of=RoleGrant)
    )
    return set(managers.all()) == {account_id}
