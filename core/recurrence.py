"""Repetition in wall time: a rule with extra and skipped days becomes instants. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge

from dateutil.rrule import rrule, rrulestr

from core.clock import at_local, local
from core.errors import Invalid
from core.holidays import holiday

MOST_A_YEAR = 500
MOST_INTERVAL = 99
MOST_TIMES = 5000
LONGEST = 300
SEARCHED = 3660
"""Days within which a rule must have its first."""
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
ENDS = ("COUNT", "UNTIL")
NAMES = {
    "FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH",
    "BYSETPOS", *ENDS,
}  # fmt: skip
SHORT = (4, 6, 9, 11)
NO_DAY = "Deze herhaling heeft geen enkele dag."
UNCLEAR = "Deze herhaling begrijpen we niet."


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something takes place, in the wall time of ``tz``.

    ``rrule`` is an RFC 5545 rule without its name, None for a single date; ``rdates`` are days
    beside it and ``exdates`` days of it that are left out. An ``end`` that is not after ``start``
    lies on the next day.
    """

    rrule: str | None
    dtstart: date
    start: time
    end: time | None
    rdates: tuple[date, ...] = ()
    exdates: tuple[date, ...] = ()
    tz: str = "Europe/Amsterdam"
    skips: tuple[str, ...] = ()
    """Kinds of ``core.holidays`` on which a day of the rule is left out; ``rdates`` stay."""


def parse(rule: str, dtstart: date) -> rrule:
    """Return dateutil's form of a rule on days; raises Invalid for what no calendar should do."""
    try:
        parsed = rrulestr(rule, dtstart=datetime.combine(dtstart, time.min), ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError) as error:
        raise Invalid(UNCLEAR) from error
    if not isinstance(parsed, rrule):
        raise Invalid(UNCLEAR)
    return parsed


def validate(rule: str, dtstart: date) -> None:
    """Raise Invalid for a rule that repeats within a day, never moves on, or has no day at all."""
    parts = _parts(rule)
    if parts.get("FREQ") not in FREQUENCIES:
        raise Invalid("Deze herhaling kan niet: hoogstens een keer per dag.")
    for name, most in (("INTERVAL", MOST_INTERVAL), ("COUNT", MOST_TIMES)):
        if not parts.get(name, "1").isascii() or not parts.get(name, "1").isdigit():
            raise Invalid(UNCLEAR)
        if not 1 <= int(parts.get(name, "1")[:9]) <= most:
            raise Invalid("Deze herhaling kan niet: een getal is te groot of nul.")
    parse(rule, dtstart)
    _check_months(parts)
    last = dtstart + timedelta(days=SEARCHED)
    open_end = [f"{name}={value}" for name, value in parts.items() if name not in ENDS]
    try:
        first = next(iter(parse(";".join([*open_end, f"UNTIL={last:%Y%m%d}"]), dtstart)), None)
    except (ValueError, IndexError, OverflowError) as error:
        raise Invalid(UNCLEAR) from error
    if first is None:
        raise Invalid(NO_DAY)


def _check_months(parts: dict[str, str]) -> None:
    months = [int(number) for number in parts.get("BYMONTH", "").split(",") if number]
    numbers = [int(number) for number in parts.get("BYMONTHDAY", "").split(",") if number]
    if not is_in_some_month(numbers, months):
        raise Invalid(NO_DAY)


def is_in_some_month(numbers: list[int], months: list[int]) -> bool:
    """Whether one of the days of the month exists in one of the months (none: in any month).

    31 February does not: dateutil would look for it, day by day, until the year 9999.
    """
    longest = max(
        (29 if month == 2 else 30 if month in SHORT else 31 for month in months), default=31
    )
    return not numbers or min(abs(number) for number in numbers) <= longest


def _parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name; raises Invalid for what is no rule of days."""
    pairs = [part.partition("=") for part in rule.upper().split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(rule) > LONGEST or len(parts) < len(pairs) or not parts.keys() <= NAMES:
        raise Invalid(UNCLEAR)
    return parts


def days(rec: Recurrence, first: date, last: date) -> Iterator[date]:
    """Yield the days from ``first`` up to and with ``last``, in order, each once."""
    begin, end = datetime.combine(first, time.min), datetime.combine(last, time.min)
    if rec.rrule:
        regular = (at.date() for at in parse(rec.rrule, rec.dtstart).xafter(begin, inc=True))
    else:
        regular = (day for day in (rec.dtstart,) if day >= first)
    extra = iter(sorted(day for day in rec.rdates if day >= first))
    previous = None
    for day in merge(regular, extra):
        if day > end.date():
            return
        if day != previous and day not in rec.exdates and not left_out(rec, day):
            yield day
        previous = day


def left_out(rec: Recurrence, day: date) -> str:
    """Return the holiday for which a day of the rule is left out; empty when it is not."""
    return holiday(day, rec.skips) if rec.rrule and day not in rec.rdates else ""


def occurrences(
    rec: Recurrence, after: datetime, before: datetime, limit: int = MOST_A_YEAR
) -> list[tuple[datetime, datetime | None]]:
    """Return the first ``limit`` dates that start in [after, before), as instants in UTC."""
    found: list[tuple[datetime, datetime | None]] = []
    first = local(after, rec.tz).date() - timedelta(days=1)
    for day in days(rec, first, local(before, rec.tz).date()):
        begin = at_local(day, rec.start, rec.tz)
        if begin >= before or len(found) >= limit:
            break
        if begin >= after:
            found.append((begin, _end(rec, day)))
    return found


def _end(rec: Recurrence, day: date) -> datetime | None:
    if rec.end is None:
        return None
    last = day if rec.end > rec.start else day + timedelta(days=1)
    return at_local(last, rec.end, rec.tz)
