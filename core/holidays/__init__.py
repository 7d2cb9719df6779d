"""Holidays that a series can leave out: public ones, and those of schools in a region. Pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
PUBLIC = "public"
REGIONS = ("noord", "midden", "zuid")


@cache
def _known() -> Mapping[str, Mapping[date, str]]:
    """Return the name of each free day, by what it is a holiday of."""
    found: dict[str, dict[date, str]] = {PUBLIC: {}}
    with (DATA / "public.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[PUBLIC][date.fromisoformat(row["day"])] = row["name"]
    with (DATA / "school.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
            while day <= last:
                found.setdefault(row["region"], {})[day] = row["name"]
                day += timedelta(days=1)
    return found


def holiday(day: date, kinds: Iterable[str]) -> str:
    """Return the name of the holiday on a day; empty for none of these kinds."""
    known = _known()
    return next((known[kind][day] for kind in kinds if day in known.get(kind, ())), "")


def free_days(kinds: Iterable[str], since: date = date.min) -> Sequence[date]:
    """Return the days of these kinds of holidays from ``since`` on, in order."""
    known = _known()
    return sorted({day for kind in kinds for day in known.get(kind, ()) if day >= since})


def regions() -> tuple[str, ...]:
    """Return the regions of which school holidays are known."""
    return tuple(region for region in REGIONS if region in _known())


def known_until(kind: str) -> date:
    """Return the last day that is known of a kind of holidays."""
    return max(_known().get(kind, ()), default=date.min)
