"""Somebody goes, or is erased on request: what that leaves behind, and the deed itself."""

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
from core.privacy.service import Erased
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
    return await _look(session, by.account_id)


async def leave(session: AsyncSession, registry: Registry, reindex: Reindex, *, by: Member) -> None:
    """Delete the member's account with all that is known of them; see ``forget``."""
    await forget(session, registry, by.email, by.account_id, reindex, by=by)


async def forget(
    session: AsyncSession,
    registry: Registry,
    email: str,
    account_id: int,
    reindex: Reindex,
    *,
    by: Member,
) -> list[Erased]:
    """Erase all that is known of a person and return how much; ``account_id`` is 0 without one.

    Organisations that lose their last person can be claimed again. Raises Conflict for the only
    platform manager, and Forbidden.
    """
    leaving = await _look(session, account_id) if account_id else Leaving(False, ())
    if leaving.is_last_manager:
        raise Conflict(
            "Je bent de enige platformbeheerder. Nodig eerst iemand anders uit."
            if by.account_id == account_id
            else "Dit is de enige platformbeheerder. Nodig eerst iemand anders uit."
        )
    erased = await service.erase(session, registry, email, account_id, reindex, by=by)
    for left in leaving.left:
        await audit.note(session, "organisations.left", f"content:{left.id}", by=by)
    peopled = select(RoleGrant.scope_id).where(RoleGrant.scope == ORGANISATION)
    ids = [left.id for left in leaving.left]
    await session.execute(
        update(Organisation)
        .where(Organisation.id.in_(ids), Organisation.id.not_in(peopled))
        .values(claimed_at=None)
        .execution_options(synchronize_session=False)
    )
    return erased


async def _look(session: AsyncSession, account_id: int) -> Leaving:
    owners = (
        select(RoleGrant.scope_id)
        .where(RoleGrant.scope == ORGANISATION, RoleGrant.role == ORGANISATION_OWNER)
        .group_by(RoleGrant.scope_id)
        .having(func.count() == 1, func.max(RoleGrant.account_id) == account_id)
    )
    rows = await session.execute(
        select(Content.id, Content.title, Content.slug)
        .where(Content.id.in_(owners))
        .order_by(Content.title)
    )
    managers = select(RoleGrant.account_id).where(RoleGrant.role == PLATFORM_MANAGER)
    holders = set((await session.scalars(managers)).all())
    return Leaving(holders == {account_id}, tuple(Left(*row) for row in rows))
