"""The part of the activity form that says where: an address becomes a point and an area."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.placing import place_address
from core.protocols import Geocoder
from core.web.fields import Filled
from plugins.activities.form_values import PLACE
from plugins.activities.models import ADDRESS, ONLINE, OWN, PHONE

POINT = ("lon", "lat", "area_id")
NOWHERE: dict[str, Any] = dict.fromkeys(PLACE, "") | {"lon": None, "lat": None}


async def read_place(
    session: AsyncSession, geocoder: Geocoder, filled: Filled, owner: Any, standing: Any = None
) -> dict[str, Any]:
    """Return the columns of where an activity is; problems are in ``filled``.

    ``owner`` and ``standing`` have the columns of a place: of the organisation, and of the
    activity as it is now. An address that did not change keeps its point.
    """
    held = filled.values.get("held", "")
    if held != ADDRESS:
        for name in PLACE:
            filled.errors.pop(name, None)
    if held == OWN:
        return {"held": OWN} | {name: getattr(owner, name) for name in (*PLACE, *POINT)}
    if held in (PHONE, ONLINE):
        name = filled.values.get("place_name", "") if held == ONLINE else ""
        return {**NOWHERE, "held": held, "place_name": name, "area_id": owner.area_id}
    if held != ADDRESS:
        return {}
    given = {name: filled.values.get(name, "") for name in PLACE}
    if filled.errors.get("postcode") and standing is not None and _is_same(given, standing):
        del filled.errors["postcode"]  # an import may lack it
    if standing is not None and _is_same(given, standing):
        kept = {name: getattr(standing, name) for name in POINT}
        return {"held": standing.held or ADDRESS, **given, **kept}
    return {"held": ADDRESS, **given, **await _locate(session, geocoder, filled, given)}


def _is_same(given: Mapping[str, str], standing: Any) -> bool:
    """Whether a place has the address that it had; its name may be another."""
    return all(given[name] == getattr(standing, name) for name in PLACE if name != "place_name")


async def _locate(
    session: AsyncSession, geocoder: Geocoder, filled: Filled, given: Mapping[str, str]
) -> dict[str, Any]:
    if not given["street"] and not given["place_name"]:
        filled.fail("street", "Vul de straat in, of de naam van de plek.")
    if filled.errors.keys() & set(PLACE):
        return {}
    street = f"{given['street']} {given['house_number']}".strip()
    address = f"{street}, {given['postcode']} {given['city']}".strip(" ,")
    placed = await place_address(session, geocoder, given["postcode"], address if street else "")
    if placed is None:
        filled.fail("postcode", "Deze postcode ligt niet in een buurt die we kennen.")
        return {}
    return {"lon": placed.lon, "lat": placed.lat, "area_id": placed.area_id}
