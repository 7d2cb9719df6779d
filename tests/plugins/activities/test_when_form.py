"""Dates and repeats as somebody fills them in, read into a rule, said in words, and shown again."""

from datetime import date, time
from typing import Any

import pytest

from core.recurrence import Recurrence, days
from core.web.fields import read_fields, show_fields
from core.web.forms import Form
from core.web.locales import load_words
from core.words import Words
from plugins.activities.when_days import read_days, write_days
from plugins.activities.when_fields import FIELDS
from plugins.activities.when_form import When, read_when
from plugins.activities.when_typed import when_values
from plugins.activities.when_words import preview

TODAY = date(2026, 11, 25)
TIMES = {"starts": "10:00", "ends": "12.00"}


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words("nl", [])


def typed(**cells: Any) -> Form:
    pairs = []
    for name, value in cells.items():
        pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
    return Form(tuple(pairs))


def read(standing: Recurrence | None = None, **cells: Any) -> tuple[When | None, dict[str, str]]:
    filled = read_fields(FIELDS, typed(**cells))
    found = read_when(filled, TODAY, standing)
    return found, {name: str(problem) for name, problem in filled.errors.items()}


CASES = {
    "once": (
        {"often": "once", "day": "2026-11-26", **TIMES},
        "26 november van 10:00 tot 12:00.", ["do 26 nov"],
    ),
    "weekly": (
        {"often": "weekly", "weekdays": "TU", "except_on": "22 en 29 december", **TIMES},
        "Elke dinsdag van 10:00 tot 12:00, behalve op 22 en 29 december.",
        ["di 1 dec", "di 8 dec", "di 15 dec", "di 5 jan 2027", "di 12 jan 2027", "di 19 jan 2027"],
    ),
    "twice a week until summer": (
        {"often": "weekly", "weekdays": ["TH", "MO"], "until": "2027-06-30", **TIMES},
        "Elke maandag en donderdag van 10:00 tot 12:00, tot en met 30 juni 2027.",
        ["do 26 nov", "ma 30 nov", "do 3 dec", "ma 7 dec", "do 10 dec", "ma 14 dec"],
    ),
    "fortnightly": (
        {"often": "fortnightly", "weekdays": "TU", "since": "2027-01-01", "starts": "19:30"},
        "Om de week op dinsdag om 19:30, vanaf 5 januari 2027.",
        ["di 5 jan 2027", "di 19 jan 2027", "di 2 feb 2027", "di 16 feb 2027", "di 2 mrt 2027",
         "di 16 mrt 2027"],
    ),
    "monthly": (
        {"often": "monthly", "ordinals": ["1", "-1"], "weekday": "FR", "starts": "20:00",
         "ends": "01:00", "past_midnight": "1", "also_on": "31 december"},
        "Elke 1e en laatste vrijdag van de maand van 20:00 tot 01:00, en ook op 31 december.",
        ["vr 27 nov", "vr 4 dec", "vr 25 dec", "do 31 dec", "vr 1 jan 2027", "vr 29 jan 2027"],
    ),
    "several": (
        {"often": "several", "days": "3, 10 en 17 december\n7 januari", **TIMES},
        "3, 10, 17 december en 7 januari 2027 van 10:00 tot 12:00.",
        ["do 3 dec", "do 10 dec", "do 17 dec", "do 7 jan 2027"],
    ),
    "otherwise": (
        {"often": "otherwise", "in_words": "elke drie weken op dinsdag", **TIMES},
        "Elke 3 weken op dinsdag van 10:00 tot 12:00.",
        ["di 1 dec", "di 22 dec", "di 12 jan 2027", "di 2 feb 2027", "di 23 feb 2027",
         "di 16 mrt 2027"],
    ),
    "always": (
        {"often": "always", "schedule_note": "Op werkdagen van 9 tot 17 uur"},
        "Op werkdagen van 9 tot 17 uur", [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_sort_of_repeat_is_said_in_words_with_its_coming_dates(
    words: Words, name: str
) -> None:
    cells, sentence, dates = CASES[name]
    found, problems = read(**cells)
    assert not problems
    assert found
    shown = preview(found, words, TODAY)
    assert shown.sentence == sentence
    assert list(shown.dates) == dates


@pytest.mark.parametrize("name", CASES)
def test_a_rule_that_is_shown_again_and_sent_unchanged_stays_the_same(name: str) -> None:
    found, _ = read(**CASES[name][0])
    assert found
    shown = show_fields(FIELDS, when_values(found.rule, found.note)).form
    filled = read_fields(FIELDS, shown)
    assert read_when(filled, TODAY, found.rule) == found


@pytest.mark.parametrize(
    "rrule",
    ["FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;BYDAY=TU;COUNT=10",
     "FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE"],
)  # fmt: skip
def test_a_rule_that_has_no_choice_of_its_own_survives_the_form(rrule: str) -> None:
    rule = Recurrence(rrule, date(2026, 1, 6), time(9), None, exdates=(date(2026, 12, 1),))
    rule = Recurrence(rrule, next(days(rule, rule.dtstart, date.max)), time(9), None)
    filled = read_fields(FIELDS, show_fields(FIELDS, when_values(rule, "")).form)
    assert read_when(filled, TODAY, rule) == When(rule)


WRONG = {
    "nothing chosen": ({}, "often", "Kies hoe vaak dit is."),
    "no day": ({"often": "once", **TIMES}, "day", "Kies de dag waarop het is."),
    "a day that was": (
        {"often": "once", "day": "2026-11-24", **TIMES}, "day", "Deze dag is al geweest.",
    ),
    "no weekday": ({"often": "weekly", **TIMES}, "weekdays", "Kies op welke dag het is."),
    "no time": (
        {"often": "weekly", "weekdays": "TU"}, "starts", "Vul in hoe laat het begint, zoals 10:00.",
    ),
    "end before start": (
        {"often": "weekly", "weekdays": "TU", "starts": "10:00", "ends": "09:00"}, "ends",
        "Het eind ligt voor het begin. Gaat het door na middernacht? Vink dat dan aan.",
    ),
    "last day first": (
        {"often": "weekly", "weekdays": "TU", "since": "2027-02-01", "until": "2027-01-01",
         **TIMES},
        "until", "De laatste dag ligt voor de eerste dag.",
    ),
    "never": (
        {"often": "weekly", "weekdays": "TU", "since": "2026-12-02", "until": "2026-12-04",
         **TIMES},
        "until", "Tussen de eerste en de laatste dag valt geen enkele keer.",
    ),
    "all over": (
        {"often": "weekly", "weekdays": "TU", "since": "2026-01-01", "until": "2026-06-01",
         **TIMES},
        "until", "Al deze dagen zijn al geweest.",
    ),
    "all left out": (
        {"often": "weekly", "weekdays": "TU", "until": "2026-12-02", "except_on": "1 december",
         **TIMES},
        "except_on", "Zo blijft er geen enkele dag over.",
    ),
    "left out on another day": (
        {"often": "weekly", "weekdays": "TU", "except_on": "2 december", **TIMES}, "except_on",
        "Op deze dagen is het al niet. Kijk de datum nog eens na.",
    ),
    "years away": (
        {"often": "once", "day": "2062-12-01", **TIMES}, "day",
        "Dit is meer dan twee jaar weg. Klopt het jaar?",
    ),
    "half a choice": (
        {"often": "monthly", "ordinals": "2", **TIMES}, "weekday", "Kies een dag.",
    ),
    "too many days": (
        {"often": "several", "days": "1 januari t/m 1 maart, 1 mei t/m 1 juli", **TIMES}, "days",
        "Dit zijn te veel dagen. Schrijf er hoogstens 100.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_in_plain_words_at_its_field(name: str) -> None:
    cells, field, sentence = WRONG[name]
    found, problems = read(**cells)
    assert found is None
    assert problems == {field: sentence}


def test_a_problem_in_a_field_of_another_choice_does_not_count() -> None:
    found, problems = read(often="weekly", weekdays="TU", day="nergens", **TIMES)
    assert found
    assert not problems


def test_a_rule_in_the_past_may_stay_but_not_be_made() -> None:
    cells = {"often": "once", "day": "2026-03-01", "starts": "10:00"}
    standing = Recurrence(None, date(2026, 3, 1), time(10), None)
    assert read(standing, **cells) == (When(standing), {})
    assert read(None, **cells)[1]


def test_an_instruction_in_words_that_nobody_understands_is_not_guessed() -> None:
    found, problems = read(often="otherwise", in_words="als de maan vol is", **TIMES)
    assert found is None
    assert "begrijpen we niet" in problems["in_words"]


@pytest.mark.parametrize(
    ("text", "days_meant"),
    [
        ("22 en 29 december", [date(2026, 12, 22), date(2026, 12, 29)]),
        ("29 dec, 5 jan", [date(2026, 12, 29), date(2027, 1, 5)]),
        ("3-2", [date(2027, 2, 3)]),
        ("24 t/m 26 december", [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)]),
        ("1 mei 2027\n8 mei 2027", [date(2027, 5, 1), date(2027, 5, 8)]),
        ("29 februari", [date(2028, 2, 29)]),
        ("", []),
    ],
)
def test_days_without_a_year_are_the_next_ones(text: str, days_meant: list[date]) -> None:
    assert list(read_days(text, TODAY)) == days_meant


def test_a_hundred_days_are_written_so_that_they_are_read_back() -> None:
    many = tuple(days(Recurrence("FREQ=DAILY", TODAY, time(9), None), TODAY, date(2027, 3, 4)))
    assert len(many) == 100
    assert read_days(write_days(many), TODAY) == many


def test_a_series_leaves_out_holidays_and_says_which(words: Words) -> None:
    cells = {"often": "weekly", "weekdays": "FR", "skips": ["public", "midden"], **TIMES}
    when, errors = read(**cells)
    assert (errors, when and when.rule and when.rule.skips) == ({}, ("public", "midden"))
    shown = preview(when, words, TODAY)  # type: ignore[arg-type]
    assert shown.sentence == (
        "Elke vrijdag van 10:00 tot 12:00, niet op feestdagen,"
        " niet in de schoolvakanties (regio Midden)."
    )
    assert shown.dates[3:5] == ("vr 18 dec", "vr 8 jan 2027")
    assert "Goede vrijdag: 26 maart 2027" in shown.left_out
    assert shown.left_out[-1] == ("De schoolvakanties zijn bekend tot en met 29 augustus 2027.")
    assert when_values(when.rule, "")["skips"] == ["public", "midden"]  # type: ignore[union-attr]


def test_only_known_holidays_can_be_left_out() -> None:
    _, errors = read(often="weekly", weekdays="FR", skips=["oost"], **TIMES)
    assert set(errors) == {"skips"}


def test_a_day_that_is_named_takes_place_in_a_holiday_too() -> None:
    when, _ = read(often="weekly", weekdays="FR", skips=["public"], also_on="25 december", **TIMES)
    rule = when.rule  # type: ignore[union-attr]
    assert list(days(rule, date(2026, 12, 20), date(2027, 1, 2))) == [date(2026, 12, 25)]  # type: ignore[arg-type]
