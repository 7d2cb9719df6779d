"""A plugin that is off or gone: nothing of it shows on any page of core, and no page breaks."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.content.models import PUBLISHED, Content
from core.loading import build_registry
from core.registry import Registry
from core.testing.world import World, fill, open_world, switch

CORE_PATHS = {
    "home": "/",
    "directory": "/organisaties",
    "a page of the directory": "/organisaties?na=1.a",
    "the map of the directory": "/organisaties/kaart.json",
    "search": "/zoeken?q=koffie",
    "search in an area": "/buurten/stadskern/zoeken?q=koffie",
    "sitemap": "/sitemap.xml",
    "areas": "/buurten",
    "an area": "/buurten/stadskern",
    "lists in an area": "/buurten/stadskern/organisaties?categorie=sport",
    "an error": "/bestaat-niet",
}
OWN_PATHS = (
    "/activiteiten", "/activiteiten/doorlopend", "/activiteiten.ics", "/activiteiten.atom",
    "/activiteiten/kaart.json", "/activiteiten/repair-cafe", "/activiteiten/repair-cafe.ics",
    "/buurten/stadskern/activiteiten", "/buurten/stadskern/activiteiten.ics",
    "/sectie/home/activities/today", "/activiteiten?categorie=onzin",
)  # fmt: skip


@pytest.fixture(params=["off", "gone"])
async def without_activities(
    request: pytest.FixtureRequest, registry: Registry, fresh_database: Callable[..., str],
    tmp_path: Path,
) -> AsyncIterator[World]:  # fmt: skip
    """The demonstration, its activities' plugin switched off or uninstalled."""
    url = fresh_database(registry, fill)
    present = registry if request.param == "off" else build_registry(only=[])
    async with open_world(present, url, tmp_path) as world:
        if request.param == "off":
            await switch(world, "activities", on=False)
        yield world


async def test_pages_of_core_show_nothing_of_it(without_activities: World) -> None:
    wrong = {}
    async with without_activities.client() as client:
        for name, path in CORE_PATHS.items():
            answer = await client.get(path)
            expected = 404 if name == "an error" else 200
            if answer.status_code != expected or "/activiteiten" in answer.text:
                wrong[name] = answer.status_code
    assert wrong == {}


async def test_an_organisation_with_activities_has_a_page(without_activities: World) -> None:
    table = Content.__table__.c
    async with without_activities.database.read() as session:
        owner = await session.scalar(
            select(table.owner_id).where(table.kind == "activity", table.status == PUBLISHED)
        )
        slug = await session.scalar(select(table.slug).where(table.id == owner))
    async with without_activities.client() as client:
        answer = await client.get(f"/organisaties/{slug}")
    assert answer.status_code == 200
    assert "/activiteiten" not in answer.text


async def test_its_own_pages_are_not_there(without_activities: World) -> None:
    async with without_activities.client() as client:
        found = {path: (await client.get(path)).status_code for path in OWN_PATHS}
    assert found == dict.fromkeys(OWN_PATHS, 404)


async def test_search_counts_only_what_it_shows(without_activities: World) -> None:
    async with without_activities.client() as client:
        text = (await client.get("/zoeken?q=repair+cafe")).text
    assert "Repair café" not in text
