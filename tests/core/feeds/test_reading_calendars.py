"""Calendars of others: what they say, what is too much, and what is said about what was guessed."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import Invalid
from core.feeds.bounds import MOST_DATES
from core.feeds.reading import read_calendar

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 1)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//proef//NL\r\n"


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    return f"{HEAD}{head}{body}END:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "1", start: str = "DTSTART:20260106T100000") -> str:
    return "\r\n".join([f"UID:{uid}", "SUMMARY:Koffie", start, *lines])


def starts(data: bytes) -> list[str]:
    reading = read_calendar(data, FIRST, LAST)
    return [f"{one.start:%d-%m %H:%M}" for found in reading.events for one in found.dates]


def test_the_clock_stays_the_same_over_summer_time() -> None:
    weekly = event(
        "RRULE:FREQ=WEEKLY;COUNT=3", start="DTSTART;TZID=Europe/Amsterdam:20260324T100000"
    )
    [found] = read_calendar(calendar(weekly), FIRST, LAST).events
    assert [one.start.astimezone(UTC).hour for one in found.dates] == [9, 8, 8]
    assert found.rrule == "FREQ=WEEKLY;COUNT=3"


def test_a_moved_a_left_out_and_a_cancelled_date_are_known() -> None:
    data = calendar(
        event("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260120T100000"),
        event("RECURRENCE-ID:20260113T100000", start="DTSTART:20260114T140000"),
        event("RECURRENCE-ID:20260127T100000", "STATUS:CANCELLED", start="DTSTART:20260127T100000"),
    )
    [found] = read_calendar(data, FIRST, LAST).events
    assert [(f"{one.start:%d-%m %H}", one.is_cancelled) for one in found.dates] == [
        ("06-01 10", False),
        ("14-01 14", False),
        ("27-01 10", True),
    ]
    assert f"{found.dates[1].recurrence_id:%d-%m %H}" == "13-01 10"


def test_whole_days_stay_days() -> None:
    data = calendar(event("DTEND;VALUE=DATE:20260108", start="DTSTART;VALUE=DATE:20260106"))
    [[one]] = [found.dates for found in read_calendar(data, FIRST, LAST).events]
    assert (one.start, one.end) == (date(2026, 1, 6), date(2026, 1, 8))


def test_what_lies_outside_the_window_is_not_there() -> None:
    assert starts(calendar(event(start="DTSTART:20240106T100000"))) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "FREQ=NOOIT",
        "FREQ=DAILY;INTERVAL=veel",
    ],
)
def test_a_hostile_rule_is_left_out_and_named(rule: str) -> None:
    data = calendar(event(f"RRULE:{rule}"), event(uid="2"))
    reading = read_calendar(data, FIRST, LAST)
    assert [found.uid for found in reading.events] == ["2"]
    assert reading.assumptions


def test_an_endless_rule_gives_at_most_so_many_dates() -> None:
    reading = read_calendar(calendar(event("RRULE:FREQ=DAILY")), FIRST, FIRST + timedelta(900))
    assert len(reading.events[0].dates) == MOST_DATES
    assert "500" in reading.assumptions[-1].text


def test_a_file_that_asks_for_too_much_is_read_in_part() -> None:
    events = [
        event("RRULE:FREQ=DAILY;UNTIL=19010101", uid=str(n), start="DTSTART:00010101T100000")
        for n in range(9)
    ]
    reading = read_calendar(calendar(event(uid="eerst"), *events), FIRST, LAST)
    assert [found.uid for found in reading.events] == ["eerst"]
    assert "te groot" in reading.assumptions[-1].text


def test_more_than_five_thousand_events_are_cut_off() -> None:
    data = calendar(*(event(uid=str(number)) for number in range(5003)))
    reading = read_calendar(data, FIRST, date(2026, 1, 2))
    assert any("5.000" in one.text for one in reading.assumptions)


def test_a_broken_event_leaves_the_others() -> None:
    data = calendar(event(start="DTSTART:volgend jaar"), event(uid="2"), event("DURATION:lang"))
    reading = read_calendar(data, FIRST, LAST)
    assert [found.uid for found in reading.events] == ["2"]
    assert reading.assumptions


def test_times_without_a_zone_are_ours_and_that_is_said() -> None:
    reading = read_calendar(calendar(event()), FIRST, LAST)
    assert reading.events[0].dates[0].start == datetime(2026, 1, 6, 9, tzinfo=UTC)
    assert "tijdzone" in reading.assumptions[0].text


def test_letters_of_old_windows_are_read() -> None:
    data = calendar(event("LOCATION:Café")).decode().encode("cp1252")
    assert read_calendar(data, FIRST, LAST).events[0].place == "Café"


@pytest.mark.parametrize("data", [b"", b"<html>", b"\x00\xff", b"BEGIN:VCALENDAR", HEAD.encode()])
def test_what_is_no_calendar_is_refused_or_empty(data: bytes) -> None:
    with suppress(Invalid):
        assert read_calendar(data, FIRST, LAST).events == []


def test_only_web_addresses_are_links() -> None:
    data = calendar(event("URL:javascript:alert(1)"), event("URL:https://example.org/a", uid="2"))
    found = {one.uid: one.url for one in read_calendar(data, FIRST, LAST).events}
    assert found == {"1": "", "2": "https://example.org/a"}
