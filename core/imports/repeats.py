"""Repetition as people write it: "elke dinsdag 10:00-12:00", "2x per maand (1e en 3e vrijdag)"."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from core.content.slugs import fold
from core.errors import Invalid
from core.imports.dates import parse_date, parse_dates
from core.imports.repeat_words import (
    CODES,
    Interval,
    Reading,
    read_interval,
    read_ordinals,
    read_weekdays,
    refuse_rest,
    take,
)
from core.imports.times import BOTH, Times, parse_times
from core.recurrence import Recurrence, days, validate

LONGEST = 300
ONGOING = re.compile(
    r"doorlopend|continu|altijd|permanent|vast aanbod|(?:alleen )?op afspraak|in overleg"
    r"|ongoing|always|het hele jaar(?: door)?|hele jaar(?: door)?"
)
ONCE = re.compile(r"eenmalig|een keer|1x|geen|niet|once|-|n\.?v\.?t\.?")
DATE = r"(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9}\.? '?\d{2,4})"
FIRST = re.compile(rf",?\s*(?:te beginnen|start(?:end|datum)?|begin(?:t|nend)?|vanaf|m\.?i\.?v\.?"
                   rf"|met ingang van|eerste keer)\s*(?:op|:)?\s*({DATE})")  # fmt: skip
LAST = re.compile(rf",?\s*(?:t/m|tot en met|tot|einde|eindigt)\s*(?:op|:)?\s*({DATE})")
EXCEPT = re.compile(
    r"[,(]?\s*\b(?:behalve|beh\.?|m\.?u\.?v\.?|met uitzondering van|uitgezonderd|niet"
    r" (?:in|tijdens|op)|buiten|zomerstop)\b\s*(.*)$"
)
CLOCK = r"\d{1,2}[:.]\d{2}(?: ?(?:uur|u\b))?"
HOUR = r"\d{1,2}(?:[:.]\d{2})?(?: ?(?:uur|u\b))?"
TIMES = re.compile(
    rf"(?<![\w-])(?:van |vanaf |om )?(?:{CLOCK}(?: ?(?:-|–|tot|t/m) ?{HOUR})?"
    rf"|\d{{1,2}} ?(?:-|–|tot) ?{HOUR}(?![-/\w])|\d{{1,2}} ?(?:uur|u\b))(?![-.:]\d)"
)
NO_TIMES = Times()


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a text about repetition says; ``first`` and the times only when it names them.

    Without ``rrule`` it is a single date, or an ongoing offer. ``parity`` is 0 for even ISO weeks
    and 1 for odd ones.
    """

    rrule: str | None = None
    is_ongoing: bool = False
    times: Times = NO_TIMES
    first: date | None = None
    parity: int | None = None
    skipped: tuple[date, ...] = ()
    warnings: tuple[str, ...] = ()


def parse_repeat(text: str, weekdays: str = "", until: date | None = None) -> Repeat:
    """Read a repetition; ``weekdays`` is what another column says ("maandagochtend").

    Nothing is guessed: raises Invalid with the words that are not understood. Days that a text
    excludes ("behalve schoolvakanties") become a warning, since only people know them.
    """
    said = " ".join(fold(text).replace("’", "'").split())
    if len(said) > LONGEST:
        raise Invalid("Deze tekst is te lang voor een herhaling.")
    if not said or ONCE.fullmatch(said.strip(" .")):
        return Repeat()
    if ONGOING.fullmatch(said.strip(" .")):
        return Repeat(is_ongoing=True)
    reading = Reading(said)
    times = _take_times(reading)
    skipped, warnings = _take_exceptions(reading)
    first, last = _take_date(reading, FIRST), _take_date(reading, LAST)
    also, ordinals = read_interval(reading), read_ordinals(reading)
    found, beside = read_weekdays(reading), read_weekdays(Reading(fold(weekdays)))
    refuse_rest(reading, text)
    if found and beside and found != beside:
        warnings.append(
            f"De dag in ‘{weekdays.strip()[:40]}’ is een andere; we nemen die van hier."
        )
    if ordinals == (2,) and also == Interval():
        warnings.append("We lezen ‘2e’ als: de tweede van de maand.")
    rule = _rule(ordinals, also, found or beside, first)
    end = last or until
    if end:
        rule += f";UNTIL={end:%Y%m%d}"
    if also.parity is not None:
        warnings.append("Even en oneven weken wisselen na een jaar met 53 weken van plaats.")
    return Repeat(rule, False, times, first, also.parity, skipped, tuple(warnings))


def to_recurrence(
    repeat: Repeat,
    times: Times,
    since: date,
    exdates: tuple[date, ...] = (),
    tz: str = "Europe/Amsterdam",
) -> Recurrence:
    """Return the recurrence that begins on its first day from ``since``; raises Invalid.

    The times of the text itself win over ``times`` of other columns.
    """
    start, end = repeat.times.start or times.start, repeat.times.end or times.end
    if start is None:
        raise Invalid("Er is geen begintijd.")
    begin = first_day(repeat, repeat.first or since)
    return Recurrence(repeat.rrule, begin, start, end, exdates=(*repeat.skipped, *exdates), tz=tz)


def first_day(repeat: Repeat, since: date) -> date:
    """Return the first day of a rule from ``since`` on, in a week of the right parity."""
    if repeat.rrule is None:
        return since
    validate(repeat.rrule, since)
    text = repeat.rrule
    if repeat.parity is not None:  # look at every week, since the first may be of the other kind
        text = text.replace(";INTERVAL=2", "")
    rule = Recurrence(text, since, time.min, None)
    right = (
        day
        for day in days(rule, since, since + timedelta(days=5 * 366))
        if repeat.parity is None or day.isocalendar().week % 2 == repeat.parity
    )
    found = next(right, None)
    if found is None:
        raise Invalid("Deze herhaling heeft geen enkele dag.")
    return found


def _rule(
    ordinals: tuple[int, ...], also: Interval, weekdays: tuple[int, ...], first: date | None
) -> str:
    interval = f";INTERVAL={also.number}" if also.number > 1 else ""
    names = ",".join(CODES[day] for day in weekdays)
    if also.unit == "month" or (ordinals and weekdays and also == Interval()):
        return _monthly(ordinals, weekdays, also, interval)
    if ordinals:
        raise Invalid("Schrijf het zo: ‘elke 2e zaterdag van de maand’ of ‘om de week op dinsdag’.")
    if also.unit == "day":
        return f"FREQ=DAILY{interval}"
    if also.unit == "year":
        return f"FREQ=YEARLY{interval}"
    if not weekdays and first is not None:
        names = CODES[first.weekday()]
    if not names:
        raise Invalid("Op welke dag is dit? Schrijf bijvoorbeeld ‘elke dinsdag’.")
    if also.times and also.times != len(names.split(",")):
        raise Invalid("%(times)s keer per week, maar hoeveel dagen staan er?", times=also.times)
    return f"FREQ=WEEKLY{interval};BYDAY={names}"


def _monthly(
    ordinals: tuple[int, ...], weekdays: tuple[int, ...], also: Interval, interval: str
) -> str:
    if also.times and also.times != max(1, len(ordinals)) * max(1, len(weekdays)):
        raise Invalid("%(times)s keer per maand, maar welke dagen? Schrijf ‘1e en 3e vrijdag’.",
                      times=also.times)  # fmt: skip
    if len(ordinals) > 1 and len(weekdays) > 1:
        raise Invalid("Maak hier twee regels van: één voor elke dag van de maand.")
    if ordinals and weekdays:
        names = [f"{at}{CODES[day]}" for day in weekdays for at in ordinals]
        return f"FREQ=MONTHLY{interval};BYDAY={','.join(names)}"
    if also.month_day and not weekdays:
        return f"FREQ=MONTHLY{interval};BYMONTHDAY={also.month_day}"
    raise Invalid("Welke dag van de maand is dit? Schrijf ‘elke 2e zaterdag van de maand’.")


def _take_exceptions(reading: Reading) -> tuple[tuple[date, ...], list[str]]:
    """Take "behalve 24-12-2026" as days, and "behalve schoolvakanties" as a warning."""
    found = take(reading, EXCEPT)
    if not found:
        return (), []
    try:
        days_out = parse_dates(found[1].strip(" ,().")).days
    except Invalid:
        days_out = ()
    if days_out:
        return days_out, []
    what = found[0].strip(" ,()")
    return (), [f"‘{what}’: vul die dagen zelf in als uitzondering."]


def _take_date(reading: Reading, pattern: re.Pattern[str]) -> date | None:
    found = take(reading, pattern)
    return parse_date(found[1]) if found else None


def _take_times(reading: Reading) -> Times:
    found = take(reading, TIMES)
    if not found:
        return Times()
    text = found[0].replace("t/m", "-").strip()
    return parse_times(text) if BOTH.fullmatch(text) else Times()
