"""Where an entry is: from a point that somebody set, or else from its address."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.neighbourhoods.locating import locate
from core.neighbourhoods.postcodes import areas_of_postcode, read_pc4
from core.protocols import Geocoder, Point

ADDRESS = ("street", "house_number", "postcode", "city")
POINT = ("lon", "lat")


async def place_of(
    session: AsyncSession, geocoder: Geocoder, typed: Mapping[str, Any],
    standing: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return ``lon``, ``lat`` and ``area_id`` for an address and perhaps a point as typed.

    ``standing`` has the same names for an entry that is there already. A point that was set wins;
    an address that did not change keeps its point and area. Raises Invalid, with the field.
    """
    there = dict(standing or {})
    point = (typed.get("lon"), typed.get("lat"))
    if (point[0] is None) != (point[1] is None):
        missing = "lon" if point[0] is None else "lat"
        raise Invalid(WHERE, fields={missing: "Vul allebei de getallen in, of geen van beide."})
    was = (there.get("lon"), there.get("lat"))
    if point != (None, None) and point != was:
        return await _at_point(session, point)
    same = all((typed.get(name) or "") == (there.get(name) or "") for name in ADDRESS)
    if same and "area_id" in there and point == was:
        return {"lon": was[0], "lat": was[1], "area_id": there["area_id"]}
    return await _at_address(session, geocoder, typed, there)


WHERE = "We weten nog niet waar dit is."


async def _at_point(session: AsyncSession, point: tuple[Any, Any]) -> dict[str, Any]:
    area_id = await locate(session, *point)
    if area_id is None:
        raise Invalid(WHERE, fields={"lat": "Deze plek ligt niet in een van onze buurten."})
    return {"lon": point[0], "lat": point[1], "area_id": area_id}


async def _at_address(
    session: AsyncSession, geocoder: Geocoder, typed: Mapping[str, Any], there: Mapping[str, Any]
) -> dict[str, Any]:
    found = await _find(session, geocoder, typed)
    if found is None:
        if "area_id" in there and not typed.get("postcode"):
            return {"lon": there.get("lon"), "lat": there.get("lat"), "area_id": there["area_id"]}
        text = (
            "Deze postcode kennen we niet."
            if typed.get("postcode")
            else "Vul een postcode in. Dan weten we in welke buurt dit is."
        )
        raise Invalid(WHERE, fields={"postcode": text})
    area_id = await _area(session, found, typed, there)
    if area_id is None:
        raise Invalid(WHERE, fields={"postcode": "Dit adres ligt niet in een van onze buurten."})
    return {"lon": found.lon, "lat": found.lat, "area_id": area_id}


async def _find(
    session: AsyncSession, geocoder: Geocoder, typed: Mapping[str, Any]
) -> Point | None:
    """Ask for the whole address, and then for its postcode alone."""
    street = " ".join(part for part in (typed.get("street"), typed.get("house_number")) if part)
    town = " ".join(part for part in (typed.get("postcode"), typed.get("city")) if part)
    if not town:
        return None
    found = await geocoder.locate(session, f"{street}, {town}") if street else None
    if found is None and typed.get("postcode"):
        found = await geocoder.locate(session, typed["postcode"])
    return found


async def _area(
    session: AsyncSession, found: Point, typed: Mapping[str, Any], there: Mapping[str, Any]
) -> int | None:
    """Return the area of a point. The middle of a postcode is rough: the area that the entry is
    in stays, when the postcode lies partly in it."""
    if found.precision == "pc4" and "area_id" in there:
        pc4 = read_pc4(typed.get("postcode") or "") or ""
        if there["area_id"] in {area_id for area_id, _ in await areas_of_postcode(session, pc4)}:
            return int(there["area_id"])
    return await locate(session, found.lon, found.lat)
