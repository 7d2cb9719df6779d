"""Calendars of others: bytes to events with their dates, within limits, saying what was assumed.

A calendar is hostile until read: what is broken is left out by itself and named, never the whole
file. Times keep their zone; what has none is taken to be local.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from core.errors import Invalid
from core.feeds.bounds import MOST_DATES, MOST_EVENTS, MOST_WORK, bounded, rules_of, work_of

Moment = date | datetime
NO_CALENDAR = "Dit is geen agenda die we kunnen lezen."
UNREADABLE = "Een afspraak is niet te lezen en overgeslagen."


@dataclass(frozen=True, slots=True)
class ReadDate:
    """One date of an event; a ``date`` is a whole day, a ``datetime`` has its zone.

    ``end`` is exclusive, as in the file. ``recurrence_id`` names the date within the series, also
    when it was moved.
    """

    title: str
    start: Moment
    end: Moment
    recurrence_id: Moment | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event with what it says of itself and its dates within the window, in order."""

    uid: str
    title: str
    description: str
    place: str
    url: str
    categories: tuple[str, ...]
    rrule: str
    sequence: int
    modified: datetime | None
    dates: tuple[ReadDate, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that was left out or guessed: a sentence (a msgid), its values, and where."""

    text: str
    where: str = ""


@dataclass(slots=True)
class Reading:
    """What a calendar says, and what had to be assumed to understand it."""

    name: str = ""
    events: list[ReadEvent] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)

    def assume(self, text: str, where: str = "") -> None:
        """Note an assumption once."""
        found = Assumption(text, where)
        if found not in self.assumptions:
            self.assumptions.append(found)


def read_calendar(
    data: bytes, first: Moment, last: Moment, tz: str = "Europe/Amsterdam"
) -> Reading:
    """Return the events that touch [first, last), each with at most 500 dates.

    ``tz`` is the zone of times that have none, unless the calendar names one. Raises Invalid for
    bytes in which no calendar can be found.
    """
    reading = Reading()
    zone: tzinfo = ZoneInfo(tz)
    work = 0
    for calendar in _calendars(data, reading):
        reading.name = reading.name or str(calendar.get("X-WR-CALNAME", ""))[:200]
        zone = _zone(calendar, zone, reading)
        frame = _frame(calendar, zone)
        for uid, parts in _series(calendar, reading).items():
            kept = [part for part in parts if _is_bounded(part, last, reading)]
            work += sum(work_of(part, last) for part in kept)
            if work > MOST_WORK:
                reading.assume("Deze agenda is te groot. De rest is niet gelezen.")
                return reading
            found = _event(uid, kept, frame, (first, last), zone, reading) if kept else None
            if found:
                reading.events.append(found)
    return reading


def _calendars(data: bytes, reading: Reading) -> list[Calendar]:
    text = _decoded(data, reading)
    try:
        found: list[Any] = list(Calendar.from_ical(text, multiple=True))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        raise Invalid(NO_CALENDAR) from error
    calendars = [one for one in found if isinstance(one, Calendar)]
    loose = [one for one in found if isinstance(one, Event)]
    if loose:
        holder = Calendar()
        holder.subcomponents.extend(loose)
        calendars.append(holder)
    if not calendars:
        raise Invalid(NO_CALENDAR)
    return calendars


def _decoded(data: bytes, reading: Reading) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.assume("De tekens zijn gelezen als Windows-1252.")
        return data.decode("cp1252", errors="replace")


def _zone(calendar: Calendar, zone: tzinfo, reading: Reading) -> tzinfo:
    name = str(calendar.get("X-WR-TIMEZONE", ""))
    if not name:
        return zone
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        reading.assume("De tijdzone van de agenda kennen we niet.", name[:100])
        return zone


def _frame(calendar: Calendar, zone: tzinfo) -> Calendar:
    """Return the calendar without its events.

    Programs that write X-WR-TIMEZONE mean the clock there, also for a series in UTC.
    """
    frame = Calendar()
    if "X-WR-TIMEZONE" in calendar and isinstance(zone, ZoneInfo):
        frame["X-WR-TIMEZONE"] = zone.key
    frame.subcomponents = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"]
    return frame


def _series(calendar: Calendar, reading: Reading) -> dict[str, list[Event]]:
    """Return the events by UID; one without a UID is a series of its own."""
    found: dict[str, list[Event]] = {}
    parts: list[Any] = calendar.walk("VEVENT")
    if len(parts) > MOST_EVENTS:
        reading.assume("Er staan meer dan 5.000 afspraken in. De rest is niet gelezen.")
    for count, part in enumerate(parts[:MOST_EVENTS]):
        uid = str(part.get("UID", ""))[:500]
        if not uid:
            reading.assume("Een afspraak heeft geen eigen nummer (UID).", _title(part))
            uid = f"{_title(part)} {part.get('DTSTART', count)!s}"
        found.setdefault(uid, []).append(part)
    return found


def _is_bounded(part: Event, last: Moment, reading: Reading) -> bool:
    try:
        return bounded(part, last, reading.assume)
    except (ValueError, TypeError, AttributeError) as error:
        reading.assume(UNREADABLE, f"{_title(part)}: {error}"[:300])
        return False


def _event(
    uid: str, parts: list[Event], frame: Calendar, window: tuple[Moment, Moment],
    zone: tzinfo, reading: Reading,
) -> ReadEvent | None:  # fmt: skip
    holder = Calendar(frame)
    holder.subcomponents = [*frame.subcomponents, *parts]
    try:
        dates = sorted(
            _dates(holder, window, zone, reading, uid), key=lambda one: _order(one, zone)
        )
    except Exception as error:
        reading.assume(UNREADABLE, f"{uid}: {error}"[:300])
        return None
    if not dates:
        return None
    if len(dates) > MOST_DATES:
        reading.assume("Een afspraak heeft meer dan 500 data. De rest is niet gelezen.", uid)
    main = next((part for part in parts if "RECURRENCE-ID" not in part), parts[0])
    return _described(uid, main, tuple(dates[:MOST_DATES]))


def _dates(
    holder: Calendar, window: tuple[Moment, Moment], zone: tzinfo, reading: Reading, uid: str
) -> Iterator[ReadDate]:
    for one in recurring_ical_events.of(holder).between(*window):
        start = one.start
        if isinstance(start, datetime) and start.tzinfo is None:
            reading.assume("Tijden zonder tijdzone zijn gelezen als tijden van hier.")
        moved = one.get("RECURRENCE-ID")
        yield ReadDate(
            _title(one), _placed(start, zone), _placed(one.end, zone),
            _placed(moved.dt, zone) if moved is not None else None,
            str(one.get("STATUS", "")).upper() == "CANCELLED",
        )  # fmt: skip


def _placed(moment: Moment, zone: tzinfo) -> Moment:
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment


def _order(one: ReadDate, zone: tzinfo) -> tuple[datetime, str]:
    start = one.start
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day, tzinfo=zone)
    return start.astimezone(UTC), one.title


def _title(part: Event) -> str:
    return " ".join(str(part.get("SUMMARY", "")).split())[:300]


def _described(uid: str, part: Event, dates: tuple[ReadDate, ...]) -> ReadEvent:
    categories = part.get("CATEGORIES", [])
    groups = categories if isinstance(categories, list) else [categories]
    names = [str(name) for group in groups for name in getattr(group, "cats", [group])]
    modified = part.get("LAST-MODIFIED")
    when = getattr(modified, "dt", None)
    return ReadEvent(
        uid=uid, title=_title(part), description=str(part.get("DESCRIPTION", ""))[:20_000],
        place=" ".join(str(part.get("LOCATION", "")).split())[:300],
        url=_address(str(part.get("URL", ""))), categories=tuple(names[:20]),
        rrule=_rule(part),
        sequence=_number(part.get("SEQUENCE", 0)),
        modified=when if isinstance(when, datetime) else None, dates=dates,
    )  # fmt: skip


def _rule(part: Any) -> str:
    rules: list[Any] = list(rules_of(part))
    return str(rules[0].to_ical().decode()) if rules else ""


def _address(text: str) -> str:
    return text[:500] if text.startswith(("http://", "https://")) else ""


def _number(value: Any) -> int:
    try:
        return max(0, min(int(value), 2**31 - 1))
    except (TypeError, ValueError):
        return 0
