"""When something takes place, from the eight cells of a row that may say so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.content.slugs import fold
from core.errors import Invalid
from core.imports.dates import Days, misfit, parse_date, parse_dates, weekday_of
from core.imports.repeat_words import Reading, read_weekdays
from core.imports.repeats import Repeat, parse_repeat, to_recurrence
from core.imports.times import Times, parse_time, parse_times
from core.recurrence import Recurrence

CELLS = ("when", "weekday", "date", "from", "to", "from_date", "to_date", "exceptions")
EXAMPLE = "Schrijf ‘elke dinsdag 10:00-12:00’ of ‘doorlopend’, of vul een datum en een tijd in."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Schedule:
    """An ongoing offer has no recurrence; warnings are for people to look at."""

    is_ongoing: bool
    recurrence: Recurrence | None
    warnings: tuple[str, ...] = ()


def read_schedule(cells: Mapping[str, str], today: date) -> Schedule:
    """Read the cells named ``CELLS``.

    Words such as "elke dinsdag" begin on the first such day from ``from_date``, else from today.
    Raises Invalid when they name no day at all, with the cell that is wrong in ``fields``.
    """
    days, warnings = _days(cells)
    times = _times(cells)
    since = _read(cells, "from_date", parse_date) or today
    until = _read(cells, "to_date", parse_date)
    skipped = _skipped(cells, warnings)
    repeat = _repeat(cells, bool(days), until, warnings)
    if repeat.is_ongoing:
        return Schedule(True, None, (*repeat.warnings, *warnings))
    rule = _on_days(days, times, repeat)
    if repeat.rrule is not None:
        rule = to_recurrence(repeat, times, days[0] if days else since, skipped)
    if rule is None:
        raise Invalid("Er staat geen datum. %(example)s", example=EXAMPLE)
    return Schedule(False, rule, (*repeat.warnings, *warnings))


def _on_days(days: tuple[date, ...], times: Times, repeat: Repeat) -> Recurrence | None:
    start = repeat.times.start or times.start
    if not days or repeat.rrule is not None:
        return None
    if start is None:
        raise Invalid("Er staat geen begintijd. %(example)s", example=EXAMPLE)
    return Recurrence(None, days[0], start, repeat.times.end or times.end, rdates=days[1:])


def _repeat(
    cells: Mapping[str, str], has_days: bool, until: date | None, warnings: list[str]
) -> Repeat:
    """Read the repetition; a weekday without anything else means every week."""
    weekday = cells["weekday"] or ("" if has_days else cells["date"])
    if cells["when"].strip() or has_days or not read_weekdays(Reading(fold(weekday))):
        return _read(cells, "when", lambda text: parse_repeat(text, weekday, until))
    warnings.append(f"We lezen ‘{weekday.strip()[:40]}’ als: elke week.")
    return parse_repeat("wekelijks", weekday, until)


def _days(cells: Mapping[str, str]) -> tuple[tuple[date, ...], list[str]]:
    """Return the days of the date; none when it names only a weekday, which is for the rule."""
    text = cells["date"]
    if not any(char.isdigit() for char in text) and read_weekdays(Reading(fold(text))):
        return (), []
    found = _read(cells, "date", parse_dates)
    named = weekday_of(cells["weekday"])
    odd = [misfit(day, named) for day in found.days] if named is not None else []
    return found.days, [*found.warnings, *filter(None, odd)]


def _times(cells: Mapping[str, str]) -> Times:
    """Return the times of two cells, of which the first may hold both."""
    both = _read(cells, "from", parse_times)
    return Times(both.start, _read(cells, "to", parse_time) or both.end)


def _skipped(cells: Mapping[str, str], warnings: list[str]) -> tuple[date, ...]:
    """Return the days that are left out; words without a date are a warning."""
    text = cells["exceptions"].strip()
    if text and not any(char.isdigit() for char in text):
        warnings.append(f"‘{text[:60]}’: vul die dagen zelf in als uitzondering.")
        return ()
    found: Days = _read(cells, "exceptions", parse_dates)
    warnings.extend(found.warnings)
    return found.days


def _read(cells: Mapping[str, str], name: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(cells[name])
    except Invalid as error:
        raise Invalid(error.message, fields={name: str(error)}, **error.params) from error
