"""The part of the activity form that says where: the organisation's place, an address, or none."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.editing.place import ADDRESS as STREET
from core.editing.place import POINT, place_of
from core.errors import Invalid
from core.protocols import Geocoder
from core.web.fields import Filled
from plugins.activities.models import ADDRESS, ONLINE, OWN, PHONE

TYPED = ("place_name", *STREET, *POINT)
NOWHERE: dict[str, Any] = dict.fromkeys(("place_name", *STREET), "") | dict.fromkeys(POINT)
COLUMNS = ("held", "area_id", *TYPED)


async def read_place(
    session: AsyncSession, geocoder: Geocoder, filled: Filled, owner: Any, row: Any = None
) -> dict[str, Any]:
    """Return the columns of where an activity is; problems are in ``filled``.

    ``owner`` has the place of the organisation, and ``row`` that of the activity as it is now.
    """
    held = filled.values.get("held", "")
    if held != ADDRESS:
        for name in TYPED:
            filled.errors.pop(name, None)
    standing = {name: getattr(row, name) for name in (*TYPED, "area_id")} if row else None
    if held == OWN:
        found = {name: getattr(owner, name) for name in (*TYPED, "area_id")}
        return {"held": _held(OWN, row, found == standing), **found}
    if held in (PHONE, ONLINE):
        name = filled.values.get("place_name", "") if held == ONLINE else ""
        return {**NOWHERE, "held": held, "place_name": name, "area_id": owner.area_id}
    if held != ADDRESS or filled.errors.keys() & set(TYPED):
        return {}
    typed = {name: filled.values.get(name) for name in TYPED}
    try:
        placed = await place_of(session, geocoder, typed, standing)
    except Invalid as refused:
        filled.fail_as(refused, "postcode")
        return {}
    # An import says by its address where it is; opening and saving its form changes nothing.
    found = {**typed, **placed}
    return {"held": _held(ADDRESS, row, found == standing), **found}


def _held(chosen: str, row: Any, same: bool) -> str:
    """Return the choice; an import, which has none, keeps that while its place stays the same."""
    return "" if same and row.held == "" else chosen
