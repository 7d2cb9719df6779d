"""Charts as plain SVG: numbers made into bars; the same numbers stand beside them in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 160
GAP = 0.2
"""Share of a bar's place that stays empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in the units of the chart, with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, the highest as high as the chart."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> str:
        """What the first bar stands for."""
        return self.bars[0].label if self.bars else ""

    @property
    def last(self) -> str:
        """What the last bar stands for."""
        return self.bars[-1].label if self.bars else ""


def chart_of(values: Sequence[tuple[str, int]]) -> Chart:
    """Return the chart of labels with their numbers; a number above 0 can always be seen."""
    most = max((value for _, value in values), default=0)
    place = WIDTH / max(1, len(values))
    bars = []
    for at, (label, value) in enumerate(values):
        height = max(2.0, value / most * HEIGHT) if value else 0.0
        bars.append(
            Bar(
                round(at * place + place * GAP / 2, 2), round(HEIGHT - height, 2),
                round(place * (1 - GAP), 2), round(height, 2), label, value,
            )
        )  # fmt: skip
    return Chart(tuple(bars), most)


def share(value: int, most: int) -> int:
    """Return a number as whole percents of the largest one, for a bar in a table."""
    return max(1, value * 100 // most) if value and most else 0
