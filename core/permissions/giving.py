"""Roles given for something and taken back: who may do that, and what must not be left behind."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import (
    ORGANISATION,
    ORGANISATION_OWNER,
    PLATFORM,
    PLATFORM_MANAGER,
    Member,
)
from core.accounts.models import RoleGrant
from core.accounts.service import end_sessions
from core.audit import service as audit
from core.content.models import Content
from core.errors import Conflict, NotFound
from core.neighbourhoods.models import Area
from core.permissions.service import ancestors_of, holds_anywhere, may, require


async def require_may_give(session: AsyncSession, scope: str, scope_id: int, *, by: Member) -> str:
    """Return the name of what roles are given for, if ``by`` may give them; empty: the platform.

    An owner gives roles in the own organisation, whoever admits organisations there too, a
    platform manager everywhere. Raises Forbidden and NotFound.
    """
    if scope == ORGANISATION:
        return await _require_organisation(session, scope_id, by=by)
    require(by, "core.accounts")
    if scope == PLATFORM:
        return ""
    name = await session.scalar(select(Area.name).where(Area.id == scope_id))
    if name is None:
        raise NotFound("Deze buurt bestaat niet.")
    return name


async def _require_organisation(session: AsyncSession, id_: int, *, by: Member) -> str:
    found = await _organisation(session, id_)
    above = await ancestors_of(session, found.area_id)
    keys = ("core.members", "core.organisations")
    if not any(may(by, key, on=found, ancestors=above) for key in keys):
        # Who may do this elsewhere does not learn that the organisation exists.
        held = next((key for key in keys if holds_anywhere(by, key)), keys[0])
        require(by, held, on=found, ancestors=above)
    return str(found.title)


async def _organisation(session: AsyncSession, id_: int) -> Any:
    columns = (Content.id, Content.owner_id, Content.area_id, Content.title)
    found = await session.execute(
        select(*columns).where(Content.id == id_, Content.kind == "organisation")
    )
    row = found.first()
    if row is None:
        raise NotFound("Deze pagina bestaat niet.")
    return row


async def take(
    session: AsyncSession, account_id: int, role: str, scope: str, scope_id: int, *, by: Member
) -> None:
    """Take a role back, or leave by oneself; the sessions of the account end.

    Raises Forbidden, NotFound when the role is not there, and Conflict for the last platform
    manager, and for the last owner of an organisation unless an editor does it.
    """
    if by.account_id != account_id:
        await require_may_give(session, scope, scope_id, by=by)
    same = (RoleGrant.role == role, RoleGrant.scope == scope, RoleGrant.scope_id == scope_id)
    holders = set(
        await session.scalars(select(RoleGrant.account_id).where(*same).with_for_update())
    )
    if account_id not in holders:
        raise NotFound("Deze rol is er niet meer.")
    if holders == {account_id}:
        await _check_last(session, role, scope_id, by=by)
    await session.execute(delete(RoleGrant).where(*same, RoleGrant.account_id == account_id))
    await end_sessions(session, account_id)
    await audit.note(
        session, "accounts.take", f"account:{account_id}", by=by,
        role=role, scope=scope, scope_id=scope_id,
    )  # fmt: skip


async def _check_last(session: AsyncSession, role: str, scope_id: int, *, by: Member) -> None:
    if role == PLATFORM_MANAGER:
        raise Conflict("Dit is de enige platformbeheerder. Nodig eerst iemand anders uit.")
    if role != ORGANISATION_OWNER:
        return
    found = await _organisation(session, scope_id)
    above = await ancestors_of(session, found.area_id)
    if not may(by, "core.organisations", on=found, ancestors=above):
        raise Conflict("Dit is de enige eigenaar. Maak eerst iemand anders eigenaar.")
