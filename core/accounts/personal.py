"""What accounts know of a person: who they are, where they are logged in, what they may do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import REMEMBERED
from core.accounts.members import ROLE_LABELS
from core.accounts.models import (
    AccessToken,
    Account,
    Invitation,
    LoginSession,
    RoleGrant,
    SecondFactor,
)
from core.accounts.sessions import IDLE
from core.db.counted import changed
from core.declarations import PersonalData, Retention

Rows = Sequence[Mapping[str, Any]]
ANSWERED = timedelta(days=365)


async def export_account(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return the account."""
    found = await session.scalar(
        select(Account).where(or_(Account.id == account_id, Account.email == email))
    )
    if found is None:
        return []
    return [{
        "E-mailadres": found.email, "Naam": found.name, "Taal van je mail": found.language,
        "Account sinds": found.created_at, "Account werkt": found.is_active,
        "Wachtwoord ingesteld": bool(found.password_hash),
    }]  # fmt: skip


async def erase_account(session: AsyncSession, email: str, account_id: int) -> int:
    """Delete the account; what hangs on it goes along, and elsewhere its id becomes empty."""
    return await changed(
        session, delete(Account).where(or_(Account.id == account_id, Account.email == email))
    )


async def export_sessions(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return where the person is logged in."""
    rows = await session.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == account_id)
        .order_by(LoginSession.created_at)
    )
    return [
        {"Apparaat": row.device, "Ingelogd": row.created_at, "Laatst gezien": row.seen_at}
        for row in rows
    ]


async def erase_sessions(session: AsyncSession, email: str, account_id: int) -> int:
    """Log the person out everywhere."""
    return await changed(session, delete(LoginSession).where(LoginSession.account_id == account_id))


async def export_factors(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return what the person logs in with beside mail; secrets stay where they are."""
    rows = await session.scalars(
        select(SecondFactor).where(SecondFactor.account_id == account_id).order_by(SecondFactor.id)
    )
    return [
        {
            "Soort": row.kind, "Naam": row.label, "Toegevoegd": row.created_at,
            "Laatst gebruikt": row.used_at,
        }
        for row in rows
    ]  # fmt: skip


async def erase_factors(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget them; recovery codes go with the account."""
    return await changed(session, delete(SecondFactor).where(SecondFactor.account_id == account_id))


async def export_roles(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return what the person may do, and for what."""
    rows = await session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account_id).order_by(RoleGrant.id)
    )
    return [
        {
            "Rol": ROLE_LABELS.get(row.role, row.role),
            "Waarvoor": row.scope,
            "Nummer daarvan": row.scope_id,
        }
        for row in rows
    ]


async def erase_roles(session: AsyncSession, email: str, account_id: int) -> int:
    """Take every role back."""
    return await changed(session, delete(RoleGrant).where(RoleGrant.account_id == account_id))


async def export_invitations(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return the invitations to the address, and those that the person sent."""
    rows = await session.scalars(
        select(Invitation)
        .where(or_(Invitation.email == email, Invitation.invited_by == account_id))
        .order_by(Invitation.id)
    )
    return [
        {
            "Uitgenodigd": row.email if row.email == email else "iemand anders",
            "Rol": row.role, "Op": row.created_at, "Antwoord": row.answer,
        }
        for row in rows
    ]  # fmt: skip


async def erase_invitations(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget invitations to the address; who sent one is forgotten with the account."""
    return await changed(session, delete(Invitation).where(Invitation.email == email))


async def export_links(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return the links that were mailed; the secrets in them are not stored."""
    rows = await session.scalars(
        select(AccessToken)
        .where(_links(email, account_id))
        .order_by(AccessToken.created_at, AccessToken.token_hash)
    )
    return [
        {"Waarvoor": row.purpose, "Gemaakt": row.created_at, "Gebruikt": row.used_at}
        for row in rows
    ]


async def erase_links(session: AsyncSession, email: str, account_id: int) -> int:
    """Make every link of the person worthless."""
    return await changed(session, delete(AccessToken).where(_links(email, account_id)))


def _links(email: str, account_id: int) -> Any:
    return or_(AccessToken.account_id == account_id, func.lower(AccessToken.subject) == email)


async def _forget_sessions(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(LoginSession).where(LoginSession.seen_at < before))


async def _forget_links(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(AccessToken).where(AccessToken.expires_at < before))


async def _forget_invitations(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(Invitation).where(Invitation.expires_at < before))


PERSONAL = (
    PersonalData("core.account", "Je account", export_account, erase_account, order=1000),
    PersonalData(
        "core.sessions", "Waar je bent ingelogd", export_sessions, erase_sessions,
        (Retention(
            "Waar je was ingelogd, en met welk apparaat", "nadat je er voor het laatst was",
            IDLE, _forget_sessions,
        ),),
    ),
    PersonalData("core.factors", "Extra beveiliging", export_factors, erase_factors),
    PersonalData("core.roles", "Wat je mag", export_roles, erase_roles),
    PersonalData(
        "core.invitations", "Uitnodigingen", export_invitations, erase_invitations,
        (Retention(
            "Uitnodigingen, met het adres van wie werd uitgenodigd", "nadat ze zijn verlopen",
            ANSWERED, _forget_invitations,
        ),),
    ),
    PersonalData(
        "core.links", "Links die we je mailden", export_links, erase_links,
        (Retention("Links die we mailden", "nadat ze zijn verlopen", REMEMBERED, _forget_links),),
    ),
)  # fmt: skip
