"""The square code that a phone reads, as the outline of its dark parts for one SVG path."""

from dataclasses import dataclass

import segno

QUIET = 4
"""Light modules around the code, without which phones do not see it."""


@dataclass(frozen=True, slots=True)
class Square:
    """A drawing of ``size`` by ``size`` units."""

    size: int
    path: str


def square_of(text: str) -> Square:
    """Return the drawing of a text."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=QUIET)]
    dark = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return Square(len(rows), "".join(dark))
