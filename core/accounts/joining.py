"""Somebody proved an address by a link in a mail: their account is found, or made."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member, grants_of, split_verified
from core.accounts.models import Account, RoleGrant
from core.audit import service as audit
from core.clock import now
from core.errors import Gone


@dataclass(frozen=True, slots=True)
class Joined:
    """An account behind a proved address; a new one may be logged in at once, since only the
    mail that proved the address could open it."""

    id: int
    is_new: bool


async def join(session: AsyncSession, email: str, name: str, language: str = "nl") -> Joined:
    """Return the account of a proved, folded address, made if there is none.

    Raises Gone for an account that was switched off.
    """
    found = await _find(session, email)
    if found is None:
        account = Account(email=email, name=name, language=language, created_at=now())
        try:
            async with session.begin_nested():
                session.add(account)
        except IntegrityError:  # another link of the same person was quicker
            found = await _find(session, email)
        else:
            await audit.note(session, "accounts.create", f"account:{account.id}", actor="guest")
            return Joined(account.id, is_new=True)
    if found is None or not found.is_active:
        raise Gone("Dit account is uitgezet. Vraag de beheerder waarom.")
    found.name = found.name or name
    return Joined(found.id, is_new=False)


async def read_member(
    session: AsyncSession, account_id: int, roles: Mapping[str, frozenset[str]]
) -> Member:
    """Return an account as the services ask for it, with the roles that need no second factor."""
    account = await session.get_one(Account, account_id)
    granted = select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id)
    found = await session.execute(granted.where(RoleGrant.account_id == account_id))
    held = ((grant.role, grant.scope, grant.scope_id) for grant in found)
    rows, withheld = split_verified(held, verified=False)
    grants = grants_of(rows, roles)
    return Member(account.id, account.email, account.name, grants, withheld=withheld)


async def _find(session: AsyncSession, email: str) -> Account | None:
    found: Account | None = await session.scalar(select(Account).where(Account.email == email))
    return found
