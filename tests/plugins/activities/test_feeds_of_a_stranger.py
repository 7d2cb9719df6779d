"""Feeds as programs of others read them: what they show is what our pages say."""

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import select

from core.clock import at_local, now
from core.content.models import PUBLISHED, Content
from core.testing.world import BASE, World
from plugins.activities.models import Activity, Occurrence

DAYS = 60
FEEDS = (
    "/activiteiten", "/activiteiten?categorie=sport", "/activiteiten?q=koffie",
    "/activiteiten?dag=weekend&gratis=1", "/buurten/bedrijventerrein-vathorst/activiteiten",
)  # fmt: skip


async def fetch(world: World, path: str) -> str:
    async with world.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def in_form(path: str, ending: str) -> str:
    """Return the address of the same list as a feed."""
    path, mark, query = path.partition("?")
    return f"{path}.{ending}{mark}{query}"


async def our_dates(world: World, since: datetime, until: datetime) -> set[Any]:
    async with world.database.read() as session:
        rows = await session.execute(
            select(Activity.uid, Occurrence.starts_at)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .where(
                Occurrence.starts_at >= since, Occurrence.starts_at < until,
                Occurrence.is_cancelled.is_(False), Content.status == PUBLISHED,
            )
        )  # fmt: skip
        return {(row.uid, row.starts_at) for row in rows}


async def test_a_calendar_program_shows_exactly_our_dates(site: World) -> None:
    since = at_local(now().date() + timedelta(days=1), datetime.min.time())
    until = since + timedelta(days=DAYS)
    feed = Calendar.from_ical(await fetch(site, "/activiteiten.ics"))
    shown = {
        (str(event["UID"]), event.decoded("DTSTART").astimezone(UTC))
        for event in recurring_ical_events.of(feed).between(since, until)
        if event.get("STATUS") != "CANCELLED"
    }
    ours = await our_dates(site, since, until)
    assert len(ours) > 300
    assert {one for one in shown if since <= one[1] < until} == ours


@pytest.mark.parametrize("path", FEEDS)
async def test_a_calendar_says_its_name_and_how_often_to_come_back(site: World, path: str) -> None:
    feed = Calendar.from_ical(await fetch(site, in_form(path, "ics")))
    assert feed["NAME"] == feed["X-WR-CALNAME"]
    assert feed.decoded("REFRESH-INTERVAL") == timedelta(hours=6)
    assert str(feed["URL"]) == BASE + path
    for event in feed.walk("VEVENT"):
        assert not event.errors
        assert str(event["URL"]).startswith(f"{BASE}/activiteiten/")


@pytest.mark.parametrize("path", FEEDS)
async def test_a_reader_of_feeds_finds_nothing_wrong_with_our_atom(site: World, path: str) -> None:
    text = await fetch(site, in_form(path, "atom"))
    feed = feedparser.parse(text.encode())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": BASE + in_form(path, "atom"), "alternate": BASE + path}
    assert feed.feed.title.startswith("Activiteiten ")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.link.startswith(f"{BASE}/activiteiten/")
        assert entry.title
        assert entry.updated_parsed


async def test_feeds_are_found_from_the_page_that_they_mirror(site: World) -> None:
    path = "/activiteiten?categorie=sport"
    text = html.unescape(await fetch(site, path))
    assert f'type="application/atom+xml" href="{in_form(path, "atom")}"' in text
    assert f'type="text/calendar" href="{in_form(path, "ics")}"' in text
