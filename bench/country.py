"""An invented country of 14,000 areas on a grid, with points and square outlines."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from core.neighbourhoods.boundaries import boundary_row

COLUMNS, ROWS = 18, 19
"""342 municipalities; each is cut in 5 by 2 districts, each of those in 2 by 2 neighbourhoods."""
WEST, SOUTH, EAST, NORTH = 3.6, 50.8, 7.0, 53.4
YEAR = 2024
STARTS = "Aal Bre Dor Elt Fro Gro Hul Ims Jor Kal Lim Mol Nij Oud Pel Ros Ste Til Urk Vee Wal Zui"
MIDDLES = "ber den fel gel hof kum len mer nes pol ren sel ten ver wol"
ENDS = "broek dam dijk drecht gaard gem haven huizen kerk meer oord recht stede veld wijk zand"


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the grid; ``box`` is west, south, east, north."""

    id: int
    kind: str
    name: str
    parent: "Place | None"
    box: tuple[float, float, float, float]

    @property
    def above(self) -> "list[Place]":
        """The area itself and all that it lies in, itself first."""
        return [self, *(self.parent.above if self.parent else ())]

    def point(self, chance: random.Random) -> tuple[float, float]:
        """Return a place in the area."""
        west, south, east, north = self.box
        return round(chance.uniform(west, east), 6), round(chance.uniform(south, north), 6)


def make_country(chance: random.Random) -> list[Place]:
    """Return every area, parents first, with ids from 1 on."""
    places = [Place(1, "country", "Verzonnenland", None, (WEST, SOUTH, EAST, NORTH))]
    levels = (("municipality", COLUMNS, ROWS), ("district", 5, 2), ("neighbourhood", 2, 2))
    parents = places[:]
    for kind, across, up in levels:
        below = []
        for parent in parents:
            for box in _cut(parent.box, across, up):
                below.append(Place(len(places) + 1, kind, _name(chance, kind), parent, box))
                places.append(below[-1])
        parents = below
    return places


def _cut(
    box: tuple[float, float, float, float], across: int, up: int
) -> Iterator[tuple[float, float, float, float]]:
    west, south, east, north = box
    wide, tall = (east - west) / across, (north - south) / up
    for row in range(up):
        for column in range(across):
            left, low = west + column * wide, south + row * tall
            yield left, low, left + wide, low + tall


def _name(chance: random.Random, kind: str) -> str:
    parts = chance.choice(STARTS.split()), chance.choice(MIDDLES.split())
    name = "".join(parts) + chance.choice(ENDS.split())
    return name if kind == "municipality" else f"{name} {chance.choice(('Noord', 'Zuid', 'West'))}"


def area_rows(places: list[Place]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of ``area``: id, kind, name, slug, parent, municipality, lon, lat."""
    for place in places:
        west, south, east, north = place.box
        town = next((found.id for found in place.above if found.kind == "municipality"), None)
        slug = f"{place.name.lower().replace(' ', '-')}-{place.id}"
        parent = place.parent.id if place.parent else None
        middle = ((west + east) / 2, (south + north) / 2)
        yield place.id, place.kind, place.name, slug, parent, town, *middle


def closure_rows(places: list[Place]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of ``area_ancestor``: area, ancestor, depth."""
    for place in places:
        for depth, above in enumerate(place.above):
            yield place.id, above.id, depth


def boundary_rows(places: list[Place]) -> Iterator[tuple[object, ...]]:
    """Yield the columns of ``area_boundary`` in the order of ``BOUNDARY``."""
    for place in places:
        west, south, east, north = place.box
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        row = boundary_row(place.id, geometry, detailed=False, year=YEAR)
        yield tuple(row[name] for name in BOUNDARY)


AREA = ("id", "kind", "name", "slug", "parent_id", "municipality_id", "lon", "lat")
CLOSURE = ("area_id", "ancestor_id", "depth")
BOUNDARY = (
    "area_id", "detailed", "year", "min_lon", "min_lat", "max_lon", "max_lat", "geometry",
)  # fmt: skip
