"""A rule of repetition in plain words, in Dutch and in English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.recurrence import Recurrence

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = set(CODES[:5])


@dataclass(frozen=True, slots=True)
class Phrases:
    """How one language says the parts of a rule."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    also: str
    last: tuple[str, ...]
    """The last, the last but one …"""
    ordinal: Callable[[int], str]
    each: str
    """Every %s."""
    the: str
    """The %s."""
    units: Mapping[str, tuple[str, str, str]]
    """By frequency: every one, every other one, every so many."""
    days: tuple[str, str]
    """Day and working day."""
    on: str
    of_month: str
    in_month: str


def english_ordinal(number: int) -> str:
    """Return "1st", "2nd", "3rd", "11th"."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


DUTCH = Phrases(
    WEEKDAYS,
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
     "oktober", "november", "december"),
    "en", ("laatste", "op een na laatste", "op twee na laatste"), "{}e".format, "elke %s", "de %s",
    {"DAILY": ("elke dag", "om de dag", "elke %s dagen"),
     "WEEKLY": ("elke week", "om de week", "elke %s weken"),
     "MONTHLY": ("elke maand", "om de maand", "elke %s maanden"),
     "YEARLY": ("elk jaar", "om het jaar", "elke %s jaar")},
    ("dag", "werkdag"), "op", "van de maand", "in",
)  # fmt: skip

ENGLISH = Phrases(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"),
    "and", ("last", "second to last", "third to last"), english_ordinal, "every %s", "the %s",
    {"DAILY": ("every day", "every other day", "every %s days"),
     "WEEKLY": ("every week", "every other week", "every %s weeks"),
     "MONTHLY": ("every month", "every other month", "every %s months"),
     "YEARLY": ("every year", "every other year", "every %s years")},
    ("day", "working day"), "on", "of the month", "in",
)  # fmt: skip

LANGUAGES = {"nl": DUTCH, "en": ENGLISH}


def describe(rec: Recurrence, language: str = "nl") -> str:
    """Return "elke dinsdag", "elke 1e en 3e vrijdag van de maand"; empty for a single date.

    What a rule says beside this (an end, a number of times) is left to the list of dates.
    """
    if not rec.rrule:
        return ""
    parts = dict(part.split("=", 1) for part in rec.rrule.upper().split(";") if "=" in part)
    freq, interval = parts.get("FREQ", ""), int(parts.get("INTERVAL", "1"))
    say = LANGUAGES[language]
    if freq not in say.units:
        return ""
    often = _often(say, freq, interval)
    if {"BYWEEKNO", "BYYEARDAY"} & parts.keys():
        return often
    if freq == "WEEKLY":
        text = _weekly(say, parts, rec, often if interval > 1 else "")
    elif freq == "DAILY":
        text = _daily(say, parts, often if interval > 1 else "")
    else:
        text = _monthly(say, parts, rec, freq, often if interval > 1 else "")
    months = [say.months[int(number) - 1] for number in _numbers(parts, "BYMONTH")]
    return f"{text} {say.in_month} {listed(months, say.also)}" if months else text


def _often(say: Phrases, freq: str, interval: int) -> str:
    each, other, many = say.units[freq]
    return each if interval == 1 else other if interval == 2 else many % interval


def _days_of_week(say: Phrases, codes: list[str]) -> str:
    """Return the days of a week as one thing that recurs: "werkdag", "maandag en donderdag"."""
    if set(codes) == set(CODES):
        return say.days[0]
    if set(codes) == WORKING:
        return say.days[1]
    names = [say.weekdays[CODES.index(code)] for code in sorted(codes, key=CODES.index)]
    return listed(names, say.also)


def _weekly(say: Phrases, parts: dict[str, str], rec: Recurrence, often: str) -> str:
    codes = [part[-2:] for part in parts.get("BYDAY", "").split(",") if part]
    names = _days_of_week(say, codes or [CODES[rec.dtstart.weekday()]])
    return f"{often} {say.on} {names}" if often else say.each % names


def _daily(say: Phrases, parts: dict[str, str], often: str) -> str:
    codes = [part[-2:] for part in parts.get("BYDAY", "").split(",") if part]
    numbers = [int(number) for number in _numbers(parts, "BYMONTHDAY")]
    if numbers:
        return f"{often or say.units['DAILY'][0]} {say.on} {_dates(say, numbers)} {say.of_month}"
    names = _days_of_week(say, codes) if codes else say.days[0]
    return f"{often} {say.on} {names}" if often and codes else often or say.each % names


def _monthly(
    say: Phrases, parts: dict[str, str], rec: Recurrence, freq: str, often: str
) -> str:  # fmt: skip
    if freq == "YEARLY" and not {"BYMONTH", "BYDAY", "BYMONTHDAY"} & parts.keys():
        return often or say.units[freq][0]
    days = _by_day(say, parts)
    numbers = [int(number) for number in _numbers(parts, "BYMONTHDAY")]
    if days and numbers:
        days = f"{days} ({_dates(say, numbers)})"
    if not days:
        days = _dates(say, numbers or [rec.dtstart.day])
    if freq == "YEARLY" and "BYMONTH" in parts:
        return f"{often or say.units[freq][0]} {say.on} {say.the % days}"
    if freq == "YEARLY":
        return f"{often or say.units[freq][0]} {say.on} {days}"
    if often:
        return f"{often} {say.on} {say.the % days}"
    every_week = "BYDAY" in parts and _is_plain(parts)
    is_last = not every_week and ("-1" in (_numbers(parts, "BYMONTHDAY")) or _is_set(parts))
    text = (say.the if is_last else say.each) % days
    return text if every_week else f"{text} {say.of_month}"


def _is_plain(parts: dict[str, str]) -> bool:
    """Whether weekdays are meant each time that they occur: ``BYDAY=FR`` is every Friday."""
    plain = all(part in CODES for part in parts["BYDAY"].split(","))
    return plain and not {"BYSETPOS", "BYMONTHDAY"} & parts.keys()


def _is_set(parts: dict[str, str]) -> bool:
    """Whether one day is taken out of several weekdays."""
    return "BYSETPOS" in parts and "," in parts.get("BYDAY", "")


def _by_day(say: Phrases, parts: dict[str, str]) -> str:
    """Return "1e en 3e vrijdag", "laatste werkdag", "vrijdag"; empty without weekdays."""
    given = [(part[:-2], part[-2:]) for part in parts.get("BYDAY", "").split(",") if part]
    if not given:
        return ""
    positions = _numbers(parts, "BYSETPOS")
    if positions or not any(number for number, _ in given):
        names = _days_of_week(say, [code for _, code in given])
        return f"{_ordinals(say, positions)} {names}" if positions else names
    by_code: dict[str, list[str]] = {}
    for number, code in given:
        by_code.setdefault(code, []).append(number)
    return listed(
        [
            f"{_ordinals(say, numbers)} {say.weekdays[CODES.index(code)]}".strip()
            for code, numbers in by_code.items()
        ],
        say.also,
    )


def _ordinals(say: Phrases, numbers: list[str]) -> str:
    return listed([_ordinal(say, int(number)) for number in numbers if number], say.also)


def _ordinal(say: Phrases, number: int) -> str:
    if number > 0:
        return say.ordinal(number)
    if -number <= len(say.last):
        return say.last[-number - 1]
    return f"{say.ordinal(-number)} ({say.last[0]})"


def _dates(say: Phrases, numbers: list[int]) -> str:
    """Return "1e en 15e", "laatste dag": days of a month by number."""
    last = [f"{_ordinal(say, number)} {say.days[0]}" for number in numbers if number < 0]
    return listed([*(say.ordinal(number) for number in numbers if number > 0), *last], say.also)


def _numbers(parts: dict[str, str], name: str) -> list[str]:
    return [number for number in parts.get(name, "").split(",") if number]


def listed(names: list[str], also: str) -> str:
    """Return names as people say them: "a", "a en b", "a, b en c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {also} {names[-1]}"
