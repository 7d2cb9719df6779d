"""Distances over the earth, and the box in degrees around a circle."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


def km_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two points in km along a great circle (haversine)."""
    south, north = radians(lat), radians(other_lat)
    half_up = sin((north - south) / 2)
    half_along = sin(radians(other_lon - lon) / 2)
    return 2 * EARTH_KM * asin(sqrt(half_up**2 + cos(south) * cos(north) * half_along**2))


def bounding_box(lon: float, lat: float, km: float) -> Box:
    """Return the box in degrees that holds every point within ``km``; not for the poles."""
    up = km / (EARTH_KM * radians(1))
    along = up / cos(radians(min(abs(lat) + up, 89)))
    return lon - along, lat - up, lon + along, lat + up


def km_to_box(lon: float, lat: float, box: Box) -> float:
    """Return the distance in km to the nearest point of a small box; 0 inside it."""
    west, south, east, north = box
    return km_between(lon, lat, min(max(lon, west), east), min(max(lat, south), north))
