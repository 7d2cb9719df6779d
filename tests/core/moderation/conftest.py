"""Fixtures of moderation: a desk, and members who act at it."""

import pytest
from moderation_desk import As, Desk
from sqlalchemy import select

from core.accounts import service as accounts
from core.accounts.members import Member, grants_of
from core.accounts.models import RoleGrant
from core.neighbourhoods.models import Area
from core.testing.world import World


@pytest.fixture
def desk(ground: World) -> Desk:
    return Desk(ground)


@pytest.fixture
def acting_as(ground: World) -> As:
    """Give ``await acting_as("a@example.org", "area-editor", area="stadskern")``."""

    async def make(email: str, role: str = "", *, organisation: int = 0, area: str = "") -> Member:
        async with ground.database.write() as session:
            id_ = await accounts.create_account(session, email, by=ground.operator)
            area_id = await session.scalar(select(Area.id).where(Area.slug == area))
            scope = "organisation" if organisation else "area" if area else "platform"
            rows = [(role, scope, organisation or area_id or 0)] if role else []
            for role_, scope_, scope_id in rows:
                session.add(RoleGrant(account_id=id_, role=role_, scope=scope_, scope_id=scope_id))
        return Member(id_, email, "", grants_of(rows, ground.roles))

    return make
