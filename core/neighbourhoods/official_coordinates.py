"""Coordinates of official files: checked one by one, and turned into degrees where needed."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from core.errors import Invalid
from core.neighbourhoods.rd import is_rd, to_degrees

SHORTEST_RING = 4
DEPTH = {"Polygon": 1, "MultiPolygon": 2}
NETHERLANDS = (3.0, 50.5, 7.5, 53.8)


class Coordinates:
    """Reads the geometries of one file; the first position says which system it is in."""

    def __init__(self) -> None:
        self._is_rd: bool | None = None

    @property
    def is_rd(self) -> bool:
        """Whether the file was in metres of the Dutch grid."""
        return bool(self._is_rd)

    def read(self, geometry: Mapping[str, Any], code: str) -> dict[str, Any]:
        """Return a geometry in WGS 84; raises Invalid that names the area."""
        kind = geometry.get("type")
        if not isinstance(kind, str) or kind not in DEPTH:
            raise Invalid(
                "De grens van %(area)s is geen vlak (Polygon of MultiPolygon).", area=code
            )
        return {"type": kind, "coordinates": self._rings(geometry.get("coordinates"), kind, code)}

    def _rings(self, value: Any, kind: str, code: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise _broken(code)
        if kind == "MultiPolygon":
            return [self._rings(part, "Polygon", code) for part in value]
        return [self._ring(ring, code) for ring in value]

    def _ring(self, ring: Any, code: str) -> list[tuple[float, float]]:
        if not isinstance(ring, list) or len(ring) < SHORTEST_RING:
            raise _broken(code)
        return [self._position(position, code) for position in ring]

    def _position(self, position: Any, code: str) -> tuple[float, float]:
        if not isinstance(position, list) or not 2 <= len(position) <= 4:
            raise _broken(code)
        x, y = position[:2]
        if not _is_number(x) or not _is_number(y):
            raise _broken(code)
        if self._is_rd is None:
            self._is_rd = is_rd(x, y)
        if self._is_rd:
            if not is_rd(x, y):
                raise _broken(code)
            return to_degrees(x, y)
        if abs(x) > 180 or abs(y) > 90:
            raise Invalid(
                "De coördinaten van %(area)s zijn geen graden (WGS 84) en geen meters van het "
                "Rijksdriehoeksstelsel. Kies een bestand in EPSG:4326 of EPSG:28992.",
                area=code,
            )
        if _in_the_netherlands(y, x):
            raise Invalid(
                "De coördinaten van %(area)s staan omgedraaid: GeoJSON wil eerst de lengte "
                "(5,39) en dan de breedte (52,16).",
                area=code,
            )
        return float(x), float(y)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and isfinite(value)


def _in_the_netherlands(lon: float, lat: float) -> bool:
    west, south, east, north = NETHERLANDS
    return west <= lon <= east and south <= lat <= north


def _broken(code: str) -> Invalid:
    return Invalid("De coördinaten van %(area)s zijn stuk.", area=code)
