"""Outlines as shapes to compute with; only importers come here, for shapely is large."""

import json
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

DECIMALS = 6
"""Of a degree: about ten centimetres."""
COARSE = 0.0001
"""Tolerance of the generalised outlines that are made here, in degrees: about ten metres."""

Outline = Polygon | MultiPolygon


def to_outline(geometry: dict[str, Any]) -> Outline | None:
    """Return the surface of a GeoJSON polygon, repaired when it crosses itself; None for none."""
    return surface(shape(geometry))


def surface(found: BaseGeometry) -> Outline | None:
    """Return the polygons of a geometry as one valid outline, or None when it has no surface."""
    if not found.is_valid:
        found = shapely.make_valid(found)
    if isinstance(found, Polygon | MultiPolygon):
        return found if found.area > 0 else None
    parts = [part for part in getattr(found, "geoms", ()) if part.area > 0]
    return surface(shapely.union_all(parts)) if parts else None


def union(outlines: Sequence[Outline]) -> Outline:
    """Return what several outlines cover together."""
    joined = surface(shapely.union_all(list(outlines)))
    return outlines[0] if joined is None else joined


def to_geojson(outline: Outline) -> dict[str, Any]:
    """Return an outline as GeoJSON geometry with six decimals."""
    plain = json.loads(json.dumps(mapping(outline)))
    return {"type": plain["type"], "coordinates": _rounded(plain["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]


def inner_point(outline: Outline) -> tuple[float, float]:
    """Return longitude and latitude of a point that is certainly inside."""
    point = outline.representative_point()
    return round(point.x, DECIMALS), round(point.y, DECIMALS)


def generalise(outlines: Sequence[Outline]) -> list[Outline]:
    """Return simpler outlines in which neighbours still share their border."""
    simpler = shapely.coverage_simplify(list(outlines), COARSE)
    found = []
    for before, after in zip(outlines, simpler, strict=True):
        outline = surface(after) if after is not None else None
        found.append(before if outline is None else outline)
    return found


def overlaps(
    first: Sequence[Outline], second: Sequence[Outline]
) -> list[tuple[int, int, float, float]]:
    """Return (at in first, at in second, share of first, share of second) of all that overlap.

    Shares are between 0 and 1; degrees will do, since both sides are stretched alike.
    """
    tree = shapely.STRtree(list(second))
    found = []
    for at, outline in enumerate(first):
        for other in tree.query(outline, predicate="intersects"):
            shared = shapely.intersection(outline, second[int(other)]).area
            if shared > 0:
                share = shared / second[int(other)].area
                found.append((at, int(other), shared / outline.area, share))
    return found
