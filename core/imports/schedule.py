"""When something takes place, from the seven cells of a row that may say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.errors import Invalid
from core.imports.dates import parse_date, parse_dates
from core.imports.repeats import Repeat, parse_repeat, to_recurrence
from core.imports.times import Times, parse_time, parse_times
from core.recurrence import Recurrence

CELLS = ("when", "date", "from", "to", "from_date", "to_date", "exceptions")
EXAMPLE = "Schrijf ‘elke dinsdag 10:00-12:00’ of ‘doorlopend’, of vul een datum en een tijd in."


@dataclass(frozen=True, slots=True)
class Schedule:
    """An ongoing offer has no recurrence; warnings are for people to look at."""

    is_ongoing: bool
    recurrence: Recurrence | None
    warnings: tuple[str, ...] = ()


def read_schedule(cells: Mapping[str, str], today: date) -> Schedule:
    """Read the cells named ``CELLS``; raises Invalid when they name no day at all.

    Words such as "elke dinsdag" begin on the first such day from ``from_date``, else from today.
    """
    times = _times(cells["from"], cells["to"])
    since = parse_date(cells["from_date"]) or today
    days = _days(cells["date"])
    named = "" if days else cells["date"]
    repeat = parse_repeat(cells["when"], named, parse_date(cells["to_date"]))
    if repeat.is_ongoing:
        return Schedule(True, None, repeat.warnings)
    skipped = parse_dates(cells["exceptions"]).days if cells["exceptions"].strip() else ()
    if repeat.rrule is None:
        return _on_days(days, times, repeat)
    rule = to_recurrence(repeat, times, days[0] if days else since, skipped)
    return Schedule(False, rule, repeat.warnings)


def _on_days(days: tuple[date, ...], times: Times, repeat: Repeat) -> Schedule:
    start = repeat.times.start or times.start
    if not days:
        raise Invalid("Er staat geen datum. %(example)s", example=EXAMPLE)
    if start is None:
        raise Invalid("Er staat geen begintijd. %(example)s", example=EXAMPLE)
    rule = Recurrence(None, days[0], start, repeat.times.end or times.end, rdates=days[1:])
    return Schedule(False, rule, repeat.warnings)


def _days(cell: str) -> tuple[date, ...]:
    """Return the days of a cell; none when it names only a weekday, which is for the rule."""
    if not any(char.isdigit() for char in cell):
        return ()
    return parse_dates(cell).days


def _times(start: str, end: str) -> Times:
    """Return the times of two cells, of which the first may hold both."""
    both = parse_times(start) if start.strip() else Times()
    return Times(both.start, parse_time(end) or both.end)
