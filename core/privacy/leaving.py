"""Somebody deletes their own account: what that leaves behind, and the deed itself."""

from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION, ORGANISATION_OWNER, PLATFORM_MANAGER, Member
from core.accounts.models import RoleGrant
from core.audit import service as audit
from core.content.models import Content
from core.content.service import Reindex
from core.errors import Conflict
from core.organisations.models import Organisation
from core.permissions.service import require
from core.privacy import service
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Left:
    """An organisation that has no owner any more when this one goes."""

    id: int
    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What stands in the way, or is left behind."""

    is_last_manager: bool
    left: tuple[Left, ...]


async def look_at_leaving(session: AsyncSession, *, by: Member) -> Leaving:
    """Return what happens when the member's account goes."""
    require(by, "core.account")
    owners = (
        select(RoleGrant.scope_id)
        .where(RoleGrant.scope == ORGANISATION, RoleGrant.role == ORGANISATION_OWNER)
        .group_by(RoleGrant.scope_id)
        .having(func.count() == 1, func.max(RoleGrant.account_id) == by.account_id)
    )
    rows = await session.execute(
        select(Content.id, Content.title, Content.slug)
        .where(Content.id.in_(owners))
        .order_by(Content.title)
    )
    managers = select(RoleGrant.account_id).where(RoleGrant.role == PLATFORM_MANAGER)
    holders = set((await session.scalars(managers)).all())
    return Leaving(holders == {by.account_id}, tuple(Left(*row) for row in rows))


async def leave(session: AsyncSession, registry: Registry, reindex: Reindex, *, by: Member) -> None:
    """Delete the member's account with all that is known of them.

    Organisations that lose their last person can be claimed again. Raises Conflict for the only
    platform manager.
    """
    leaving = await look_at_leaving(session, by=by)
    if leaving.is_last_manager:
        raise Conflict("Je bent de enige platformbeheerder. Nodig eerst iemand anders uit.")
    for left in leaving.left:
        await audit.note(session, "organisations.left", f"content:{left.id}", by=by)
    await service.erase(session, registry, by.email, by.account_id, reindex, by=by)
    peopled = select(RoleGrant.scope_id).where(RoleGrant.scope == ORGANISATION)
    ids = [left.id for left in leaving.left]
    await session.execute(
        update(Organisation)
        .where(Organisation.id.in_(ids), Organisation.id.not_in(peopled))
        .values(claimed_at=None)
        .execution_options(synchronize_session=False)
    )
