"""Postcodes: what people type, and the place of its four digits."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import BadQuery
from core.neighbourhoods.models import AreaPostcode, Postcode
from core.protocols import Point

PATTERN = re.compile(r"\s*([1-9][0-9]{3})\s*([A-Za-z]{2})?\s*", re.ASCII)
LONGEST = 20


def read_pc4(text: str) -> str | None:
    """Return the four digits of "3813", "3813 AB" or "3813ab"; None for anything else."""
    found = PATTERN.fullmatch(text) if len(text) <= LONGEST else None
    return found[1] if found else None


async def find_postcode(session: AsyncSession, text: str) -> Point:
    """Return the centre of a postcode's four digits, precision ``pc4``; raises BadQuery.

    A full postcode has the same point: only the centres of the four digits are known here.
    """
    pc4 = read_pc4(text)
    row = await session.get(Postcode, pc4) if pc4 else None
    if row is None:
        raise BadQuery(
            "De postcode ‘%(value)s’ kennen we niet. Schrijf vier cijfers, zoals 3813.",
            value=text[:LONGEST],
        )
    return Point(row.lon, row.lat, f"{row.pc4} {row.place}", "pc4")


async def postcodes_of(session: AsyncSession, area_id: int) -> list[str]:
    """Return the postcodes, four digits each, that lie at least partly in an area."""
    rows = await session.scalars(
        select(AreaPostcode.pc4).where(AreaPostcode.area_id == area_id).order_by(AreaPostcode.pc4)
    )
    return list(rows)


async def areas_of_postcode(session: AsyncSession, pc4: str) -> list[tuple[int, float]]:
    """Return ids of areas that a postcode lies in with the share of its surface, largest first.

    Candidates only: a postcode does not nest in neighbourhoods.
    """
    rows = await session.execute(
        select(AreaPostcode.area_id, AreaPostcode.share)
        .where(AreaPostcode.pc4 == pc4)
        .order_by(AreaPostcode.share.desc(), AreaPostcode.area_id)
    )
    return [(area_id, share) for area_id, share in rows]
