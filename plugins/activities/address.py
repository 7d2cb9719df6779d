"""Activities at the organisation's own address: they follow it, when its people say so."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.permissions.service import ancestors_of, require
from plugins.activities.models import OWN, Activity
from plugins.activities.own import OwnerPlace
from plugins.activities.place_form import TYPED
from plugins.activities.service import PUBLISH
from plugins.activities.writing import Tools, change

NAMES = ("place_name", "street", "house_number", "postcode", "city")


async def left_behind(session: AsyncSession, owner: OwnerPlace) -> list[Any]:
    """Return the activities that say "at our own address" and have another; the caller has asked
    the permission."""
    differs = or_(*(getattr(Activity, name) != getattr(owner, name) for name in NAMES))
    rows = await session.scalars(
        select(Activity)
        .where(Activity.owner_id == owner.id, Activity.held == OWN, differs)
        .order_by(Activity.id)
    )
    return list(rows)


async def follow_owner(
    session: AsyncSession, owner: OwnerPlace, tools: Tools, *, by: Member
) -> int:  # fmt: skip
    """Give those activities the address that the organisation has now; return how many."""
    require(by, PUBLISH, on=owner, ancestors=await ancestors_of(session, owner.area_id))
    rows = await left_behind(session, owner)
    place = {name: getattr(owner, name) for name in (*TYPED, "area_id")}
    for row in rows:
        await change(session, row, place, tools, version=row.version, by=by)
    return len(rows)
