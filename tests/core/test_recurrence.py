"""Repetition in wall time: the right days, the right instants, refused in time, said in Dutch."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.recurrence import Recurrence, days, occurrences, validate
from core.recurrence_words import describe

HOME = ZoneInfo("Europe/Amsterdam")
TEN, TWELVE = time(10), time(12)


def rule(text: str | None, begin: date = date(2026, 1, 1), **more: object) -> Recurrence:
    values = {"start": TEN, "end": TWELVE, **more}
    return Recurrence(text, begin, **values)  # type: ignore[arg-type]


def year(rec: Recurrence, number: int = 2026) -> list[date]:
    return list(days(rec, date(number, 1, 1), date(number, 12, 31)))


def moments(rec: Recurrence, first: date, last: date) -> list[tuple[datetime, datetime | None]]:
    zone = ZoneInfo(rec.tz)
    return occurrences(
        rec, datetime.combine(first, time.min, zone), datetime.combine(last, time.min, zone)
    )


def test_a_series_keeps_its_wall_time_when_the_clock_changes() -> None:
    found = moments(rule("FREQ=WEEKLY;BYDAY=TU"), date(2026, 3, 23), date(2026, 4, 6))
    assert [begin.hour for begin, _ in found] == [9, 8]
    assert [begin.astimezone(HOME).hour for begin, _ in found] == [10, 10]


def test_the_night_of_summer_time_is_an_hour_shorter_and_that_of_winter_time_longer() -> None:
    for day, hours in ((date(2026, 3, 29), 1), (date(2026, 10, 25), 3)):
        night = rule(None, day, start=time(1, 30), end=time(3, 30))
        ((begin, end),) = moments(night, day, day + timedelta(days=1))
        assert end is not None
        assert end - begin == timedelta(hours=hours)


def test_an_end_before_the_start_lies_on_the_next_day() -> None:
    party = rule(None, date(2026, 6, 1), start=time(20), end=time(0))
    ((begin, end),) = moments(party, date(2026, 6, 1), date(2026, 6, 2))
    assert end is not None
    assert end - begin == timedelta(hours=4)


def test_without_an_end_only_the_start_is_known() -> None:
    assert moments(rule(None, end=None), date(2026, 1, 1), date(2026, 1, 2)) == [
        (datetime(2026, 1, 1, 9, tzinfo=UTC), None)
    ]


def test_days_that_are_left_out_do_not_come_back_and_extra_days_come_once() -> None:
    rec = rule(
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
        rdates=(date(2026, 1, 7), date(2026, 1, 13), date(2026, 1, 7)),
        exdates=(date(2026, 1, 20), date(2026, 1, 7)),
    )
    assert year(rec) == [date(2026, 1, 6), date(2026, 1, 13)]


def test_the_last_day_of_a_series_belongs_to_it() -> None:
    assert year(rule("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260113"))[-1] == date(2026, 1, 13)


def test_every_other_week_goes_on_over_the_new_year_from_its_first_day() -> None:
    rec = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", date(2025, 12, 24))
    assert year(rec)[:2] == [date(2026, 1, 7), date(2026, 1, 21)]


def test_a_month_without_a_fifth_saturday_is_skipped() -> None:
    months = [day.month for day in year(rule("FREQ=MONTHLY;BYDAY=5SA"))]
    assert months == [1, 5, 8, 10]


def test_a_far_window_costs_no_more_dates_than_asked() -> None:
    daily = rule("FREQ=DAILY", date(2020, 1, 1))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert len(occurrences(daily, at, at + timedelta(days=3000), limit=7)) == 7


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=WEEKLY;BYDAY=XX", "FREQ=NEVER", "", "x" * 400,
        "RDATE:20260101", "DTSTART:20260101\nRRULE:FREQ=DAILY;BYSETPOS=400",
        "FREQ=DAILY\nRRULE:FREQ=HOURLY", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=999999999999", "freq=secondly", "FREQ=WEEKLY;INTERVAL=00",
        "FREQ=WEEKLY;INTERVAL=-1",
    ],
)  # fmt: skip
def test_a_rule_that_no_calendar_should_have_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        validate(text, date(2026, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYDAY=-1SA",
     "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20200101", "FREQ=WEEKLY;COUNT=10"],
)  # fmt: skip
def test_ordinary_rules_are_fine(text: str) -> None:
    validate(text, date(2026, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
     "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;INTERVAL=9999"],
)  # fmt: skip
def test_a_rule_without_days_ends_instead_of_searching_for_ever(text: str) -> None:
    try:
        validate(text, date(2026, 1, 2))
    except Invalid:
        return
    rec = rule(text, date(2026, 1, 2))
    assert [day for day in year(rec, 2027) if day.year != 2027] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "elke dinsdag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "om de week op woensdag"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=WE", "elke 3 weken op woensdag"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "elke maandag en donderdag"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "elke maandag, woensdag en vrijdag"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "elke werkdag"),
        ("FREQ=WEEKLY", "elke donderdag"),
        ("FREQ=MONTHLY;BYDAY=2SA", "elke 2e zaterdag van de maand"),
        ("FREQ=MONTHLY;BYDAY=1FR,3FR", "elke 1e en 3e vrijdag van de maand"),
        ("FREQ=MONTHLY;BYDAY=-1SA", "elke laatste zaterdag van de maand"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "elke 15e van de maand"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "de laatste dag van de maand"),
        ("FREQ=DAILY", "elke dag"),
        ("FREQ=YEARLY", "elk jaar"),
        (None, ""),
    ],
)
def test_a_rule_is_said_in_plain_dutch(text: str | None, words: str) -> None:
    assert describe(rule(text)) == words


RULES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=-1SA",
     "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY", None]
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
TIMES = st.times()


@given(
    text=RULES, begin=DAYS, start=TIMES, end=st.none() | TIMES, window=DAYS,
    length=st.integers(0, 800), extra=st.lists(DAYS, max_size=4), out=st.lists(DAYS, max_size=4),
    tz=st.sampled_from(["Europe/Amsterdam", "America/Curacao", "UTC"]),
)  # fmt: skip
def test_dates_are_in_order_in_their_window_and_never_on_a_day_that_is_left_out(
    text: str | None, begin: date, start: time, end: time | None, window: date, length: int,
    extra: list[date], out: list[date], tz: str,
) -> None:  # fmt: skip
    rec = Recurrence(text, begin, start, end, tuple(extra), tuple(out), tz)
    after = datetime.combine(window, time.min, UTC)
    before = after + timedelta(days=length)
    found = occurrences(rec, after, before)
    begins = [moment for moment, _ in found]
    assert begins == sorted(set(begins))
    assert all(after <= moment < before for moment in begins)
    assert all(last is None or last > moment - timedelta(hours=1) for moment, last in found)
    local_days = {moment.astimezone(ZoneInfo(tz)).date() for moment in begins}
    assert not local_days & set(out)


@given(
    st.text(max_size=120)
    | st.from_regex(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]{2,8}=[-0-9A-Z,]{1,9}){0,3}")
)
def test_whatever_rule_is_given_the_answer_is_yes_or_invalid(text: str) -> None:
    try:
        validate(text, date(2026, 1, 1))
    except Invalid:
        return
    describe(rule(text))
