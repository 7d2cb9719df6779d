"""Feeds of activities: what a phone makes of them is what the database and the pages say."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Event
from sqlalchemy import select, update

from core.clock import frozen, now
from core.content.models import PUBLISHED, Content
from core.testing.factories import Made, Make
from core.testing.world import World
from plugins.activities.models import Activity, Occurrence, Otherwise
from plugins.activities.schedule import write_dates

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOME = ZoneInfo("Europe/Amsterdam")
ATOM = "{http://www.w3.org/2005/Atom}"
AHEAD = timedelta(days=366)


async def fetch(world: World, path: str) -> str:
    async with world.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


async def fetch_events(world: World, path: str) -> list[Event]:
    return list(Calendar.from_ical(await fetch(world, path)).walk("VEVENT"))


def expand(event: Event, since: datetime, until: datetime) -> list[datetime]:
    """Return the starts of an event in [since, until) as a calendar makes them, by dateutil."""
    start = event.decoded("DTSTART")
    found = rruleset()
    if "RRULE" in event:
        found.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))
    else:
        found.rdate(start)
    for name, add in (("RDATE", found.rdate), ("EXDATE", found.exdate)):
        given = event.get(name, [])
        for dates in given if isinstance(given, list) else [given]:
            for value in dates.dts:
                add(value.dt)
    begin = since - timedelta(days=2)
    moments = [at.astimezone(UTC) for at in found.between(begin.astimezone(HOME),
               (until + timedelta(days=1)).astimezone(HOME))]  # fmt: skip
    return [at for at in moments if since <= at < until]


async def dates_by_uid(
    world: World, since: datetime, until: datetime
) -> Mapping[str, list[datetime]]:
    async with world.database.read() as session:
        rows = await session.execute(
            select(Activity.uid, Occurrence.starts_at)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .where(Occurrence.starts_at >= since, Occurrence.starts_at < until)
            .order_by(Occurrence.starts_at)
        )
        found: dict[str, list[datetime]] = {}
        for uid, starts_at in rows:
            found.setdefault(uid, []).append(starts_at)
    return found


async def test_every_series_expands_to_the_dates_in_the_database(site: World) -> None:
    since = now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    until = since + timedelta(days=360)
    events = await fetch_events(site, "/activiteiten.ics")
    expected = await dates_by_uid(site, since, until)
    main = [event for event in events if "RECURRENCE-ID" not in event]
    wrong = {
        str(event["SUMMARY"]): event.get("RRULE")
        for event in main
        if expand(event, since, until) != expected.get(str(event["UID"]), [])
    }
    assert not wrong
    assert len(main) > 200
    assert len({str(event["UID"]) for event in main}) == len(main)


HARD = {
    "a skipped first day": {"wanneer": "elke dinsdag 10:00-12:00", "vanaf_datum": "01-12-2026",
                            "tot_datum": "30-03-2027", "uitzonderingen": "01-12-2026"},
    "every other week": {"wanneer": "om de week op woensdag 10:00-12:00",
                         "vanaf_datum": "02-12-2026", "uitzonderingen": "02-12-2026"},
    "the last evening": {"wanneer": "elke dinsdag 22:30-00:30", "tot_datum": "15-12-2026"},
    "some dates": {"datum": "01-12-2026, 03-12-2026, 27-04-2027", "van": "10:00", "tot": "12:00"},
    "one date": {"datum": "01-12-2026", "van": "10:00"},
}  # fmt: skip


async def test_a_calendar_has_the_same_dates_for_rules_that_are_hard(
    ground: World, make_activity: Make
) -> None:
    with frozen(NOON):
        for name, cells in HARD.items():
            await make_activity(titel=name, **cells)
        events = await fetch_events(ground, "/activiteiten.ics")
        expected = await dates_by_uid(ground, NOON, NOON + AHEAD)
    assert {str(event["SUMMARY"]) for event in events} == set(HARD)
    for event in events:
        found = expand(event, NOON, NOON + timedelta(days=360))
        assert found == [
            at for at in expected[str(event["UID"])] if at < NOON + timedelta(days=360)
        ], event["SUMMARY"]


async def test_a_counted_rule_keeps_its_number_when_days_are_skipped_and_added(
    ground: World, make_activity: Make
) -> None:
    with frozen(NOON):
        made = await make_activity(wanneer="elke dinsdag 10:00-12:00")
        async with ground.database.write() as session:
            table = Activity.__table__
            await session.execute(
                update(table)
                .where(table.c.id == made.id)
                .values(
                    rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=3",
                    first_date=date(2026, 11, 30),
                    skipped_dates=["2026-12-01"],
                    extra_dates=["2026-11-30", "2026-12-24"],
                )
            )
        (event,) = await fetch_events(ground, f"/activiteiten/{made.slug}.ics")
    found = expand(event, NOON, NOON + AHEAD)
    assert [f"{at:%m-%d}" for at in found] == ["11-30", "12-08", "12-15", "12-24"]


async def test_the_clock_of_an_old_series_is_right_for_years_to_come(
    ground: World, make_activity: Make
) -> None:
    with frozen(datetime(2019, 5, 1, tzinfo=UTC)):
        made = await make_activity(wanneer="elke dinsdag 10:00-12:00")
    with frozen(NOON):
        text = await fetch(ground, f"/activiteiten/{made.slug}.ics")
    calendar = Calendar.from_ical(text)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Amsterdam"
    told = zone.to_tz(lookup_tzid=False)
    for day in (date(2019, 1, 8), date(2019, 7, 2), date(2027, 1, 5), date(2028, 7, 4)):
        at = datetime.combine(day, time(10), HOME)
        assert at.replace(tzinfo=told).utcoffset() == at.utcoffset(), day


async def test_a_cancelled_date_is_told_and_the_series_goes_on(
    ground: World, make_activity: Make
) -> None:
    with frozen(NOON):
        made = await make_activity(wanneer="elke dinsdag 10:00-12:00", vanaf_datum="01-12-2026")
        await cancel_first(ground, made)
        series, single = await fetch_events(ground, "/activiteiten.ics")
        days = await fetch_events(ground, "/activiteiten.ics?tot=2026-12-08")
        page = await fetch(ground, "/activiteiten")
        detail = await fetch(ground, f"/activiteiten/{made.slug}")
    assert "STATUS" not in series
    assert single["STATUS"] == "CANCELLED"
    assert single["UID"] == series["UID"]
    assert single.decoded("RECURRENCE-ID") == datetime(2026, 12, 1, 10, tzinfo=HOME)
    assert single.decoded("DTEND") == datetime(2026, 12, 1, 12, tzinfo=HOME)
    assert [event.get("STATUS") for event in days] == ["CANCELLED", None]
    assert len({str(event["UID"]) for event in days}) == 2
    assert "Gaat niet door" in page
    assert json_ld(detail)["eventStatus"] == "https://schema.org/EventCancelled"


async def cancel_first(world: World, made: Made) -> None:
    async with world.database.write() as session:
        first = select(Occurrence.starts_at).where(Occurrence.activity_id == made.id)
        at = await session.scalar(first.order_by(Occurrence.starts_at).limit(1))
        session.add(Otherwise(activity_id=made.id, day=at.astimezone(HOME).date()))
        await session.flush()
        await write_dates(session, [made.id], now())


async def test_a_calendar_says_its_name_and_how_often_to_look(
    ground: World, make_activity: Make
) -> None:
    with frozen(NOON):
        made = await make_activity(titel="Koffie; met, alles", kosten="gratis")
        path = "/activiteiten.ics?gratis=1&q=koffie&dag=weekend"
        calendar = Calendar.from_ical(await fetch(ground, path))
        (event,) = await fetch_events(ground, f"/activiteiten/{made.slug}.ics")
    assert str(calendar["NAME"]) == "Activiteiten Amersfoort: ‘koffie’, gratis, dit weekend"
    assert calendar["X-WR-CALNAME"] == calendar["NAME"]
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT6H"
    assert calendar["METHOD"] == "PUBLISH"
    assert str(event["SUMMARY"]) == "Koffie; met, alles"
    assert str(event["URL"]).startswith("http://127.0.0.1:8000/activiteiten/koffie-met-alles")
    assert event.decoded("SEQUENCE") == 0


async def test_the_title_of_a_feed_says_what_it_is_filtered_by(ground: World) -> None:
    asked = {
        "": "Activiteiten Amersfoort",
        "?buurt=stadskern": "Activiteiten Stadskern",
        "?categorie=maaltijden&voor=gezinnen": "Activiteiten Amersfoort: Maaltijden, Gezinnen",
        "?postcode=3811&straal=5": "Activiteiten Amersfoort: binnen 5 km van 3811",
        "?van=2026-12-01&tot=2027-01-02":
            "Activiteiten Amersfoort: vanaf 1 december, tot en met 2 januari 2027",
        "?dag=2026-12-01": "Activiteiten Amersfoort: dinsdag 1 december",
        "?dag=morgen&taal=en": "Activities Amersfoort: tomorrow",
    }  # fmt: skip
    with frozen(NOON):
        for query, title in asked.items():
            feed = ET.fromstring(await fetch(ground, f"/activiteiten.atom{query}"))
            found = feed.findtext(f"{ATOM}title") or ""
            assert found.lower() == title.lower(), query


async def test_atom_has_what_the_format_asks_and_ids_that_stay(site: World) -> None:
    path = "/activiteiten.atom?categorie=ontmoetingen"
    feed = ET.fromstring(await fetch(site, path))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{path}"
    assert links["alternate"] == "http://127.0.0.1:8000/activiteiten?categorie=ontmoetingen"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) > 3
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert one.findtext(f"{ATOM}{name}"), name
        updated = datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "")
        assert updated.tzinfo is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id_ or "") for id_ in ids)
    again = ET.fromstring(await fetch(site, path))
    assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == ids


async def test_feeds_show_the_list_that_the_page_shows(site: World) -> None:
    for query in ("?dag=morgen", "?categorie=sport&dag=weekend", "?q=koffie&van=2026-01-01"):
        html = await fetch(site, f"/activiteiten{query}")
        events = await fetch_events(site, f"/activiteiten.ics{query}")
        feed = ET.fromstring(await fetch(site, f"/activiteiten.atom{query}"))
        on_page = set(re.findall(r'href="/activiteiten/([a-z0-9-]+)"', html)) - {"doorlopend"}
        in_calendar = {str(event["URL"]).rsplit("/", 1)[1] for event in events}
        linked = [entry.find(f"{ATOM}link") for entry in feed.findall(f"{ATOM}entry")]
        in_atom = {(link.get("href") or "").rsplit("/", 1)[1] for link in linked
                   if link is not None}  # fmt: skip
        assert in_calendar == in_atom, query
        assert on_page <= in_atom, query
        if 'rel="next"' not in html and "na=" not in html:
            assert on_page == in_atom, query


def json_ld(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found, html[:500]
    return json.loads(found[1])


async def test_the_data_for_machines_of_every_activity_can_be_read(site: World) -> None:
    async with site.database.read() as session:
        rows = await session.execute(
            select(Activity.slug, Activity.title, Activity.mode).where(
                Content.status == PUBLISHED
            )
        )  # fmt: skip
        activities = [tuple(row) for row in rows][::9]
    kinds = set()
    async with site.client() as client:
        for slug, title, mode in activities:
            data = json_ld((await client.get(f"/activiteiten/{slug}")).text)
            assert data["name"] == title
            assert data["@type"] == ("Service" if mode == "ongoing" else "Event")
            kinds.add(data["@type"])
            if "startDate" in data:
                assert datetime.fromisoformat(data["startDate"]).tzinfo is not None
                assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert kinds == {"Service", "Event"}
