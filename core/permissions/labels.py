"""Roles as people read them: the role, and the name of what it was given for."""

from collections.abc import Sequence
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
    grants = [grant for grant in member.grants if grant.role != RESIDENT]
    names = await places_of(session, [(g.role, g.scope, g.scope_id) for g in grants])
    return [
        RoleView(
            ROLE_LABELS.get(grant.role, grant.role), names.get((grant.scope, grant.scope_id), "")
        )
        for grant in grants
    ]


async def places_of(
    session: AsyncSession, roles: Sequence[tuple[str, str, int]]
) -> dict[tuple[str, int], str]:
    """Return the name of each area and organisation for which (role, scope, scope id) are."""
    areas = _ids(roles, AREA)
    organisations = _ids(roles, ORGANISATION)
    area_rows = await session.execute(select(Area.id, Area.name).where(Area.id.in_(areas)))
    owner_rows = await session.execute(
        select(Content.id, Content.title).where(Content.id.in_(organisations))
    )
    return {
        **{(AREA, id_): name for id_, name in area_rows},
        **{(ORGANISATION, id_): name for id_, name in owner_rows},
    }


def _ids(roles: Sequence[tuple[str, str, int]], wanted: str) -> list[int]:
    return [scope_id for _, scope, scope_id in roles if scope == wanted]
