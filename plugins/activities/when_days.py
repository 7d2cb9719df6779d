"""Days as people write them in a form: "22 en 29 december", without a year when it is plain."""

import re
from collections.abc import Sequence
from datetime import date

from core.content.slugs import fold
from core.errors import Invalid
from core.imports.dates import parse_dates
from core.recurrence_words import DUTCH

MOST_DAYS = 100
LONGEST = 2500
HAS_YEAR = re.compile(r"\d{4}|'\d{2}\b|\d[-/.]\d{1,2}[-/.]\d{2}\b")
DAY = re.compile(r"\b(\d{1,2})(?:(?:e|ste|de)?\s+([a-z]{3,9})\b\.?|[-/](\d{1,2})\b)")


def read_days(text: str, since: date) -> tuple[date, ...]:
    """Return the days that ``text`` names, in order; raises Invalid.

    Where no year stands at all, each is the first such day from ``since`` on.
    """
    said = " ".join(fold(text.replace("\n", ", ")).split()).strip(" ,.")
    if len(said) > LONGEST:
        raise Invalid("Dit zijn te veel dagen. Schrijf er hoogstens %(most)s.", most=MOST_DAYS)
    if not HAS_YEAR.search(said):
        said = DAY.sub(lambda found: _with_year(found, since), said)
    days: list[date] = []
    for part in _parts(said):
        days += parse_dates(part).days
    if len(days) > MOST_DAYS:
        raise Invalid("Dit zijn te veel dagen. Schrijf er hoogstens %(most)s.", most=MOST_DAYS)
    return tuple(sorted(set(days)))


def write_days(days: Sequence[date]) -> str:
    """Return days the way that ``read_days`` reads them back."""
    return ", ".join(f"{day.day} {DUTCH.months[day.month - 1]} {day.year}" for day in days)


def _parts(said: str) -> list[str]:
    """Cut a long text after its years, since a cell of an import may be no longer than 500."""
    return [part.strip(" ,") for part in re.split(r"(?<=\b\d{4}), ", said) if part.strip(" ,")]


def _with_year(found: re.Match[str], since: date) -> str:
    """Return a day with the year in which it comes next; others are left for the parser."""
    month = int(found[3]) if found[3] else _month(found[2])
    if not 1 <= month <= 12:
        return found[0]
    for year in range(since.year, since.year + 5):  # 29 February comes once in four years
        try:
            day = date(year, month, int(found[1]))
        except ValueError:
            continue
        if day >= since:
            return f"{day.day}-{day.month}-{day.year}"
    return found[0]


def _month(name: str) -> int:
    if name in ("mrt", "march", "may", "october"):
        return {"mrt": 3, "march": 3, "may": 5, "october": 10}[name]
    matches = [at for at, month in enumerate(DUTCH.months, 1) if month.startswith(name)]
    return matches[0] if matches else 0
