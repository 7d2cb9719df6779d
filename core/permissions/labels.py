"""Roles as people read them: the role, and the name of what it was given for."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import AREA, ORGANISATION, RESIDENT, ROLE_LABELS, Member
from core.content.models import Content
from core.neighbourhoods.models import Area


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role (a msgid; a plugin's role is its own key) and its area or organisation, if any."""

    label: str
    place: str


async def roles_of_member(session: AsyncSession, member: Member) -> list[RoleView]:
    """Return the roles that were given to a member; that everybody is a resident goes unsaid."""
    areas = _ids(member, AREA)
    organisations = _ids(member, ORGANISATION)
    area_rows = await session.execute(select(Area.id, Area.name).where(Area.id.in_(areas)))
    owner_rows = await session.execute(
        select(Content.id, Content.title).where(Content.id.in_(organisations))
    )
    names = {AREA: dict(area_rows.all()), ORGANISATION: dict(owner_rows.all())}
    return [
        RoleView(
            ROLE_LABELS.get(grant.role, grant.role),
            names.get(grant.scope, {}).get(grant.scope_id, ""),
        )
        for grant in member.grants
        if grant.role != RESIDENT
    ]


def _ids(member: Member, scope: str) -> list[int]:
    return [grant.scope_id for grant in member.grants if grant.scope == scope]
