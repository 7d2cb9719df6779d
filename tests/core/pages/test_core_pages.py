"""Pages of the platform with the demonstration loaded: they answer, cheaply, with what they say."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from sqlalchemy import func, select, update

from core.clock import frozen, now
from core.content.models import HIDDEN, PUBLISHED, Content
from core.neighbourhoods.models import Site
from core.testing.world import BLOCK, World

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
BUDGETS = {
    "/": 10,
    "/organisaties": 8,
    "/organisaties?q=school": 13,
    "/organisaties?categorie=sport&toegankelijk=rolstoel": 10,
    "/organisaties?postcode=3811&straal=2": 12,
    "/organisaties/kaart.json": 8,
    "/zoeken?q=koffie": 15,
    "/buurten": 7,
    "/buurten/kaart.json": 5,
    "/buurten/stadskern": 11,
    "/buurten/stadskern/organisaties": 9,
    "/buurten/stadskern/zoeken?q=koffie": 15,
    "/toegankelijkheid": 4,
    "/privacy": 4,
    "/sitemap.xml": 5,
    "/robots.txt": 4,
    "/.well-known/security.txt": 4,
    "/healthz": 1,
    "/readyz": 2,
}
Queries = Callable[..., AbstractContextManager[object]]


async def fetch(world: World, path: str, **more: str) -> str:
    async with world.client() as client:
        answer = await client.get(path, headers=more)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:800])
    return answer.text


async def test_each_page_answers_within_its_budget_of_statements(
    site: World, queries: Queries
) -> None:
    for path, budget in BUDGETS.items():
        with queries(at_most=budget):
            assert len(await fetch(site, path)) > 1


async def test_lists_of_organisations_answer_whole_and_as_a_block(site: World) -> None:
    for path in ("/organisaties", "/zoeken?q=koffie"):
        whole = await fetch(site, path)
        block = await fetch(site, path, **BLOCK)
        assert "<html" in whole
        assert "<html" not in block
        assert 'id="results"' in block
        assert block.strip() in whole


async def test_the_directory_has_every_organisation_once_page_after_page(site: World) -> None:
    async with site.database.read() as session:
        slugs = await session.scalars(
            select(Content.slug)
            .where(Content.kind == "organisation", Content.status == PUBLISHED)
            .order_by(Content.sort_key, Content.id)
        )
        expected = list(slugs)
    found: list[str] = []
    path = "/organisaties"
    for _ in range(99):
        html = await fetch(site, path)
        found += [part.split('"', 1)[0] for part in
                  html.split('card__title"><a href="/organisaties/')[1:]]  # fmt: skip
        if 'rel="next" href="' not in html:
            break
        path = html.split('rel="next" href="')[1].split('"', 1)[0].replace("&amp;", "&")
    assert found == expected
    assert len(found) > 150


async def test_the_sitemap_has_every_page_that_is_shown_and_no_other(site: World) -> None:
    root = ET.fromstring(await fetch(site, "/sitemap.xml"))
    addresses = [found.text or "" for found in root.iter(LOC)]
    assert len(set(addresses)) == len(addresses)
    async with site.database.read() as session:
        shown = await session.scalar(
            select(func.count()).select_from(Content).where(Content.status == PUBLISHED)
        )
    base = "http://127.0.0.1:8000"
    entries = [one for one in addresses if one.count("/") == 4]
    assert len(entries) == shown
    async with site.client() as client:
        for address in [*addresses[:7], *entries[::60]]:
            assert address.startswith(base)
            assert (await client.get(address.removeprefix(base))).status_code == 200, address
    slug = entries[0].rsplit("/", 1)[1]
    await set_status(site, slug, HIDDEN)
    assert f"/{slug}<" not in await fetch(site, "/sitemap.xml")


async def set_status(world: World, slug: str, status: str) -> None:
    """Change the status of an entry with its lists."""
    table = Content.__table__
    async with world.database.write() as session:
        id_ = await session.scalar(select(table.c.id).where(table.c.slug == slug))
        await session.execute(update(table).where(table.c.id == id_).values(status=status))
        await world.app.state.extra["reindex"](session, [id_])


async def test_robots_stay_out_of_a_demonstration_and_find_the_sitemap_elsewhere(
    site: World,
) -> None:
    text = await fetch(site, "/robots.txt")
    assert "Disallow: /\n" in text
    async with site.database.write() as session:
        await session.execute(update(Site).values(is_demo=False, hostname=None))
        session.info["touched"] = {0}
    text = await fetch(site, "/robots.txt")
    assert "Disallow: /\n" not in text
    assert "Disallow: /beheer\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in text


async def test_where_to_report_a_leak_is_said_for_months_and_less_than_a_year(
    ground: World,
) -> None:
    moments = [now(), datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)]
    for at in sorted(moments):
        with frozen(at):
            text = await fetch(ground, "/.well-known/security.txt")
        lines = dict(line.split(": ", 1) for line in text.splitlines())
        until = datetime.fromisoformat(lines["Expires"])
        assert at + timedelta(days=90) < until < at + timedelta(days=365)
        assert lines["Contact"].startswith(("mailto:", "http://127.0.0.1:8000/"))


async def test_the_map_of_the_directory_is_geojson(site: World) -> None:
    found = json.loads(await fetch(site, "/organisaties/kaart.json?buurt=stadskern"))
    assert found["type"] == "FeatureCollection"
    kinds = {feature["geometry"]["type"] for feature in found["features"]}
    assert "Point" in kinds
    assert kinds & {"Polygon", "MultiPolygon"}


async def test_health_needs_no_site_and_readiness_the_database(ground: World) -> None:
    assert await fetch(ground, "/healthz") == "ok"
    assert await fetch(ground, "/readyz") == "ok"


async def test_a_wrong_value_in_the_directory_is_refused_with_what_is_possible(
    ground: World,
) -> None:
    async with ground.client() as client:
        for path in ("/organisaties", "/zoeken", "/organisaties/kaart.json"):
            answer = await client.get(f"{path}?categorie=niets")
            assert answer.status_code == 400, path
            assert "<li>maaltijden</li>" in answer.text
            empty = await client.get(f"{path}?q=&categorie=&buurt=&na=")
            assert empty.status_code == 200, path
        for key in ("x", "1", "-1.a", "9" * 30 + ".a", "٣.a"):
            answer = await client.get("/organisaties", params={"na": key})
            assert answer.status_code == 400, key
