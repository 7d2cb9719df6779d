"""Made-up areas of squares of a hundredth of a degree, east of the first meridian of nowhere."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

SIDE = 0.01
LON, LAT = 5.0, 52.0
MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def box(x: float, y: float, width: float = 1, height: float = 1) -> dict[str, Any]:
    """Return a rectangle, in squares from the south-west corner."""
    west, south = LON + x * SIDE, LAT + y * SIDE
    east, north = west + width * SIDE, south + height * SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    rounded = [[round(lon, 6), round(lat, 6)] for lon, lat in ring]
    return {"type": "Polygon", "coordinates": [rounded]}


def at(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place, in squares from the south-west corner."""
    return LON + x * SIDE, LAT + y * SIDE


def area(code: str, name: str, geometry: dict[str, Any], **about: Any) -> dict[str, Any]:
    """Return a feature as PDOK gives it."""
    return {"type": "Feature", "properties": {"code": code, "naam": name, **about},
            "geometry": geometry}  # fmt: skip


def collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return features as a GeoJSON document."""
    return {"type": "FeatureCollection", "features": list(features)}


def town(*neighbourhoods: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a municipality of 6 by 2 squares, two districts side by side, and neighbourhoods."""
    return [
        area("GM9901", "Proefstad", box(0, 0, 6, 2)),
        area("WK990101", "Westkant", box(0, 0, 3, 2)),
        area("WK990102", "Oostkant", box(3, 0, 3, 2)),
        *neighbourhoods,
    ]


FIRST = town(
    area("BU99010100", "Acht", box(0, 0, 1, 2)),
    area("BU99010101", "Beukhof", box(1, 0, 2, 1.2)),
    area("BU99010102", "Ceders", box(1, 1.2, 2, 0.8)),
    area("BU99010200", "Dorp", box(3, 0, 3, 2)),
)
"""The first year: Acht, Beukhof and Ceders in the west, Dorp in the east."""
