"""iCalendar of a list of events (RFC 5545, RFC 7986)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vRecur

from core.recurrence import Recurrence, occurrences

REFRESH = timedelta(hours=6)


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
    """First date that is shown, aware."""
    ends_at: datetime | None
    tz: str
    rule: Recurrence | None = None
    """The rule of a series; None for a single date."""
    cancelled: tuple[datetime, ...] = ()
    """Starts of dates that do not take place."""
    lon: float | None = None
    lat: float | None = None
    is_cancelled: bool = False


def calendar(name: str, url: str, language: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return a calendar: series with their rule and ``VTIMEZONE``, never bare UTC."""
    found = Calendar()
    found.add("prodid", f"-//Buurtbasis//Agenda//{language.upper()}")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        found.add(key, name)
    found.add("url", url)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    listed = list(events)
    for zone in sorted({event.tz for event in listed}):
        found.add_component(_timezone(zone, listed))
    for event in listed:
        for component in _components(event):
            found.add_component(component)
    return bytes(found.to_ical())


def _timezone(zone: str, events: Sequence[CalendarEvent]) -> Timezone:
    first = min(event.starts_at for event in events).date().replace(month=1, day=1)
    last = first.replace(year=first.year + 3)
    return Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last)


def _components(event: CalendarEvent) -> Iterable[Event]:
    yield _event(event, event.starts_at, event.ends_at, event.rule, event.is_cancelled)
    if event.rule is None:
        return
    length = event.ends_at - event.starts_at if event.ends_at else None
    for start in event.cancelled:
        single = _event(event, start, start + length if length else None, None, cancelled=True)
        single.add("recurrence-id", start.astimezone(ZoneInfo(event.tz)))
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
    made.add("summary", event.title)
    for key, value in (("description", event.description), ("location", event.location)):
        if value:
            made.add(key, value)
    made.add("url", event.url)
    if event.lon is not None and event.lat is not None:
        made.add("geo", (event.lat, event.lon))
    if cancelled:
        made.add("status", "CANCELLED")
    if rule is not None:
        _add_rule(made, rule, zone, starts_at)
    return made


def _add_rule(made: Event, rule: Recurrence, zone: ZoneInfo, starts_at: datetime) -> None:
    if rule.rrule:
        made.add("rrule", vRecur.from_ical(rule.rrule))
    for name, days in (("rdate", rule.rdates), ("exdate", rule.exdates)):
        moments = [datetime.combine(day, rule.start, zone) for day in days]
        moments = [moment for moment in moments if moment > starts_at]
        if moments:
            made.add(name, moments)


def first_date(rule: Recurrence) -> tuple[datetime, datetime | None] | None:
    """Return the first date of a rule, which a calendar needs as ``DTSTART``."""
    begin = datetime.combine(rule.dtstart, time.min, ZoneInfo(rule.tz))
    found = occurrences(rule, begin, begin + timedelta(days=800), limit=1)
    return found[0] if found else None
