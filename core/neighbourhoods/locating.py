"""Which area a point lies in, on the most detailed outline that each area has."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.neighbourhoods.geometry import Outline, to_outline
from core.neighbourhoods.models import Area, AreaBoundary

OFFICIAL = ("country", "municipality", "district", "neighbourhood")
"""Kinds in which points are located, outermost first; own areas are made of these."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """An area with one of its outlines; the most detailed one decides on membership."""

    id: int
    kind: str
    year: int
    outline: Outline
    decides: bool


class Locator:
    """Locates many points; made once by ``read_locator``."""

    def __init__(self, outlines: Sequence[Bounded]) -> None:
        self.areas = {one.id: one for one in outlines if one.decides}
        """Every area with the outline that decides, by id."""
        self._outlines = list(outlines)
        self._tree = shapely.STRtree([one.outline for one in outlines])

    def find(self, lon: float, lat: float, kinds: Sequence[str] = OFFICIAL) -> int | None:
        """Return the deepest area that contains the point, its border included.

        Where detailed outlines of one year meet generalised ones of another there are overlaps
        and gaps. In an overlap the newest outline is right. In a gap, which is a place inside
        the municipality that no deciding outline of a level has, the generalised ones tell.
        Ties go to the lower id, so that the answer is always the same.
        """
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        found = [self._outlines[int(at)] for at in hits]
        inside = [one for one in found if one.kind in kinds]
        if not inside or not any(one.decides for one in found):
            return None
        return max(inside, key=_rank).id

    def contains(self, area_id: int, lon: float, lat: float) -> bool:
        """Whether the outline that decides has the point; False for an area without one."""
        area = self.areas.get(area_id)
        return area is not None and area.outline.intersects(shapely.Point(lon, lat))


def _rank(one: Bounded) -> tuple[int, bool, int, int]:
    return OFFICIAL.index(one.kind), one.decides, one.year, -one.id


async def read_locator(session: AsyncSession) -> Locator:
    """Read the outlines of every current area."""
    return Locator(await _read(session))


async def locate(session: AsyncSession, lon: float, lat: float) -> int | None:
    """Return the id of the deepest current area that contains the point, or None.

    For many points make a ``Locator``.
    """
    box = (
        AreaBoundary.min_lon <= lon, AreaBoundary.max_lon >= lon,
        AreaBoundary.min_lat <= lat, AreaBoundary.max_lat >= lat,
    )  # fmt: skip
    return Locator(await _read(session, *box)).find(lon, lat)


async def _read(session: AsyncSession, *where: ColumnElement[bool]) -> list[Bounded]:
    """Read the outlines that fit ``where``; whether one decides does not depend on that."""
    finer = aliased(AreaBoundary)
    has_finer = exists().where(finer.area_id == Area.id, finer.detailed)
    rows = await session.execute(
        select(
            Area.id, Area.kind, AreaBoundary.year, AreaBoundary.geometry,
            or_(AreaBoundary.detailed, ~has_finer),
        )
        .join(AreaBoundary, AreaBoundary.area_id == Area.id)
        .where(Area.ended_year.is_(None), Area.kind.in_(OFFICIAL), *where)
    )  # fmt: skip
    found = []
    for id_, kind, year, geometry, decides in rows:
        outline = to_outline(json.loads(geometry))
        if outline is not None:
            found.append(Bounded(id_, kind, year, outline, bool(decides)))
    return found
