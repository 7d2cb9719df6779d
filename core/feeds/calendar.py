"""iCalendar of a list of events (RFC 5545, RFC 7986)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vRecur

from core.clock import at_local
from core.holidays import free_days
from core.recurrence import Recurrence, days, left_out, occurrences

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
REFRESH = timedelta(hours=6)
FURTHEST = timedelta(days=3700)
"""A little more than the days within which a rule must have its first."""
END_OF_DAY = time(23, 59, 59)
AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A date of a series that is not as its rule says; ``planned`` is when it began by that."""

    planned: datetime
    starts_at: datetime
    ends_at: datetime | None
    is_cancelled: bool
    note: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event or a series, as a calendar needs it."""

    uid: str
    sequence: int
    title: str
    description: str
    location: str
    url: str
    modified: datetime
    starts_at: datetime
    """The date, or the first one of a series, aware."""
    ends_at: datetime | None
    tz: str
    rule: Recurrence | None = None
    """The rule of a series; None for a single date."""
    otherwise: tuple["Otherwise", ...] = ()
    """Dates of a series that do not take place, or are moved."""
    lon: float | None = None
    lat: float | None = None
    is_cancelled: bool = False


def calendar(
    name: str, url: str, language: str, events: Iterable[CalendarEvent], now: datetime
) -> bytes:
    """Return a calendar: series with their rule and ``VTIMEZONE``, never bare UTC."""
    found = Calendar()
    found.add("prodid", f"-//Buurtbasis//Agenda//{language.upper()}")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        found.add(key, _printable(name))
    found.add("url", url)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    listed = list(events)
    for zone in sorted({event.tz for event in listed}):
        found.add_component(_timezone(zone, listed, now))
    for event in listed:
        for component in _components(event):
            found.add_component(component)
    return bytes(found.to_ical())


def _timezone(zone: str, events: Sequence[CalendarEvent], now: datetime) -> Timezone:
    """Return when the clock changes, from the first event until years after any that is shown."""
    starts = [event.starts_at for event in events]
    # A year early, so that the winter before the first spring is told too.
    first = min(starts).date().replace(year=min(starts).year - 1, month=1, day=1)
    last = max(*starts, now).date() + AHEAD
    return Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last)


def _components(event: CalendarEvent) -> Iterable[Event]:
    yield _event(event, event.starts_at, event.ends_at, event.rule, event.is_cancelled)
    if event.rule is None:
        return
    for other in event.otherwise:
        said = "\n".join(filter(None, (other.note, event.description)))
        told = replace(event, description=said)
        single = _event(told, other.starts_at, other.ends_at, None, other.is_cancelled)
        single.add("recurrence-id", other.planned.astimezone(ZoneInfo(event.tz)))
        yield single


def _event(
    event: CalendarEvent,
    starts_at: datetime,
    ends_at: datetime | None,
    rule: Recurrence | None,
    cancelled: bool,
) -> Event:
    zone = ZoneInfo(event.tz)
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.modified.astimezone(UTC))
    made.add("last-modified", event.modified.astimezone(UTC))
    made.add("dtstart", starts_at.astimezone(zone))
    if ends_at is not None:
        made.add("dtend", ends_at.astimezone(zone))
    made.add("summary", _printable(event.title))
    for key, value in (("description", event.description), ("location", event.location)):
        if value:
            made.add(key, _printable(value))
    made.add("url", event.url)
    if event.lon is not None and event.lat is not None:
        made.add("geo", (event.lat, event.lon))
    if cancelled:
        made.add("status", "CANCELLED")
    if rule is not None:
        _add_rule(made, rule, zone, starts_at)
    return made


def _printable(text: str) -> str:
    """Return text without the control characters that RFC 5545 does not allow in a value."""
    return CONTROL.sub("", text)


def _add_rule(made: Event, rule: Recurrence, zone: ZoneInfo, starts_at: datetime) -> None:
    if rule.rrule:
        made.add("rrule", _in_utc(rule.rrule, rule.tz))
    for name, named in (("rdate", rule.rdates), ("exdate", (*rule.exdates, *_holidays(rule)))):
        moments = [datetime.combine(day, rule.start, zone) for day in sorted(set(named))]
        if name == "rdate":
            moments = [moment for moment in moments if moment != starts_at]
        if moments:
            made.add(name, moments)


def _holidays(rule: Recurrence) -> Iterable[date]:
    """Return the days of a rule that are left out for a holiday: a calendar knows none."""
    free = free_days(rule.skips, rule.dtstart) if rule.rrule else ()
    if not free:
        return ()
    whole = replace(rule, skips=())
    return (day for day in days(whole, free[0], free[-1]) if left_out(rule, day))


def _in_utc(rule: str, tz: str) -> vRecur:
    """Return a rule with its last day as an instant: RFC 5545 wants that where a start has a zone.

    https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
    """
    found: vRecur = vRecur.from_ical(rule)
    last = found.get("UNTIL")
    if last:
        day = last[0].date() if isinstance(last[0], datetime) else last[0]
        found["UNTIL"] = [at_local(day, END_OF_DAY, tz)]
    return found


def first_date(rule: Recurrence) -> tuple[datetime, datetime | None] | None:
    """Return the first date of a rule, which a calendar needs as ``DTSTART``.

    A rule counts from its own first day: skipped or not, and whatever extra days come before it.
    """
    whole = replace(rule, rdates=(), exdates=(), skips=()) if rule.rrule else rule
    begin = datetime.combine(rule.dtstart, time.min, ZoneInfo(rule.tz))
    for found in (whole, rule):
        dates = occurrences(found, begin, begin + FURTHEST, limit=1)
        if dates:
            return dates[0]
    return None
