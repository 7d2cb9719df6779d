"""Repetition in wall time: a rule with extra and skipped days becomes instants. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge

from dateutil.rrule import rrule, rrulestr

from core.clock import at_local, local
from core.errors import Invalid

MOST_A_YEAR = 500
REFUSED = ("SECONDLY", "MINUTELY", "HOURLY")


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


def parse(rule: str, dtstart: date) -> rrule:
    """Return dateutil's form of a rule on days; raises Invalid for what no calendar should do."""
    try:
        parsed = rrulestr(rule, dtstart=datetime.combine(dtstart, time.min), ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid("Deze herhaling begrijpen we niet.") from error
    if not isinstance(parsed, rrule):
        raise Invalid("Deze herhaling begrijpen we niet.")
    return parsed


def validate(rule: str, dtstart: date) -> None:
    """Raise Invalid for a rule that repeats within a day, never moves on, or is far too full."""
    upper = rule.upper()
    if len(rule) > 300 or any(name in upper for name in REFUSED) or "INTERVAL=0" in upper:
        raise Invalid("Deze herhaling kan niet: hoogstens een keer per dag.")
    parsed = parse(rule, dtstart)
    begin = datetime.combine(dtstart, time.min)
    year = begin + timedelta(days=366)
    for count, day in enumerate(parsed.xafter(begin, count=MOST_A_YEAR + 1, inc=True)):
        if day > year:
            return
        if count >= MOST_A_YEAR:
            raise Invalid("Deze herhaling heeft te veel dagen in een jaar.")


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
        if day != previous and day not in rec.exdates:
            yield day
        previous = day


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
