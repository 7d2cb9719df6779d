"""From the Dutch national grid (RD New, EPSG:28992) to degrees in WGS 84."""

BASE_X, BASE_Y = 155_000.0, 463_000.0
BASE_LAT, BASE_LON = 52.15517440, 5.38720621
"""The tower of Amersfoort, the origin of the grid."""

# Powers of x and y with their factor in seconds: F.H. Schreutelkamp and G.L. Strang van Hees,
# "Benaderingsformules voor de transformatie tussen RD- en WGS84-kaartcoordinaten", Geodesia 2001.
# Right to about half a metre within the Netherlands.
TO_LAT = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550),
    (2, 2, -0.01709), (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033),
    (1, 1, -0.00012),
)  # fmt: skip
TO_LON = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594),
    (3, 1, -0.05607), (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022),
    (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def is_rd(x: float, y: float) -> bool:
    """Whether two numbers can only be metres of the grid: no degrees reach that far."""
    return 0 <= x <= 300_000 and 300_000 <= y <= 630_000


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in metres of the grid."""
    east, north = (x - BASE_X) * 1e-5, (y - BASE_Y) * 1e-5
    lat = sum(factor * east**p * north**q for p, q, factor in TO_LAT)
    lon = sum(factor * east**p * north**q for p, q, factor in TO_LON)
    return BASE_LON + lon / 3600, BASE_LAT + lat / 3600
