"""Outlines as the database holds them: which boxes a circle touches, and what a map draws."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.distance import Box, bounding_box, km_to_box
from core.neighbourhoods.models import Area, AreaAncestor, AreaBoundary


async def within(
    session: AsyncSession, lon: float, lat: float, km: float, *, below: int | None = None
) -> list[int]:
    """Return the ids of current areas, of every level, whose box touches the circle.

    Not neighbourhoods only: an entry may hang on a district or on the municipality itself.
    With ``below`` only that area and those in it.
    """
    west, south, east, north = bounding_box(lon, lat, km)
    touching = (
        select(
            AreaBoundary.area_id, AreaBoundary.min_lon, AreaBoundary.min_lat,
            AreaBoundary.max_lon, AreaBoundary.max_lat,
        )
        .join(Area, Area.id == AreaBoundary.area_id)
        .where(
            Area.ended_year.is_(None),
            AreaBoundary.min_lon <= east, AreaBoundary.max_lon >= west,
            AreaBoundary.min_lat <= north, AreaBoundary.max_lat >= south,
        )
    )  # fmt: skip
    if below is not None:
        inside = select(AreaAncestor.area_id).where(AreaAncestor.ancestor_id == below)
        touching = touching.where(AreaBoundary.area_id.in_(inside))
    found = await session.execute(touching)
    return sorted({id_ for id_, *box in found if km_to_box(lon, lat, _box(box)) <= km})


async def boundaries_geojson(session: AsyncSession, ids: Collection[int]) -> str:
    """Return a GeoJSON FeatureCollection of areas with name, slug and kind, generalised.

    An area without a generalised outline is drawn by its detailed one; without any, left out.
    """
    found = await session.execute(
        select(Area.id, Area.name, Area.slug, Area.kind, AreaBoundary.geometry)
        .join(AreaBoundary, AreaBoundary.area_id == Area.id)
        .where(Area.id.in_(ids))
        .order_by(Area.id, AreaBoundary.detailed.desc())
    )
    features: dict[int, str] = {}
    for id_, name, slug, kind, geometry in found:
        about = json.dumps({"name": name, "slug": slug, "kind": kind}, ensure_ascii=False)
        features[id_] = (  # the generalised one comes last and stays
            f'{{"type":"Feature","id":{id_},"properties":{about},"geometry":{geometry}}}'
        )
    return f'{{"type":"FeatureCollection","features":[{",".join(features.values())}]}}'


def positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Yield every longitude and latitude in GeoJSON coordinates of any depth."""
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from positions(part)


def boundary_row(
    area_id: int, geometry: dict[str, Any], *, detailed: bool, year: int
) -> dict[str, Any]:
    """Return the values of an ``AreaBoundary`` for a GeoJSON geometry."""
    points = list(positions(geometry["coordinates"]))
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return {
        "area_id": area_id, "detailed": detailed, "year": year,
        "min_lon": min(lons), "min_lat": min(lats), "max_lon": max(lons), "max_lat": max(lats),
        "geometry": json.dumps(geometry, separators=(",", ":")),
    }  # fmt: skip


def _box(values: list[float]) -> Box:
    west, south, east, north = values
    return west, south, east, north
