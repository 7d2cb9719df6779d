"""The words of repetition in Dutch: weekdays, "1e en 3e", "om de week", "even weken"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import Invalid

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_WORDS = (
    "maandag|ma|monday|mon", "dinsdag|di|tuesday|tue", "woensdag|wo|wednesday|wed",
    "donderdag|do|thursday|thu", "vrijdag|vr|friday|fri", "zaterdag|za|saturday|sat",
    "zondag|zo|sunday|sun",
)  # fmt: skip
PART = r"(?:s?[ -]?(?:ochtend|morgen|middag|namiddag|avond|nacht)(?:en|s)?)?"
DAY = r"(?:" + "|".join(f"(?P<d{{n}}{at}>{words})" for at, words in enumerate(DAY_WORDS)) + ")"
ONE_DAY = rf"(?:'s )?\b{DAY}(?:s|en)?{PART}(?![\w])\.?"
SINGLE = re.compile(ONE_DAY.replace("{n}", "a"))
SPAN = re.compile(
    ONE_DAY.replace("{n}", "a")
    + r"\s*(?:t/m|tm\b|tot en met|tot|-|–|to\b|until\b)\s*"
    + ONE_DAY.replace("{n}", "b")
)
WORKDAYS = re.compile(r"\b(?:werkdag(?:en)?|weekdag(?:en)?|doordeweekse? dag(?:en)?|doordeweeks)\b")
WEEKEND = re.compile(r"\bweekend(?:en|s|dag|dagen)?\b")

NUMBERS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
}  # fmt: skip
NUMBER = rf"(\d{{1,2}}|{'|'.join(NUMBERS)})"
ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "op een na laatste": -2,
    "voorlaatste": -2, "een na laatste": -2, "laatste": -1, "first": 1, "last": -1,
}  # fmt: skip
ORDINAL = re.compile(rf"\b(?:([1-5])(?:e|ste|de)\b|({'|'.join(ORDINALS)})\b)")
EACH = r"(?:elke|iedere|om de|every|per|in de|alle)"
OF_MONTH = r"(?:van (?:de|elke|iedere)|v/d|v\.d\.|vd|van) maand\b"

FILLING = frozenset({
    "elke", "elk", "iedere", "ieder", "op", "de", "het", "een", "in", "van", "v", "d", "vd",
    "en", "om", "week", "weken", "maand", "maanden", "dag", "dagen", "keer", "x", "per", "s",
    "ochtend", "ochtends", "middag", "middags", "avond", "avonds", "nacht", "nachts", "morgen",
    "uur", "u", "der", "alle", "steeds", "telkens", "tussen", "every", "and", "the", "on",
    "each",
})  # fmt: skip


@dataclass(slots=True)
class Reading:
    """A text while it is read; what has been understood is taken out of ``rest``."""

    rest: str


@dataclass(frozen=True, slots=True)
class Interval:
    """How often: every ``number`` units; ``times`` when a text says so many times a unit."""

    unit: str = "week"
    number: int = 1
    times: int = 0
    parity: int | None = None
    month_day: int = 0


INTERVALS: tuple[tuple[re.Pattern[str], Interval], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), found)
    for pattern, found in (
        (r"(?:in )?(?:de )?oneven (?:week|weken|weeknummers)", Interval(number=2, parity=1)),
        (r"(?:in )?(?:de )?even (?:week|weken|weeknummers)", Interval(number=2, parity=0)),
        (r"om de (?:andere )?week|tweewekelijks|2-wekelijks|veertiendaags", Interval(number=2)),
        (r"om de (?:14|veertien) dagen|(?:elke|iedere) (?:tweede|2e|2de) week", Interval(number=2)),
        (r"driewekelijks", Interval(number=3)),
        (r"laatste dag " + OF_MONTH, Interval("month", month_day=-1)),
        (r"om de maand|tweemaandelijks", Interval("month", 2)),
        (r"(?:elk|ieder|per|eens per|1x per|een keer per) kwartaal", Interval("month", 3)),
        (rf"maandelijks|monthly|{OF_MONTH}|{EACH} maand", Interval("month")),
        (r"dagelijks|daily|(?:elke|iedere|every) (?:dag|day)|7 dagen per week", Interval("day")),
        (r"jaarlijks|(?:elk|ieder) jaar|yearly", Interval("year")),
        (rf"wekelijks|weekly|{EACH} week", Interval()),
    )
)
COUNTED = re.compile(
    rf"\b(?:{EACH}|(?:1x|1 x|een keer|eens|eenmaal) (?:per|in de|om de|elke)) {NUMBER}"
    r" (weken|maanden|dagen)\b"
)
TIMES = re.compile(rf"\b{NUMBER} ?(?:x|keer|maal) (?:per|in de) (week|maand)\b")
MONTH_DAY = re.compile(rf"\b(\d{{1,2}})(?:e|ste|de)(?: dag)? {OF_MONTH}")
MONTH_DAY_LATER = re.compile(rf"\b{EACH} maand op de (\d{{1,2}})(?:e|ste|de)\b(?! \w*dag)")
UNITS = {"weken": "week", "maanden": "month", "dagen": "day", "week": "week", "maand": "month"}


def take(reading: Reading, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Take the first match out of what is to be read, and return it."""
    found = pattern.search(reading.rest)
    if found:
        reading.rest = f"{reading.rest[: found.start()]} {reading.rest[found.end() :]}"
    return found


def read_interval(reading: Reading) -> Interval:
    """Take what says how often; once a week when nothing does. Raises Invalid."""
    for pattern in (MONTH_DAY, MONTH_DAY_LATER):
        found = take(reading, pattern)
        if found:
            day = int(found[1])
            if not 1 <= day <= 31:
                raise Invalid("Een maand heeft geen %(day)se dag.", day=day)
            return _also(reading, Interval("month", month_day=day))
    counted = take(reading, COUNTED)
    if counted:
        return Interval(UNITS[counted[2]], max(1, _number(counted[1])))
    times = take(reading, TIMES)
    if times:
        number = _number(times[1])
        return Interval(UNITS[times[2]], times=number if number > 1 else 0)
    for pattern, interval in INTERVALS:
        if take(reading, pattern):
            return _also(reading, interval)
    return Interval()


def _also(reading: Reading, interval: Interval) -> Interval:
    """Take words that say the same again: "wekelijks, elke week"."""
    for pattern, other in INTERVALS:
        if other.unit == interval.unit and other.number == 1 and not other.month_day:
            take(reading, pattern)
    return interval


def read_ordinals(reading: Reading) -> tuple[int, ...]:
    """Take "1e en 3e" and return (1, 3); -1 is the last."""
    found: list[int] = []
    while match := take(reading, ORDINAL):
        found.append(int(match[1]) if match[1] else ORDINALS[match[2]])
    return tuple(sorted(set(found), key=lambda at: at if at > 0 else 10 - at))


def read_weekdays(reading: Reading) -> tuple[int, ...]:
    """Take the weekdays and return their numbers, Monday being 0."""
    found: set[int] = set()
    while span := take(reading, SPAN):
        first, last = _numbers(span)
        found.update(
            range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1))
        )
    if take(reading, WORKDAYS):
        found.update(range(5))
    if take(reading, WEEKEND):
        found.update((5, 6))
    while one := take(reading, SINGLE):
        found.update(_numbers(one))
    return tuple(sorted(found))


def refuse_rest(reading: Reading, text: str) -> None:
    """Raise Invalid when a word is left that nothing understood."""
    words = re.findall(r"[^\W_]+", reading.rest)
    odd = [word for word in words if word not in FILLING]
    if odd:
        raise Invalid(
            "‘%(words)s’ begrijpen we niet in ‘%(text)s’. Schrijf bijvoorbeeld ‘elke dinsdag"
            " 10:00-12:00’ of ‘elke 2e zaterdag van de maand’.",
            words=" ".join(odd)[:60], text=text.strip()[:80],
        )  # fmt: skip


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(name[-1]) for name in sorted(_named(match.groupdict().items()))]


def _named(groups: Iterable[tuple[str, str | None]]) -> list[str]:
    return [name for name, value in groups if value]


def _number(word: str) -> int:
    return NUMBERS.get(word) or int(word)
