"""Accounts and their roles: made, found, granted and taken back."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import CORE_ROLES, PLATFORM, SCOPES, Member
from core.accounts.models import Account, LoginSession, RoleGrant
from core.audit import service as audit
from core.clock import now
from core.errors import Conflict, Invalid, NotFound
from core.permissions.service import require

LONGEST_EMAIL = 254
LONGEST_NAME = 200
_LOCAL = r"[^@\s\x00-\x1f\x7f<>\"(),:;\[\]\\]{1,64}"
_LABEL = r"[^\W_](?:[^\W_]|-){0,62}"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[^\W_][^\W_-]{{1,62}}")


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account in a list, with its roles as (role, scope, scope id)."""

    id: int
    email: str
    name: str
    created_at: datetime
    is_active: bool
    roles: tuple[tuple[str, str, int], ...]


def fold_email(text: str) -> str:
    """Return an address as it is stored: trimmed, composed, in lower case.

    Raises Invalid for what cannot be an address. Whether it exists only a mail can tell.
    """
    email = unicodedata.normalize("NFC", text).strip().lower()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email) or ".." in email:
        problem = "Dit is geen e-mailadres. Een adres ziet er zo uit: naam@voorbeeld.nl."
        raise Invalid(problem, fields={"email": problem})
    return email


def clean_name(text: str) -> str:
    """Return a person's name as it is stored; raises Invalid."""
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        problem = "Een naam heeft hoogstens 200 tekens, op één regel."
        raise Invalid(problem, fields={"name": problem})
    return name


async def create_account(session: AsyncSession, email: str, name: str = "", *, by: Member) -> int:
    """Make an account and return its id; raises Invalid and Conflict."""
    require(by, "core.accounts")
    email = fold_email(email)
    name = clean_name(name)
    if await session.scalar(select(Account.id).where(Account.email == email)):
        raise Conflict("Er is al een account met het adres %(email)s.", email=email)
    account = Account(email=email, name=name, created_at=now())
    session.add(account)
    await session.flush()
    await audit.note(session, "accounts.create", f"account:{account.id}", by=by)
    return account.id


async def account_by_email(session: AsyncSession, email: str) -> int:
    """Return the id of an active account; raises Invalid and NotFound."""
    folded = fold_email(email)
    found = await session.scalar(
        select(Account.id).where(Account.email == folded, Account.is_active.is_(True))
    )
    if found is None:
        raise NotFound("Er is geen account met het adres %(email)s.", email=folded)
    return found


async def list_accounts(session: AsyncSession, *, by: Member) -> list[AccountView]:
    """Return every account by address, each with its roles."""
    require(by, "core.accounts")
    roles: dict[int, list[tuple[str, str, int]]] = {}
    grants = select(RoleGrant).order_by(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id)
    for grant in await session.scalars(grants):
        roles.setdefault(grant.account_id, []).append((grant.role, grant.scope, grant.scope_id))
    return [
        AccountView(
            account.id, account.email, account.name, account.created_at, account.is_active,
            tuple(roles.get(account.id, ())),
        )
        for account in await session.scalars(select(Account).order_by(Account.email))
    ]  # fmt: skip


async def grant_role(
    session: AsyncSession,
    account_id: int,
    role: str,
    scope: str = PLATFORM,
    scope_id: int = 0,
    *,
    by: Member,
    roles: Mapping[str, frozenset[str]],
) -> None:
    """Give an account a role for the platform (id 0), an area or an organisation.

    ``roles`` are those declared (``keys_by_role``). The account's sessions end, so that what it
    may do now is behind a new session id. Raises Invalid for a role that does not exist, or is
    not given for such a thing.
    """
    require(by, "core.accounts")
    check_role(role, scope, scope_id, roles)
    await give_role(session, account_id, role, scope, scope_id, by=by)


def check_role(role: str, scope: str, scope_id: int, roles: Mapping[str, frozenset[str]]) -> None:
    """Raise Invalid for a role that does not exist, or is not given for such a thing."""
    if role not in roles:
        raise Invalid("De rol ‘%(role)s’ bestaat niet.", role=role)
    if scope not in SCOPES or CORE_ROLES.get(role, scope) != scope:
        raise Invalid("De rol ‘%(role)s’ geef je niet hiervoor.", role=role)
    if (scope == PLATFORM) != (scope_id == 0):
        raise Invalid("Zeg voor welke buurt of organisatie de rol ‘%(role)s’ is.", role=role)


async def give_role(
    session: AsyncSession,
    account_id: int,
    role: str,
    scope: str,
    scope_id: int,
    *,
    by: Member | None,
) -> None:
    """Give an account a role and end its sessions; the caller has checked that this may be."""
    wanted = (
        RoleGrant.account_id == account_id, RoleGrant.role == role,
        RoleGrant.scope == scope, RoleGrant.scope_id == scope_id,
    )  # fmt: skip
    if await session.scalar(select(RoleGrant.id).where(*wanted)) is not None:
        return
    session.add(RoleGrant(account_id=account_id, role=role, scope=scope, scope_id=scope_id))
    await end_sessions(session, account_id)
    await audit.note(
        session, "accounts.grant", f"account:{account_id}", by=by,
        role=role, scope=scope, scope_id=scope_id,
    )  # fmt: skip


async def end_sessions(session: AsyncSession, account_id: int) -> None:
    """Log an account out everywhere."""
    await session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))
