"""The shape of an area with the neighbourhoods in it, drawn from its boundaries: no tiles."""

import json
from math import cos, radians
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods import service as areas
from core.neighbourhoods.boundaries import boundaries_geojson

WIDTH = 600.0


async def outline_svg(session: AsyncSession, area_id: int) -> str:
    """Return a drawing of an area, its parts thin inside it; empty without a boundary."""
    parts = [area.id for area in await areas.children(session, area_id)]
    whole = json.loads(await boundaries_geojson(session, [area_id]))["features"]
    inner = json.loads(await boundaries_geojson(session, parts))["features"] if parts else []
    return draw([one["geometry"] for one in whole], [one["geometry"] for one in inner])


def draw(whole: list[Any], inner: list[Any]) -> str:
    """Return an SVG of GeoJSON polygons, as wide as 600 units; north is up."""
    points = [point for geometry in whole for ring in _rings(geometry) for point in ring]
    if not points:
        return ""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    stretch = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * stretch, 1e-9)
    height = (north - south) * scale

    def path(geometry: Any) -> str:
        return "".join(
            "M" + "L".join(
                f"{(lon - west) * stretch * scale:.1f} {(north - lat) * scale:.1f}"
                for lon, lat, *_ in ring
            ) + "Z"
            for ring in _rings(geometry)
        )  # fmt: skip

    shape = "".join(path(one) for one in whole)
    lines = "".join(path(one) for one in inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {WIDTH + 8:.0f} {height + 8:.0f}">'
        f'<path d="{shape}" fill="#f3e9dc" stroke="#8a3213" stroke-width="3"/>'
        f'<path d="{lines}" fill="none" stroke="#8a3213" stroke-width="1" stroke-opacity=".5"/>'
        "</svg>"
    )


def _rings(geometry: Any) -> list[Any]:
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]
