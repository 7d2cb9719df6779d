"""When something takes place, as a sentence and as its coming dates: what the form shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from core.holidays import PUBLIC, known_until
from core.recurrence import Recurrence, days, left_out
from core.recurrence_words import LANGUAGES, describe, listed
from core.words import Words
from plugins.activities.when_fields import SKIPS
from plugins.activities.when_form import When

SHOWN = 6
MOST_NAMED = 8
YEAR = timedelta(days=366)
SOON = timedelta(days=14)
"""Within these a first day is plain from the dates."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A sentence, the first dates, and whether more follow."""

    sentence: str
    dates: tuple[str, ...] = ()
    goes_on: bool = False
    left_out: tuple[str, ...] = ()
    """Days of the rule that fall in a holiday, by its name."""


def preview(when: When, words: Words, today: date) -> Preview:
    """Return what the form shows of when something takes place."""
    if when.rule is None:
        always = words.gettext("Doorlopend: dit is er altijd.")
        return Preview(when.note or always)
    coming = list(islice(days(when.rule, today, date.max), SHOWN + 1))
    said = tuple(words.short_day(day, today) for day in coming[:SHOWN])
    goes_on, free = len(coming) > SHOWN, tuple(left_out_words(when.rule, words, today))
    return Preview(sentence(when.rule, words, today), said, goes_on, free)


def left_out_words(rule: Recurrence, words: Words, today: date) -> Iterator[str]:
    """Yield "Kerstvakantie: 22 en 29 december" for the coming year, and how far it is known."""
    if not rule.rrule or not rule.skips:
        return
    whole = days(replace(rule, skips=()), today, today + YEAR)
    for name, group in groupby(whole, key=lambda day: left_out(rule, day)):
        if name:
            yield f"{words.gettext(name)}: {named_days(list(group), words, today)}"
    for region in set(rule.skips) - {PUBLIC}:
        known = words.short_date(known_until(region), today)
        yield words.gettext("De schoolvakanties zijn bekend tot en met %(day)s.") % {"day": known}


def sentence(rule: Recurrence, words: Words, today: date) -> str:
    """Return "Elke dinsdag van 10:00 tot 12:00, behalve op 22 en 29 december."."""
    say = words.gettext
    if rule.rrule:
        base = describe(rule, words.language)
    else:
        base = named_days((rule.dtstart, *rule.rdates), words, today)
    parts = [f"{base[:1].upper()}{base[1:]} {_times(rule, words)}"]
    if rule.rrule and rule.dtstart > today + SOON:
        parts.append(say("vanaf %(day)s") % {"day": words.short_date(rule.dtstart, today)})
    if until := _until(rule):
        parts.append(say("tot en met %(day)s") % {"day": words.short_date(until, today)})
    parts += skip_words(rule, words)
    if skipped := [day for day in rule.exdates if day >= today]:
        parts.append(say("behalve op %(days)s") % {"days": named_days(skipped, words, today)})
    if rule.rrule and (extra := [day for day in rule.rdates if day >= today]):
        parts.append(say("en ook op %(days)s") % {"days": named_days(extra, words, today)})
    return f"{', '.join(parts)}."


def skip_words(rule: Recurrence, words: Words) -> list[str]:
    """Return "niet op feestdagen", for each kind of holidays that a rule leaves out."""
    said = [words.gettext(SKIPS[kind]) for kind in rule.skips if kind in SKIPS]
    return [f"{text[:1].lower()}{text[1:]}" for text in said]


def state_words(words: Words, line: Any, today: date) -> str:
    """Return "gaat niet door: de zaal is dicht", or from when a date was moved; empty for most."""
    said = []
    if line.is_cancelled:
        said.append(words.gettext("gaat niet door"))
    elif line.moved_from:
        before = words.moment(line.moved_from, None, today)
        said.append(words.gettext("verplaatst van %(day)s") % {"day": before})
    return ": ".join([*said, *([line.note] if line.note else [])])


def named_days(given: Sequence[date], words: Words, today: date) -> str:
    """Return "22 en 29 december" or "31 december en 7 januari 2027"; many are counted."""
    if len(given) > MOST_NAMED:
        return words.ngettext("%(num)s dag", "%(num)s dagen", len(given)) % {"num": len(given)}
    names: list[str] = []
    for _, group in groupby(sorted(given), key=lambda day: (day.year, day.month)):
        same = list(group)
        names += [str(day.day) for day in same[:-1]]
        names.append(words.short_date(same[-1], today))
    return listed(names, LANGUAGES[words.language].also)


def _times(rule: Recurrence, words: Words) -> str:
    if rule.end is None:
        return words.gettext("om %(start)s") % {"start": f"{rule.start:%H:%M}"}
    values = {"start": f"{rule.start:%H:%M}", "end": f"{rule.end:%H:%M}"}
    return words.gettext("van %(start)s tot %(end)s") % values


def _until(rule: Recurrence) -> date | None:
    for part in (rule.rrule or "").upper().split(";"):
        if part.startswith("UNTIL="):
            return date.fromisoformat(part[6:14])
    return None
