"""The part of the activity form that says when: choices and days as typed, read into a rule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TypeVar

from core.errors import Invalid
from core.imports.dates import parse_date
from core.imports.repeats import Repeat, first_day, parse_repeat
from core.imports.times import parse_time
from core.recurrence import Recurrence, days
from core.recurrence_words import CODES, describe
from core.web.forms import Form
from plugins.activities.when_days import read_days

ONCE, WEEKLY, FORTNIGHTLY, MONTHLY, SEVERAL, ALWAYS, OTHERWISE = (
    "eenmalig", "elke-week", "om-de-week", "elke-maand", "losse-dagen", "altijd", "anders",
)  # fmt: skip
KINDS = (ONCE, WEEKLY, FORTNIGHTLY, MONTHLY, SEVERAL, ALWAYS, OTHERWISE)
REPEATING = (WEEKLY, FORTNIGHTLY, MONTHLY, OTHERWISE)
ORDINALS = ("1", "2", "3", "4", "-1")
FURTHEST = timedelta(days=2 * 366)
MOST_NOTE = 300
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class When:
    """When something takes place; without a rule it is always there, as ``note`` says."""

    rule: Recurrence | None = None
    note: str = ""


@dataclass(slots=True)
class Reading:
    """A form while it is read, with what is wrong by field."""

    form: Form
    today: date
    problems: dict[str, Invalid] = field(default_factory=dict)

    def read(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return the value of a field, or None with its problem noted."""
        try:
            return parse(self.form.one(name).strip())
        except Invalid as problem:
            self.problems.setdefault(name, problem)
            return None

    def refuse(self, name: str, message: str, **params: object) -> None:
        """Note that a field is not right, unless it has a problem already."""
        self.problems.setdefault(name, Invalid(message, **params))


def read_when(
    form: Form, today: date, standing: Recurrence | None = None
) -> tuple[When | None, dict[str, Invalid]]:
    """Return when something takes place, or None with what is wrong by field.

    ``standing`` is the rule that an activity has: it may lie in the past, a new one may not.
    """
    reading = Reading(form, today)
    kind = form.one("hoe_vaak")
    if kind == ALWAYS:
        note = " ".join(form.one("altijd").split())
        if len(note) > MOST_NOTE:
            reading.refuse("altijd", "Dit is te lang. Schrijf het in één zin.")
        return When(None, note), reading.problems
    if kind not in KINDS:
        reading.refuse("hoe_vaak", "Kies hoe vaak dit is.")
    start, end = _times(reading)
    rule = _rule(reading, kind, start or time.min, end, standing) if kind in KINDS else None
    if rule and rule != standing and not reading.problems:
        _check_future(reading, kind, rule)
    return (When(rule) if rule and not reading.problems else None), reading.problems


def _times(reading: Reading) -> tuple[time | None, time | None]:
    start, end = reading.read("begin", parse_time), reading.read("einde", parse_time)
    if start is None:
        reading.refuse("begin", "Vul in hoe laat het begint, zoals 10:00.")
    elif end is not None and end <= start and not reading.form.one("nacht"):
        reading.refuse(
            "einde", "Het eind ligt voor het begin. Gaat het door na middernacht? Vink dat dan aan."
        )
    return start, end


def _rule(
    reading: Reading, kind: str, start: time, end: time | None, standing: Recurrence | None
) -> Recurrence | None:
    if kind == ONCE:
        day = reading.read("datum", parse_date)
        if day is None:
            reading.refuse("datum", "Kies de dag waarop het is.")
            return None
        return Recurrence(None, day, start, end)
    if kind == SEVERAL:
        found = reading.read("dagen", lambda text: read_days(text, reading.today))
        if not found:
            reading.refuse("dagen", "Schrijf op welke dagen het is, zoals 3 december, 17 december.")
            return None
        return Recurrence(None, found[0], start, end, rdates=found[1:])
    return _repeating(reading, kind, start, end, standing)


def _repeating(
    reading: Reading, kind: str, start: time, end: time | None, standing: Recurrence | None
) -> Recurrence | None:
    since = reading.read("vanaf", parse_date) or reading.today
    until = reading.read("tot_en_met", parse_date)
    if until and until < since:
        reading.refuse("tot_en_met", "De laatste dag ligt voor de eerste dag.")
        return None
    repeat = _repeat(reading, kind, standing)
    if repeat is None or repeat.rrule is None:
        return None
    rrule = repeat.rrule
    if until and "UNTIL=" not in rrule and "COUNT=" not in rrule:
        rrule += f";UNTIL={until:%Y%m%d}"
    bounded = Repeat(rrule, first=repeat.first, parity=repeat.parity)
    where = "tot_en_met" if until else "woorden" if kind == OTHERWISE else "hoe_vaak"
    try:
        begin = first_day(bounded, repeat.first or since)
    except Invalid as problem:
        if until:
            problem = Invalid("Tussen de eerste en de laatste dag valt geen enkele keer.")
        reading.problems.setdefault(where, problem)
        return None
    plain = Recurrence(rrule, begin, start, end)
    extra = reading.read("ook_op", lambda text: read_days(text, reading.today)) or ()
    skipped = (*repeat.skipped, *_skipped(reading, plain))
    return Recurrence(rrule, begin, start, end, rdates=extra, exdates=tuple(sorted(set(skipped))))


def _repeat(reading: Reading, kind: str, standing: Recurrence | None) -> Repeat | None:
    form = reading.form
    if kind == OTHERWISE:
        return reading.read("woorden", lambda text: _in_words(text, standing))
    if kind == MONTHLY:
        ordinals = [one for one in ORDINALS if one in form.many("welke")]
        code = form.one("maanddag")
        if not ordinals:
            reading.refuse("welke", "Kies de hoeveelste van de maand.")
        if code not in CODES:
            reading.refuse("maanddag", "Kies een dag.")
        if not ordinals or code not in CODES:
            return None
        return Repeat(f"FREQ=MONTHLY;BYDAY={','.join(one + code for one in ordinals)}")
    codes = [code for code in CODES if code in form.many("dag")]
    if not codes:
        reading.refuse("dag", "Kies op welke dag het is.")
        return None
    interval = ";INTERVAL=2" if kind == FORTNIGHTLY else ""
    return Repeat(f"FREQ=WEEKLY{interval};BYDAY={','.join(codes)}")


def _in_words(text: str, standing: Recurrence | None) -> Repeat:
    """Read a rule in words; the words of the standing rule mean that it stays."""
    if standing and standing.rrule and text == describe(standing):
        return Repeat(standing.rrule, first=standing.dtstart)
    repeat = parse_repeat(text)
    if repeat.rrule is None:
        raise Invalid("Schrijf hoe vaak het is, zoals ‘elke drie weken op dinsdag’.")
    return repeat


def _skipped(reading: Reading, rule: Recurrence) -> list[date]:
    """Return the days that are left out; only those of the rule, since others say nothing."""
    asked = reading.read("niet_op", lambda text: read_days(text, reading.today)) or ()
    if not asked:
        return []
    taking_place = set(days(rule, asked[0], asked[-1]))
    found = [day for day in asked if day in taking_place]
    if not found:
        reading.refuse("niet_op", "Op deze dagen is het al niet. Kijk de datum nog eens na.")
    return found


def _check_future(reading: Reading, kind: str, rule: Recurrence) -> None:
    """Refuse a rule without a day from today on, and one that begins years from now."""
    where = {ONCE: "datum", SEVERAL: "dagen"}.get(kind, "tot_en_met")
    coming = next(days(rule, reading.today, date.max), None)
    if coming is None and kind == ONCE:
        reading.refuse(where, "Deze dag is al geweest.")
    elif coming is None and rule.exdates:
        reading.refuse("niet_op", "Zo blijft er geen enkele dag over.")
    elif coming is None:
        reading.refuse(where, "Al deze dagen zijn al geweest.")
    elif coming > reading.today + FURTHEST:
        where = where if kind in (ONCE, SEVERAL) else "vanaf"
        reading.refuse(where, "Dit is meer dan twee jaar weg. Klopt het jaar?")
