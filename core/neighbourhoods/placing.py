"""From an address as typed to a point and the area around it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.locating import locate
from core.neighbourhoods.postcodes import areas_of_postcode, read_pc4
from core.protocols import Geocoder


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an address is, in WGS 84 degrees, and the area that it belongs to."""

    lon: float
    lat: float
    area_id: int


async def place_address(
    session: AsyncSession, geocoder: Geocoder, postcode: str, address: str = ""
) -> Placed | None:
    """Return where an address is, or None when it is not known or lies in no area of ours.

    The geocoder is asked for the whole ``address`` first, and then for its postcode alone. Of a
    postcode only the area that has most of it is right more often than the one at its centre.
    """
    for text in (address, postcode):
        point = await geocoder.locate(session, text) if text else None
        if point is None:
            continue
        area_id = await locate(session, point.lon, point.lat)
        if point.precision == "pc4":
            pc4 = read_pc4(postcode)
            mostly = await areas_of_postcode(session, pc4) if pc4 else []
            area_id = mostly[0][0] if mostly else area_id
        return Placed(point.lon, point.lat, area_id) if area_id else None
    return None
