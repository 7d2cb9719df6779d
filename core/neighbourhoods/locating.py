"""Which area a point lies in, on the most detailed outline that each area has."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.geometry import Outline, to_outline
from core.neighbourhoods.models import Area, AreaBoundary

OFFICIAL = ("country", "municipality", "district", "neighbourhood")
"""Kinds in which points are located, outermost first; own areas are made of these."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """An area with the outline on which membership is decided."""

    id: int
    kind: str
    year: int
    detailed: bool
    outline: Outline


class Locator:
    """Locates many points; made once by ``read_locator``."""

    def __init__(self, areas: Sequence[Bounded]) -> None:
        self.areas = {area.id: area for area in areas}
        self._ordered = list(areas)
        self._tree = shapely.STRtree([area.outline for area in areas])

    def find(self, lon: float, lat: float, kinds: Sequence[str] = OFFICIAL) -> int | None:
        """Return the deepest area that contains the point, its border included.

        Outlines of different years may overlap: then the newest one is right. Ties go to the
        lower id, so that the answer is always the same.
        """
        hits = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        found = [self._ordered[int(at)] for at in hits]
        found = [area for area in found if area.kind in kinds]
        if not found:
            return None
        return max(found, key=lambda area: (OFFICIAL.index(area.kind), area.year, -area.id)).id

    def contains(self, area_id: int, lon: float, lat: float) -> bool:
        """Whether an area's outline contains the point; False for an area without one."""
        area = self.areas.get(area_id)
        return area is not None and area.outline.intersects(shapely.Point(lon, lat))


async def read_locator(session: AsyncSession) -> Locator:
    """Read the outlines of every current area."""
    return Locator(await _bounded(session))


async def locate(session: AsyncSession, lon: float, lat: float) -> int | None:
    """Return the id of the deepest current area that contains the point, or None.

    For many points make a ``Locator``.
    """
    box = (
        AreaBoundary.min_lon <= lon, AreaBoundary.max_lon >= lon,
        AreaBoundary.min_lat <= lat, AreaBoundary.max_lat >= lat,
    )  # fmt: skip
    areas = await _bounded(session, *box)
    # An area whose detailed box lies elsewhere must not be found by its generalised outline.
    finer = select(AreaBoundary.area_id).where(
        AreaBoundary.detailed, AreaBoundary.area_id.in_([area.id for area in areas])
    )
    detailed = set((await session.scalars(finer)).all())
    return Locator([area for area in areas if area.detailed or area.id not in detailed]).find(
        lon, lat
    )


async def _bounded(session: AsyncSession, *where: ColumnElement[bool]) -> list[Bounded]:
    """Read areas with the most detailed of the outlines that fit ``where``."""
    rows = await session.execute(
        select(Area.id, Area.kind, AreaBoundary.year, AreaBoundary.detailed, AreaBoundary.geometry)
        .join(AreaBoundary, AreaBoundary.area_id == Area.id)
        .where(Area.ended_year.is_(None), Area.kind.in_(OFFICIAL), *where)
        .order_by(Area.id, AreaBoundary.detailed)
    )
    best = {row[0]: row for row in rows}  # the detailed one comes last and stays
    found = []
    for id_, kind, year, detailed, geometry in best.values():
        outline = to_outline(json.loads(geometry))
        if outline is not None:
            found.append(Bounded(id_, kind, year, detailed, outline))
    return found
