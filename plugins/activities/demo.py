"""Invented activities of invented organisations."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from core.demo.rows import dated_rows

FILE = Path(__file__).resolve().parent / "data" / "activities.csv"
DATES = ("datum", "vanaf_datum", "tot_datum")


def demo_rows(today: date, count: int | None) -> Iterator[Mapping[str, str]]:
    """Yield the activities of the demonstration, or ``count`` of them made by repetition."""
    yield from dated_rows(FILE, DATES, today, count)
