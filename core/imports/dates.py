"""Dates as people write them in Dutch tables: "do 8 januari 2026", "28/03/26", a serial number."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.content.slugs import fold
from core.errors import Invalid
from core.recurrence_words import WEEKDAYS

LONGEST = 500
MOST_DAYS = 62
"""The longest range that is taken for separate days."""
SERIAL_DAYS = range(20_000, 80_000)
SERIAL_ZERO = date(1899, 12, 30)
"""Excel counts from here, so that its non-existent 29 February 1900 does no harm."""

MONTHS = {
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7,
    "augustus": 8, "september": 9, "oktober": 10, "november": 11, "december": 12,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "august": 8,
    "october": 10, "mrt": 3,
}  # fmt: skip
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNKNOWN = {"n.t.b", "ntb", "nog te bepalen", "volgt", "nnb", "n.n.b", "onbekend", "?", "tba"}

NAMED = r"[a-z]{2,9}\.?"
ONE = re.compile(
    rf"(?:(?P<weekday>{NAMED}),?\s+)?(?P<day>\d{{1,2}})(?:e|ste|de)?"
    rf"(?:\s*[-/. ]\s*(?P<number>\d{{1,2}})(?!\d)|\s*-?\s*(?P<name>{NAMED}))?"
    r"(?:\s*[-/., ]\s*'?(?P<year>\d{4}|\d{2}))?"
)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?")
AND = re.compile(r"\s*(?:[,;|&+\n]|\ben\b|\band\b)\s*")
UP_TO = re.compile(r"\s*(?:\bt/m\b|\btm\b|\btot en met\b|\bt\.e\.m\.|–|—|\s-\s)\s*")
DAYS_AS_RANGE = re.compile(r"^(\d{1,2})-(\d{1,2}) (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a cell names, in order, with what looks wrong but can be taken."""

    days: tuple[date, ...]
    warnings: tuple[str, ...] = ()


def parse_date(text: str) -> date | None:
    """Return the one day that ``text`` names, None for an empty cell; raises Invalid."""
    found = parse_dates(text).days
    if len(found) > 1:
        raise Invalid("Hier staat meer dan één datum.")
    return found[0] if found else None


def parse_dates(text: str) -> Days:
    """Return every day that ``text`` names: "12 en 13 september 2026", "1 t/m 3 mei 2026".

    A weekday that does not fit its date is a warning. Raises Invalid.
    """
    said = " ".join(fold(text).replace("’", "'").replace("‘", "'").split())
    if not said:
        return Days(())
    if len(said) > LONGEST:
        raise Invalid("Deze tekst is te lang voor een datum.")
    if said.strip(" .") in UNKNOWN:
        raise Invalid("Er is nog geen datum.")
    warnings: list[str] = []
    found: list[date] = []
    month_year: tuple[int | None, int | None] = (None, None)
    # From the right, since "12 en 13 september 2026" says month and year once, at the end.
    for part in reversed([part for part in AND.split(_join_weekdays(said)) if part]):
        days = _range(part, month_year, warnings)
        found = [*days, *found]
        month_year = (days[0].month, days[0].year)
    return Days(tuple(dict.fromkeys(sorted(found))), tuple(warnings))


def weekday_of(word: str) -> int | None:
    """Return 0 for "maandag", "ma", "maandags" or "Monday", 6 for Sunday; None for others."""
    word = fold(word).strip(" .'")
    for names in (WEEKDAYS, ENGLISH):
        for number, name in enumerate(names):
            if word in (name, name[:2], name[:3], f"{name}s", f"{name}en"):
                return number
    return None


def misfit(day: date, weekday: int) -> str:
    """Return a warning when ``day`` is another weekday, else nothing."""
    if day.weekday() == weekday:
        return ""
    return f"{day:%d-%m-%Y} is een {WEEKDAYS[day.weekday()]}, geen {WEEKDAYS[weekday]}."


def _join_weekdays(said: str) -> str:
    """Take away the comma of "donderdag, 8 januari", which separates no dates."""
    return re.sub(rf"\b({NAMED}), (?=\d)", lambda m: _without_comma(m[1], m[0]), said)


def _without_comma(word: str, whole: str) -> str:
    return f"{word} " if weekday_of(word) is not None else whole


def _range(part: str, month_year: tuple[int | None, int | None], warnings: list[str]) -> list[date]:
    ends = UP_TO.split(DAYS_AS_RANGE.sub(r"\1 t/m \2 ", part))
    last = _one(ends[-1], month_year, warnings)
    if len(ends) == 1:
        return [last]
    first = _one(ends[0], (last.month, last.year), warnings) if len(ends) == 2 else last
    if not first < last <= first + timedelta(days=MOST_DAYS):
        raise Invalid("De reeks ‘%(text)s’ klopt niet.", text=part[:60])
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _one(text: str, month_year: tuple[int | None, int | None], warnings: list[str]) -> date:
    text = text.strip()
    if re.fullmatch(r"\d{5}([.,]\d+)?", text, re.ASCII):
        return _from_serial(int(text[:5]))
    found = ISO.fullmatch(text)
    if found:
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    parts = ONE.fullmatch(text)
    if parts is None:
        raise Invalid("‘%(text)s’ is geen datum. Schrijf bijvoorbeeld 28-1-2026.", text=text[:60])
    month = int(parts["number"]) if parts["number"] else _month(parts["name"], text)
    month = month or month_year[0]
    year = _year(parts["year"]) or month_year[1]
    if month is None or year is None:
        raise Invalid("‘%(text)s’ is geen hele datum: zet dag, maand en jaar erbij.",
                      text=text[:60])  # fmt: skip
    day = _day(text, year, month, int(parts["day"]))
    _check_weekday(parts["weekday"], day, text, warnings)
    return day


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _month(name: str | None, text: str) -> int | None:
    if not name:
        return None
    name = name.strip(".")
    for month, number in MONTHS.items():
        if name == month or (len(name) >= 3 and month.startswith(name)):
            return number
    raise Invalid("‘%(text)s’ is geen datum: ‘%(name)s’ is geen maand.",
                  text=text[:60], name=name)  # fmt: skip


def _check_weekday(word: str | None, day: date, text: str, warnings: list[str]) -> None:
    if not word:
        return
    weekday = weekday_of(word)
    if weekday is None:
        raise Invalid("‘%(text)s’ is geen datum: ‘%(word)s’ is geen dag.",
                      text=text[:60], word=word)  # fmt: skip
    warning = misfit(day, weekday)
    if warning:
        warnings.append(warning)


def _from_serial(number: int) -> date:
    if number not in SERIAL_DAYS:
        raise Invalid("%(number)s is geen datum.", number=number)
    return SERIAL_ZERO + timedelta(days=number)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Invalid("De datum ‘%(text)s’ bestaat niet.", text=text[:60]) from error
    if not 1900 <= year <= 2199:
        raise Invalid("Het jaar van ‘%(text)s’ kan niet.", text=text[:60])
    return found
