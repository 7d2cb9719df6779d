"""The agenda as visitors ask for it: every filter, every page, and nothing that is over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from core.clock import frozen, local
from core.content.models import HIDDEN, Content
from core.neighbourhoods.models import Area
from core.testing.factories import make_rows
from core.testing.world import World
from plugins.activities.models import Activity, Occurrence
from tests.plugins.activities.lists import fetch, show, show_all

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
"""A Tuesday, twelve o'clock in Amsterdam."""

PROBES: dict[str, dict[str, str]] = {
    "now-over": {"datum": "24-11-2026", "van": "10:00", "tot": "12:00"},
    "now-busy": {"datum": "24-11-2026", "van": "10:00", "tot": "12:01"},
    "now-no-end": {"datum": "24-11-2026", "van": "12:00"},
    "tomorrow": {"datum": "25-11-2026", "van": "09:00", "kosten": "gratis"},
    "saturday": {"datum": "28-11-2026", "van": "23:30", "tot": "01:00"},
    "sunday": {"datum": "29-11-2026", "van": "00:00", "kosten": "€ 2,50"},
    "monday": {"datum": "30-11-2026", "van": "00:00"},
    "weekly": {"wanneer": "elke woensdag 14:00-15:00", "categorieen": "samen-eten"},
    "elsewhere": {"datum": "25-11-2026", "van": "10:00", "gebied": "Nederberg",
                  "lon": "5.38106", "lat": "52.15335", "categorieen": "wandelen"},
    "walk": {"datum": "26-11-2026", "van": "10:00", "categorieen": "wandelen",
             "doelgroepen": "ouderen", "toegankelijkheid": "rolstoel|toilet", "kosten": "gratis",
             "omschrijving": "We wandelen langs de singels met een gids."},
    "swim": {"datum": "26-11-2026", "van": "10:00", "categorieen": "zwemmen",
             "doelgroepen": "kinderen", "toegankelijkheid": "rolstoel"},
    "cafe": {"wanneer": "doorlopend", "categorieen": "wandelen", "kosten": "gratis"},
}  # fmt: skip


@pytest.fixture
async def probes(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> World:  # fmt: skip
    """A ground with one activity for each thing that a filter may look at."""
    rows = [activity_row(titel=name, **cells) for name, cells in PROBES.items()]
    with frozen(NOON):
        await make_rows(ground, "activities", rows)
    return ground


async def test_today_has_what_is_not_over_yet(probes: World) -> None:
    with frozen(NOON - timedelta(seconds=1)):
        found = (await show(probes, "?dag=vandaag")).slugs
        assert found == {"now-over", "now-busy", "now-no-end"}
    with frozen(NOON):
        assert await show_all(probes, "?dag=vandaag") == [("2026-11-24", "now-busy")]


async def test_the_page_is_right_until_its_first_date_is_over(probes: World) -> None:
    with frozen(NOON):
        await show(probes, "?dag=vandaag")
        assert (await show(probes, "?dag=vandaag")).slugs == {"now-busy"}
    with frozen(NOON + timedelta(seconds=59)):
        assert (await show(probes, "?dag=vandaag")).slugs == {"now-busy"}
    with frozen(NOON + timedelta(minutes=1)):
        assert (await show(probes, "?dag=vandaag")).slugs == set()


async def test_a_page_of_yesterday_is_not_served_today(probes: World) -> None:
    with frozen(NOON):
        assert (await show(probes, "?dag=morgen")).slugs == {"tomorrow", "weekly", "elsewhere"}
    with frozen(datetime(2026, 11, 24, 23, tzinfo=UTC)):
        assert (await show(probes, "?dag=morgen")).slugs == {"walk", "swim"}


FILTERS = (
    ("?dag=morgen", {"tomorrow", "weekly", "elsewhere"}),
    ("?dag=weekend", {"saturday", "sunday"}),
    ("?dag=2026-11-30", {"monday"}),
    ("?van=2026-11-26&tot=2026-11-29", {"walk", "swim", "saturday", "sunday"}),
    ("?tot=2026-11-24", {"now-busy"}),
    ("?van=2020-01-01&tot=2026-11-24", {"now-busy"}),
    ("?van=2027-11-01&tot=2027-11-24", {"weekly"}),
    ("?van=2099-01-01", set()),
    ("?buurt=nederberg", {"elsewhere"}),
    ("?categorie=sport", {"walk", "swim", "elsewhere"}),
    ("?categorie=wandelen", {"walk", "elsewhere"}),
    ("?categorie=zwemmen&categorie=maaltijden", {"swim", "weekly"}),
    ("?categorie=wandelen&buurt=stadskern", {"walk"}),
    ("?voor=ouderen", {"walk"}),
    ("?voor=ouderen&voor=kinderen", {"walk", "swim"}),
    ("?toegankelijk=rolstoel", {"walk", "swim"}),
    ("?toegankelijk=rolstoel&toegankelijk=toilet", {"walk"}),
    ("?gratis=1", {"tomorrow", "walk"}),
    ("?gratis=0&dag=weekend", {"saturday", "sunday"}),
    ("?q=singels", {"walk"}),
    ("?q=singels&voor=kinderen", set()),
    ("?categorie=sport&gratis=1&dag=2026-11-26&voor=ouderen&toegankelijk=toilet", {"walk"}),
    ("?q=&buurt=&dag=&van=&tot=&categorie=&gratis=&straal=&postcode=&na=&categorie=zwemmen",
     {"swim"}),
    ("?onbekend=1&categorie=zwemmen", {"swim"}),
)  # fmt: skip


async def test_filters_find_what_they_say(probes: World) -> None:
    wrong = {}
    with frozen(NOON):
        for query, expected in FILTERS:
            found = {slug for _, slug in await show_all(probes, query)}
            if found != expected:
                wrong[query] = found
    assert wrong == {}


async def test_the_page_of_an_area_has_what_is_in_it_and_below(
    probes: World,
) -> None:
    async with probes.database.read() as session:
        parent = select(Area.slug).where(Area.name == "Amersfoort", Area.kind == "municipality")
        top = await session.scalar(parent)
    with frozen(NOON):
        below = await show(probes, "?dag=morgen", "/buurten/nederberg/activiteiten")
        assert below.slugs == {"elsewhere"}
        whole = await show(probes, "?dag=morgen", f"/buurten/{top}/activiteiten")
        assert whole.slugs == {"tomorrow", "weekly", "elsewhere"}


async def test_every_date_is_on_exactly_one_page_and_in_order(site: World) -> None:
    async with site.database.read() as session:
        rows = await session.execute(
            select(Occurrence.starts_at, Occurrence.id, Content.slug, Occurrence.over_at)
            .join(Content, Content.id == Occurrence.activity_id)
            .order_by(Occurrence.starts_at, Occurrence.id)
        )
        written = [tuple(row) for row in rows]
    first = written[len(written) // 9][0]
    days = local(first).date(), local(first).date() + timedelta(days=9)
    with frozen(first):
        expected = [
            (local(starts_at).date().isoformat(), slug)
            for starts_at, _, slug, over_at in written
            if days[0] <= local(starts_at).date() <= days[1] and over_at > first
        ]
        assert len(expected) > 150
        assert await show_all(site, f"?tot={days[1]}") == expected


async def test_dates_at_the_same_moment_are_paged_one_by_one(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    rows = [
        activity_row(titel=f"samen {number}", datum="25-11-2026", van="10:00")
        for number in range(120)
    ]
    with frozen(NOON):
        await make_rows(ground, "activities", rows)
        found = await show_all(ground)
        assert len(found) == len(set(found)) == 120
        page = await show(ground)
        assert len(page.lines) == 50
        assert "120 activiteiten in de agenda" in page.html
        second = await show(ground, "", page.next_href)
        assert "120 activiteiten in de agenda" in second.html


async def test_what_is_hidden_is_not_in_the_agenda(probes: World) -> None:
    async with probes.database.write() as session:
        id_ = await session.scalar(select(Activity.id).where(Activity.slug == "tomorrow"))
        await session.execute(
            update(Content.__table__).where(Content.__table__.c.id == id_).values(status=HIDDEN)
        )
    with frozen(NOON):
        assert (await show(probes, "?dag=morgen")).slugs == {"weekly", "elsewhere"}
        assert (await fetch(probes, "/activiteiten/tomorrow"))[0] == 410


BAD = {
    "categorie=bestaat-niet": "maaltijden",
    "voor=marsmannetjes": "ouderen",
    "toegankelijk=alles": "rolstoel",
    "gratis=ja": "1",
    "dag=gisteren": "vandaag",
    "dag=2026-02-30": "weekend",
    "van=24-11-2026": "2026-11-24",
    "van=2026-12-02&tot=2026-12-01": "tot",
    "buurt=atlantis": "buurt",
    "postcode=0000": "3813",
    "postcode=bakfiets": "3813",
    "postcode=3811&straal=0": "1 tot 50",
    "straal=51": "1 tot 50",
    "straal=" + "9" * 400: "1 tot 50",
    "straal=-1": "1 tot 50",
    "straal=1.5": "1 tot 50",
    "na=x": "opnieuw",
    "na=1-2-3": "opnieuw",
    "na=" + "9" * 29 + "-1": "opnieuw",
    "na=1-" + "9" * 25: "opnieuw",
    "na=99999999999-1": "opnieuw",
    "na=٣-٣": "opnieuw",
    "q=%00": "opnieuw",
    "q=koffie%FF": "opnieuw",
}  # fmt: skip


async def test_a_value_that_does_not_exist_is_refused_with_what_does(ground: World) -> None:
    wrong = {}
    with frozen(NOON):
        for path in ("", ".ics", ".atom", "/kaart.json"):
            for query, help_ in BAD.items():
                status, text = await fetch(ground, f"/activiteiten{path}?{query}")
                if status != 400 or help_ not in unescape(text):
                    wrong[path, query] = status
    assert wrong == {}


async def test_an_offer_without_dates_is_in_its_own_list_and_above_the_agenda(
    probes: World,
) -> None:
    with frozen(NOON):
        _, text = await fetch(probes, "/activiteiten/doorlopend?gratis=1")
        assert 'href="/activiteiten/cafe"' in text
        assert 'href="/activiteiten/walk"' not in text
        assert 'href="/activiteiten/cafe"' in (await show(probes)).html
        assert 'href="/activiteiten/cafe"' not in (await show(probes, "?dag=morgen")).html
        status, text = await fetch(probes, "/activiteiten/doorlopend?na=wat")
        assert status == 400


async def test_a_stranger_s_key_of_long_ago_is_the_beginning(probes: World) -> None:
    with frozen(NOON):
        assert (await show(probes, "?na=0-0")).lines == (await show(probes)).lines


async def test_the_summer_and_winter_nights_are_on_their_own_day(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    rows = [
        activity_row(titel="spring", datum="29-03-2026", van="02:30", tot="04:00"),
        activity_row(titel="autumn", datum="25-10-2026", van="02:30", tot="04:00"),
    ]
    with frozen(datetime(2026, 3, 1, tzinfo=UTC)):
        await make_rows(ground, "activities", rows)
        for day, name in ((date(2026, 3, 29), "spring"), (date(2026, 10, 25), "autumn")):
            assert await show_all(ground, f"?dag={day}") == [(day.isoformat(), name)]


BUDGETS = {
    "": 13,
    "?dag=weekend": 8,
    "?categorie=sport&voor=ouderen&gratis=1": 13,
    "?postcode=3811&straal=5": 18,
    "?q=koffie": 18,
    "?buurt=stadskern": 15,
    "?tot=2030-01-01&toegankelijk=rolstoel": 10,
}


async def test_a_page_of_the_agenda_costs_few_statements(
    site: World, queries: Callable[..., AbstractContextManager[object]]
) -> None:
    for query, budget in BUDGETS.items():
        with queries(at_most=budget):
            await show(site, query)
