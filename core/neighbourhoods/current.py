"""The areas that the platform has now, as an import of official boundaries compares with them."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.geometry import Outline, to_outline
from core.neighbourhoods.models import Area, AreaBoundary, AreaCode


@dataclass(slots=True)
class CurrentArea:
    """An area that has not ended, with its codes by year and its outlines by detail."""

    id: int
    kind: str
    name: str
    slug: str
    parent_id: int | None
    municipality_id: int | None
    codes: dict[int, str] = field(default_factory=dict)
    outlines: dict[bool, Outline] = field(default_factory=dict)
    years: dict[bool, int] = field(default_factory=dict)
    """The year of each outline."""

    @property
    def year(self) -> int:
        """The newest year in which it has a code; 0 when it has none."""
        return max(self.codes, default=0)

    @property
    def code(self) -> str:
        """The code of the newest year; empty when it has none."""
        return self.codes.get(self.year, "")

    def outline(self, *, detailed: bool) -> Outline | None:
        """Return the outline that compares best with one that is detailed, or is not."""
        return self.outlines.get(detailed) or self.outlines.get(not detailed)


@dataclass(frozen=True, slots=True)
class Platform:
    """Every current area of the official kinds, and every code that was ever given."""

    areas: dict[int, CurrentArea]
    codes: dict[tuple[str, int], int]

    def of(self, kind: str) -> list[CurrentArea]:
        """Return the areas of one kind, by id."""
        return [area for area in self.areas.values() if area.kind == kind]

    def municipality_codes(self) -> frozenset[str]:
        """Return the codes, of any year, of the municipalities that are here."""
        return frozenset(code for area in self.of("municipality") for code in area.codes.values())


async def read_platform(session: AsyncSession, kinds: Collection[str]) -> Platform:
    """Read the current areas of ``kinds`` with codes and outlines."""
    rows = await session.execute(
        select(Area.id, Area.kind, Area.name, Area.slug, Area.parent_id, Area.municipality_id)
        .where(Area.ended_year.is_(None), Area.kind.in_(kinds))
        .order_by(Area.id)
    )
    areas = {row[0]: CurrentArea(*row) for row in rows}
    codes = {}
    for code, year, area_id in await session.execute(
        select(AreaCode.code, AreaCode.year, AreaCode.area_id)
    ):
        codes[code, year] = area_id
        if area_id in areas:
            areas[area_id].codes[year] = code
    boundaries = await session.execute(
        select(
            AreaBoundary.area_id, AreaBoundary.detailed, AreaBoundary.year, AreaBoundary.geometry
        )
    )
    for area_id, detailed, year, geometry in boundaries:
        outline = to_outline(json.loads(geometry)) if area_id in areas else None
        if outline is not None:
            areas[area_id].outlines[detailed] = outline
            areas[area_id].years[detailed] = year
    return Platform(areas, codes)
