"""The part of the activity form that says when: choices and days as typed, read into a rule."""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from core.errors import Invalid
from core.imports.repeats import Repeat, first_day, parse_repeat
from core.recurrence import Recurrence, days
from core.recurrence_words import CODES, describe
from core.web.fields import Filled
from plugins.activities.when_days import read_days
from plugins.activities.when_fields import (
    ALWAYS,
    FORTNIGHTLY,
    MONTHLY,
    NAMES,
    ONCE,
    ORDINALS,
    OTHERWISE,
    SEVERAL,
    USED,
)

FURTHEST = timedelta(days=2 * 366)
NIGHT = "Het eind ligt voor het begin. Gaat het door na middernacht? Vink dat dan aan."


@dataclass(frozen=True, slots=True)
class When:
    """When something takes place; without a rule it is always there, as ``note`` says."""

    rule: Recurrence | None = None
    note: str = ""


def read_when(filled: Filled, today: date, standing: Recurrence | None = None) -> When | None:
    """Return when something takes place; None with what is wrong noted in ``filled``.

    What a choice needs and is not there was noted when the fields were read.

    ``standing`` is the rule that an activity has: it may lie in the past, a new one may not.
    """
    kind = filled.values.get("often", "")
    for name in NAMES - {"often", *USED.get(kind, ())}:
        filled.errors.pop(name, None)
    if kind == ALWAYS:
        return When(None, filled.values.get("schedule_note", ""))
    if not kind:
        return None
    start, end = filled.values.get("starts"), filled.values.get("ends")
    if start and end and end <= start and not filled.values.get("past_midnight"):
        filled.fail("ends", NIGHT)
    rule = _rule(filled, kind, today, start or time.min, end, standing)
    if rule and rule != standing and not NAMES & filled.errors.keys():
        _check_future(filled, kind, rule, today)
    return None if not rule or not start or NAMES & filled.errors.keys() else When(rule)


def _rule(
    filled: Filled, kind: str, today: date, start: time, end: time | None,
    standing: Recurrence | None,
) -> Recurrence | None:  # fmt: skip
    if kind == ONCE:
        day = filled.values.get("day")
        return Recurrence(None, day, start, end) if day else None
    if kind == SEVERAL:
        found = _days(filled, "days", today)
        return Recurrence(None, found[0], start, end, rdates=found[1:]) if found else None
    repeat = _bounded(filled, kind, today, standing)
    if repeat is None or repeat.rrule is None or repeat.first is None:
        return None
    kinds = tuple(filled.values.get("skips") or ())
    rule = Recurrence(repeat.rrule, repeat.first, start, end, skips=kinds)
    skipped = {*repeat.skipped, *_skipped(filled, rule, today)}
    extra = _days(filled, "also_on", today)
    return replace(rule, rdates=extra, exdates=tuple(sorted(skipped)))


def _bounded(
    filled: Filled, kind: str, today: date, standing: Recurrence | None
) -> Repeat | None:  # fmt: skip
    """Return a repetition with its first day and its end."""
    since, until = filled.values.get("since") or today, filled.values.get("until")
    if until and until < since:
        filled.fail("until", "De laatste dag ligt voor de eerste dag.")
        return None
    repeat = _repeat(filled, kind, standing)
    if repeat is None or repeat.rrule is None:
        return None
    rrule = repeat.rrule
    if until and "UNTIL=" not in rrule and "COUNT=" not in rrule:
        rrule += f";UNTIL={until:%Y%m%d}"
    # "Every other week" begins in the week of its first day, not in the week of ``since``.
    searched = re.sub(";INTERVAL=[0-9]+", "", rrule) if rrule.startswith("FREQ=WEEKLY") else rrule
    try:
        first = first_day(Repeat(searched, parity=repeat.parity), repeat.first or since)
    except Invalid as problem:
        if until:
            filled.fail("until", "Tussen de eerste en de laatste dag valt geen enkele keer.")
        filled.errors.setdefault("until" if until else "in_words", problem)
        return None
    return Repeat(rrule, first=first, skipped=repeat.skipped)


def _repeat(filled: Filled, kind: str, standing: Recurrence | None) -> Repeat | None:
    values = filled.values
    if kind == OTHERWISE:
        return _in_words(filled, values.get("in_words", ""), standing)
    if kind == MONTHLY:
        ordinals, code = values.get("ordinals") or (), values.get("weekday")
        if not ordinals or not code:
            return None
        named = ",".join(one + code for one in ORDINALS if one in ordinals)
        return Repeat(f"FREQ=MONTHLY;BYDAY={named}")
    codes = [code for code in CODES if code in (values.get("weekdays") or ())]
    if not codes:
        return None
    interval = ";INTERVAL=2" if kind == FORTNIGHTLY else ""
    return Repeat(f"FREQ=WEEKLY{interval};BYDAY={','.join(codes)}")


def _in_words(filled: Filled, text: str, standing: Recurrence | None) -> Repeat | None:
    """Read a rule in words; the words of the standing rule mean that it stays."""
    if not text:
        return None
    if standing and standing.rrule and text == describe(standing):
        return Repeat(standing.rrule, first=standing.dtstart)
    try:
        repeat = parse_repeat(text)
    except Invalid as problem:
        filled.errors.setdefault("in_words", problem)
        return None
    if repeat.rrule is None:
        filled.fail("in_words", "Schrijf hoe vaak het is, zoals: elke drie weken op dinsdag.")
    return repeat


def _days(filled: Filled, name: str, today: date) -> tuple[date, ...]:
    try:
        return read_days(filled.values.get(name, ""), today)
    except Invalid as problem:
        filled.errors.setdefault(name, problem)
        return ()


def _skipped(filled: Filled, rule: Recurrence, today: date) -> list[date]:
    """Return the days that are left out; only those of the rule, since others say nothing."""
    asked = _days(filled, "except_on", today)
    if not asked:
        return []
    taking_place = set(days(rule, asked[0], asked[-1]))
    found = [day for day in asked if day in taking_place]
    if not found:
        filled.fail("except_on", "Op deze dagen is het al niet. Kijk de datum nog eens na.")
    return found


def _check_future(filled: Filled, kind: str, rule: Recurrence, today: date) -> None:
    """Refuse a rule without a day from today on, and one that begins years from now."""
    where = {ONCE: "day", SEVERAL: "days"}.get(kind, "until")
    coming = next(days(rule, today, date.max), None)
    if coming is None and kind == ONCE:
        filled.fail(where, "Deze dag is al geweest.")
    elif coming is None and (rule.exdates or rule.skips):
        filled.fail("except_on", "Zo blijft er geen enkele dag over.")
    elif coming is None:
        filled.fail(where, "Al deze dagen zijn al geweest.")
    elif coming > today + FURTHEST:
        where = where if kind in (ONCE, SEVERAL) else "since"
        filled.fail(where, "Dit is meer dan twee jaar weg. Klopt het jaar?")
