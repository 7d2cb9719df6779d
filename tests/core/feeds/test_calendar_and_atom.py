"""Calendars and Atom as text: what others must be able to read, whatever people typed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.feeds.atom import AtomEntry, AtomFeed, atom
from core.feeds.calendar import CalendarEvent, Otherwise, calendar, first_date
from core.recurrence import Recurrence

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = st.text(st.characters(codec="utf-8"), max_size=200)


def event(**more: object) -> CalendarEvent:
    values = {
        "uid": "one", "sequence": 3, "title": "Koffie", "description": "", "location": "",
        "url": "https://a.example/x", "modified": NOON, "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=2), "tz": "Europe/Amsterdam", **more,
    }  # fmt: skip
    return CalendarEvent(**values)  # type: ignore[arg-type]


def read(*events: CalendarEvent) -> Calendar:
    text = calendar("Agenda", "https://a.example", "nl", events, NOON)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    found = Calendar.from_ical(text)
    assert isinstance(found, Calendar)
    return found


def series(rrule: str, begin: date = date(2026, 1, 6), **more: object) -> Recurrence:
    return Recurrence(rrule, begin, time(10), time(12), **more)  # type: ignore[arg-type]


def test_a_calendar_without_events_is_a_calendar() -> None:
    found = read()
    assert str(found["NAME"]) == "Agenda"
    assert found.walk("VTIMEZONE") == found.walk("VEVENT") == []


def test_the_last_day_of_a_rule_becomes_an_instant_so_that_its_evening_is_in_it() -> None:
    rule = series("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260707")
    first = first_date(rule)
    assert first
    (found,) = read(event(rule=rule, starts_at=first[0], ends_at=first[1])).walk("VEVENT")
    assert found["RRULE"]["UNTIL"] == [datetime(2026, 7, 7, 21, 59, 59, tzinfo=UTC)]
    assert b"UNTIL=20260707T215959Z" in found.to_ical()


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        (series("FREQ=WEEKLY;BYDAY=TH"), date(2026, 1, 8)),
        (series("FREQ=WEEKLY;BYDAY=TU", exdates=(date(2026, 1, 6),)), date(2026, 1, 6)),
        (series("FREQ=WEEKLY;BYDAY=TU", rdates=(date(2026, 1, 1),)), date(2026, 1, 6)),
        (series("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), date(2028, 2, 29)),
    ],
)
def test_a_series_starts_at_the_first_day_of_its_rule(rule: Recurrence, first: date) -> None:
    found = first_date(rule)
    assert found
    assert found[0].date() == first


def test_a_rule_without_any_day_has_no_first() -> None:
    assert first_date(series("FREQ=DAILY;UNTIL=20200101")) is None


def test_only_the_named_date_of_a_series_is_cancelled_with_its_own_length() -> None:
    night = Recurrence("FREQ=WEEKLY;BYDAY=SU", date(2026, 3, 1), time(1, 30), time(3, 30))
    first = first_date(night)
    assert first
    off = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    main, single = read(
        event(
            rule=night,
            starts_at=first[0],
            ends_at=first[1],
            otherwise=(Otherwise(off[0], *off, True, ""),),
        )
    ).walk("VEVENT")
    assert "STATUS" not in main
    assert single["STATUS"] == "CANCELLED"
    assert single["SEQUENCE"] == main["SEQUENCE"] == 3
    assert single.decoded("DTEND") - single.decoded("DTSTART") == timedelta(hours=2)
    assert single.decoded("DTEND").astimezone(UTC) == off[1]


@settings(deadline=None)  # the first example reads the zones
@given(title=WORDS, description=WORDS, location=WORDS)
@example(title="a\r\nEND:VEVENT", description="\x00\x0b\x85\u2028", location='\\n;,:"')
def test_a_calendar_can_be_read_whatever_is_typed(
    title: str, description: str, location: str
) -> None:
    (found,) = read(event(title=title, description=description, location=location)).walk("VEVENT")
    assert found.decoded("DTSTART").astimezone(UTC) == NOON
    assert str(found["UID"]) == "one"
    assert not found.walk("VEVENT")[1:]
    assert not set(found.to_ical().decode()) & set("\x00\x0b\x1f\x7f")


def feed(**more: object) -> AtomEntry:
    values = {
        "id": "urn:uuid:1", "title": "Koffie", "summary": "", "url": "https://a.example/x",
        "updated": NOON, "author": "", **more,
    }  # fmt: skip
    return AtomEntry(**values)  # type: ignore[arg-type]


@pytest.fixture
def read_feed() -> Callable[..., ET.Element]:
    about = AtomFeed("https://a.example/l", "Lijst", "https://a.example/l", "https://a.example/p",
                     "Wij", "nl")  # fmt: skip
    return lambda *entries: ET.fromstring(atom(about, entries, NOON))


def test_a_feed_is_as_new_as_its_newest_entry(read_feed: Callable[..., ET.Element]) -> None:
    newest = NOON + timedelta(days=1)
    found = read_feed(feed(), feed(id="urn:uuid:2", updated=newest))
    assert found.findtext(f"{ATOM}updated") == "2026-11-25T12:00:00Z"
    assert read_feed().findtext(f"{ATOM}updated") == "2026-11-24T12:00:00Z"


def test_an_entry_without_an_author_has_that_of_the_feed(
    read_feed: Callable[..., ET.Element],
) -> None:
    found = read_feed(feed(), feed(author="Zij"))
    names = [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found.iter(f"{ATOM}entry")]
    assert names == ["Wij", "Zij"]


@given(WORDS)
@example("\ufffe\uffff")
@example("\x00\x0b\x1f\x7f\x85\u2028")
def test_a_feed_can_be_read_whatever_is_typed(typed: str) -> None:
    about = AtomFeed(
        "https://a.example", typed, "https://a.example", "https://a.example", "W", "nl"
    )
    found = ET.fromstring(atom(about, [feed(title=typed, summary=typed)], NOON))
    assert len(found.findall(f"{ATOM}entry")) == 1
