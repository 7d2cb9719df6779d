"""Times of day as people write them: "9.30u", "12.00 uur", "vanaf 16.30", "14:00 - 16:00"."""

import re
from dataclasses import dataclass
from datetime import time

from core.content.slugs import fold
from core.errors import Invalid

HOUR = r"(?:uur|u\.?|h\.?)"
CLOCK = (
    rf"(\d{{1,2}})(?:\s?[:.h]\s?(\d{{2}})(?::\d{{2}})?|\s?u\s?(\d{{2}})|(\d{{2}}))?(?:\s*{HOUR})?"
)
ONE = re.compile(CLOCK)
WORDS = r"(?:(?:van|vanaf|om|inloop|start|aanvang|begin|ca\.?|circa|rond|from|at)\s+)*"
BOTH = re.compile(rf"{WORDS}{CLOCK}(?:\s*(?:-|–|—|t/m|tot|to|until)\s*(?:ca\.?\s+)?{CLOCK})?")
FRACTION = re.compile(r"0?[.,]\d{3,17}|0[.,]5|0[.,]25|0[.,]75")
"""How a spreadsheet stores a time when the cell is a number: a part of a day."""
MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Times:
    """When something starts and ends; an end that is not later lies on the next day."""

    start: time | None = None
    end: time | None = None


def parse_time(text: str) -> time | None:
    """Return the time that ``text`` names, None for an empty cell; raises Invalid.

    "vanaf 16.30" is 16:30, "10" is 10:00, "24:00" is 0:00.
    """
    found = parse_times(text)
    if found.end is not None:
        raise Invalid("Hier staat meer dan één tijd.")
    return found.start


def parse_times(text: str) -> Times:
    """Return start and end of "14:00 - 16:00", or the start alone; raises Invalid."""
    said = " ".join(fold(text).split())
    if not said:
        return Times()
    if FRACTION.fullmatch(said):
        minutes = round(float(said.replace(",", ".")) * MINUTES) % MINUTES
        return Times(time(minutes // 60, minutes % 60))
    found = BOTH.fullmatch(said) if len(said) <= 60 else None
    if found is None:
        raise Invalid("‘%(text)s’ is geen tijd. Schrijf bijvoorbeeld 9:30.", text=text[:60])
    parts = found.groups()
    start = clock(said, *parts[:4])
    return Times(start, clock(said, *parts[4:]) if parts[4] else None)


def clock(text: str, hour: str, *minutes: str | None) -> time:
    """Return a time from its digits; raises Invalid when no clock shows it."""
    minute = int(next((part for part in minutes if part), "0"))
    if int(hour) == 24 and minute == 0:
        return time(0)
    if int(hour) > 23 or minute > 59:
        raise Invalid("De tijd ‘%(text)s’ bestaat niet.", text=text[:60])
    return time(int(hour), minute)
