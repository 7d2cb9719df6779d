"""Repetition in Dutch words becomes a rule, or is refused with the words that are not clear."""

from datetime import date, time

import pytest

from core.errors import Invalid
from core.imports.repeats import first_day, parse_repeat, to_recurrence
from core.imports.schedule import CELLS, Schedule, read_schedule
from core.imports.times import Times
from core.recurrence import days

TODAY = date(2026, 6, 1)  # a Monday in week 23
MORNING = Times(time(10), time(12))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("elke donderdag", "FREQ=WEEKLY;BYDAY=TH"),
        ("iedere week op donderdag", "FREQ=WEEKLY;BYDAY=TH"),
        ("wekelijks op do en za", "FREQ=WEEKLY;BYDAY=TH,SA"),
        ("'s donderdags", "FREQ=WEEKLY;BYDAY=TH"),
        ("donderdagmiddag", "FREQ=WEEKLY;BYDAY=TH"),
        ("ma t/m do", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("za t/m ma", "FREQ=WEEKLY;BYDAY=MO,SA,SU"),
        ("elke werkdag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("weekend", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("2x per week: ma en vr", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("dagelijks", "FREQ=DAILY"),
        ("elke dag", "FREQ=DAILY"),
        ("om de week op maandag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("tweewekelijks, vrijdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("elke tweede week op vrijdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("eens per 3 weken op zondag", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU"),
        ("oneven weken op vrijdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("elke 3e zondag v/d maand", "FREQ=MONTHLY;BYDAY=3SU"),
        ("elke eerste en derde maandag van de maand", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("2x per maand (2e en 4e dinsdag)", "FREQ=MONTHLY;BYDAY=2TU,4TU"),
        ("elke laatste vrijdag van de maand", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("om de maand op de 1e zondag", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU"),
        ("elke 20e van de maand", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("laatste dag van de maand", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("jaarlijks", "FREQ=YEARLY"),
        ("elke vrijdag t/m 31-12-2026", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231"),
    ],
)
def test_words_become_a_rule(text: str, rule: str) -> None:
    assert parse_repeat(text).rrule == rule


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("elke dinsdag 10:00-12:00", MORNING),
        ("elke dinsdag van 10 tot 12 uur", MORNING),
        ("elke dinsdagochtend, 10.00 - 12.00u", MORNING),
        ("elke dinsdag om 10 uur", Times(time(10))),
        ("elke dinsdag 10:00-12:00 behalve schoolvakanties", MORNING),
        ("elke dinsdag start 6-1-2026", Times()),
        ("elke 2e dinsdag van de maand", Times()),
    ],
)
def test_times_are_found_among_the_words(text: str, times: Times) -> None:
    assert parse_repeat(text).times == times


@pytest.mark.parametrize(
    "text",
    ["wekelijks", "maandelijks", "2x per week", "2x per maand op vrijdag", "af en toe",
     "elke dinsdag en soms vrijdag", "elke dinsdag 25:00", "elk uur", "elke minuut",
     "elke 1e maandag en 3e woensdag van de maand", "elke 40e van de maand", "zomer", "x" * 400],
)  # fmt: skip
def test_nothing_is_guessed(text: str) -> None:
    with pytest.raises(Invalid):
        parse_repeat(text)


def test_the_refusal_names_the_word_that_is_not_clear() -> None:
    with pytest.raises(Invalid) as refused:
        parse_repeat("elke dinsdag en misschien vrijdag")
    assert "‘misschien’" in str(refused.value)


def test_the_weekday_of_another_column_counts() -> None:
    assert parse_repeat("wekelijks", "woensdagochtend").rrule == "FREQ=WEEKLY;BYDAY=WE"
    both = parse_repeat("elke dinsdag", "woensdag")
    assert both.rrule == "FREQ=WEEKLY;BYDAY=TU"
    assert both.warnings


def test_holidays_are_kept_as_a_warning_and_dates_are_left_out() -> None:
    assert "schoolvakanties" in parse_repeat("elke do behalve in schoolvakanties").warnings[0]
    found = parse_repeat("elke do behalve 24-12-2026 en 31-12-2026")
    assert found.skipped == (date(2026, 12, 24), date(2026, 12, 31))
    assert not found.warnings


def test_every_other_week_counts_from_its_start_also_when_that_is_past() -> None:
    repeat = parse_repeat("om de week, start 6-5-2026", "woensdag")
    rec = to_recurrence(repeat, MORNING, TODAY)
    assert rec.dtstart == date(2026, 5, 6)
    assert next(days(rec, TODAY, date(2026, 7, 1))) == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("word", "day"), [("even", date(2026, 6, 9)), ("oneven", date(2026, 6, 2))]
)
def test_even_and_odd_weeks_are_those_of_the_calendar(word: str, day: date) -> None:
    repeat = parse_repeat(f"{word} weken op dinsdag")
    assert first_day(repeat, TODAY) == day
    assert "53" in repeat.warnings[0]


def test_the_week_after_week_53_is_odd() -> None:
    assert first_day(parse_repeat("oneven weken op maandag"), date(2026, 12, 29)) == date(
        2027, 1, 4
    )
    assert first_day(parse_repeat("even weken op maandag"), date(2026, 12, 29)) == date(2027, 1, 11)


def test_a_rule_begins_on_its_own_first_day() -> None:
    rec = to_recurrence(parse_repeat("elke vrijdag"), MORNING, TODAY, (date(2026, 6, 12),))
    assert (rec.dtstart, rec.exdates) == (date(2026, 6, 5), (date(2026, 6, 12),))
    with pytest.raises(Invalid, match="begintijd"):
        to_recurrence(parse_repeat("elke vrijdag"), Times(), TODAY)


def schedule(**cells: str) -> Schedule:
    return read_schedule({**dict.fromkeys(CELLS, ""), **cells}, TODAY)


def test_an_offer_without_dates_is_ongoing() -> None:
    assert schedule(when="doorlopend") == Schedule(True, None)
    assert schedule(when="Op afspraak").is_ongoing


def test_a_single_date_takes_its_times_from_their_own_cells() -> None:
    rec = schedule(date="12-6-2026", **{"from": "20:00"}, to="0:00").recurrence
    assert rec is not None
    assert (rec.rrule, rec.dtstart, rec.start, rec.end) == (
        None, date(2026, 6, 12), time(20), time(0)
    )  # fmt: skip


def test_several_dates_become_extra_days() -> None:
    rec = schedule(date="12 en 13 juni 2026", **{"from": "10-12"}).recurrence
    assert rec is not None
    assert (rec.dtstart, rec.rdates, rec.end) == (
        date(2026, 6, 12), (date(2026, 6, 13),), time(12)
    )  # fmt: skip


def test_a_series_keeps_to_its_first_and_last_day_and_its_exceptions() -> None:
    rec = schedule(
        when="elke dinsdag 10:00-12:00", from_date="8-6-2026", to_date="30-6-2026",
        exceptions="16-6-2026 | 23-6-2026",
    ).recurrence  # fmt: skip
    assert rec is not None
    assert list(days(rec, TODAY, date(2026, 12, 31))) == [date(2026, 6, 9), date(2026, 6, 30)]


def test_a_weekday_beside_a_date_is_checked_and_one_alone_means_every_week() -> None:
    odd = schedule(weekday="zondag", date="12-6-2026", **{"from": "10"})
    assert odd.warnings == ("12-06-2026 is een vrijdag, geen zondag.",)
    weekly = schedule(weekday="vrijdagochtend", **{"from": "10"})
    assert weekly.recurrence is not None
    assert weekly.recurrence.rrule == "FREQ=WEEKLY;BYDAY=FR"
    assert weekly.warnings


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"date": "31-2-2026", "from": "10"}, "date"),
        ({"date": "12-6-2026", "from": "ochtend"}, "from"),
        ({"date": "12-6-2026", "from": "10", "to": "27:00"}, "to"),
        ({"when": "af en toe"}, "when"),
        ({"when": "elke di 10 uur", "from_date": "gauw"}, "from_date"),
        ({"when": "elke di 10 uur", "exceptions": "31-2-2026"}, "exceptions"),
    ],
)
def test_a_wrong_cell_is_named(cells: dict[str, str], column: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedule(**cells)
    assert list(refused.value.fields) == [column]


def test_a_row_without_any_day_or_time_is_refused() -> None:
    for cells in ({}, {"date": "12-6-2026"}, {"when": "elke dinsdag"}):
        with pytest.raises(Invalid):
            schedule(**cells)
