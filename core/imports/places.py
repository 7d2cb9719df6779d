"""Which area a row belongs to: the one it names, else the one around its point or postcode."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.slugs import fold
from core.imports.plan import Line
from core.neighbourhoods.locating import read_locator
from core.neighbourhoods.models import Area, AreaCode, AreaPostcode

UNKNOWN = "Het gebied ‘{}’ kennen we niet: schrijf een CBS-code of de naam van een wijk of buurt."
NOWHERE = "We weten niet in welke buurt dit is: vul een gebied, een postcode of een punt in."


async def resolve_places(session: AsyncSession, lines: Sequence[Line]) -> None:
    """Turn the column ``area`` into ``area_id``; refuse a line that lies nowhere we know."""
    names = await _names(session)
    postcodes = await _postcodes(session)
    locator = await read_locator(session)
    for line in lines:
        given = str(line.values.pop("area", "") or "")
        lon, lat = line.values.get("lon"), line.values.get("lat")
        area_id = names.get(fold(given)) if given else None
        if given and area_id is None:
            line.refuse("area", UNKNOWN.format(given[:60]))
            continue
        if area_id is None and lon is not None and lat is not None:
            area_id = locator.find(lon, lat)
        if area_id is None:
            area_id = postcodes.get(str(line.values.get("postcode") or "")[:4])
        if area_id is None:
            line.refuse("area", NOWHERE)
            continue
        line.values["area_id"] = area_id


async def _names(session: AsyncSession) -> dict[str, int]:
    """Return current areas by folded name and by the latest meaning of each code.

    A district wins over a neighbourhood of the same name.
    """
    found: dict[str, int] = {}
    areas = await session.execute(
        select(Area.name, Area.slug, Area.id)
        .where(Area.ended_year.is_(None))
        .order_by(Area.parent_id.is_not(None), Area.id)
    )
    for name, slug, id_ in areas:
        found.setdefault(fold(name), id_)
        found.setdefault(slug, id_)
    codes = await session.execute(
        select(AreaCode.code, AreaCode.area_id)
        .join(Area, Area.id == AreaCode.area_id)
        .where(Area.ended_year.is_(None))
        .order_by(AreaCode.year)
    )
    found.update({fold(code): id_ for code, id_ in codes})
    return found


async def _postcodes(session: AsyncSession) -> dict[str, int]:
    """Return the area that holds most of each postcode."""
    rows = await session.execute(
        select(AreaPostcode.pc4, AreaPostcode.area_id).order_by(
            AreaPostcode.share, AreaPostcode.area_id.desc()
        )
    )
    return dict(rows.all())
