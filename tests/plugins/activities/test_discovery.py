"""Finding something: in words, by what matters to people, and what to try when nothing is there."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from core.clock import frozen
from core.content.models import Content
from core.testing.factories import make_rows
from core.testing.world import World
from plugins.activities.models import Activity
from tests.plugins.activities.lists import fetch, show

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
"""A Tuesday, twelve o'clock in Amsterdam."""


@pytest.fixture
async def offers(ground: World, activity_row: Callable[..., dict[str, str]]) -> World:
    """Two walks on Thursday, one of them for older people and free, and a café that is always."""
    row = activity_row
    rows = [
        row(titel="walk", datum="26-11-2026", van="10:00", categorieen="wandelen",
            doelgroepen="ouderen", toegankelijkheid="rolstoel", kosten="gratis"),
        row(titel="stroll", datum="26-11-2026", van="11:00", categorieen="wandelen"),
        row(titel="cafe", wanneer="doorlopend", categorieen="wandelen", kosten="gratis"),
    ]  # fmt: skip
    with frozen(NOON):
        await make_rows(ground, "activities", rows)
        async with ground.database.write() as session:
            alone = update(Activity.__table__).where(  # type: ignore[arg-type]
                Activity.__table__.c.id.in_(Content.__table__.select().with_only_columns(
                    Content.__table__.c.id).where(Content.__table__.c.slug == "walk"))
            )  # fmt: skip
            await session.execute(alone.values(come_alone="Fatima staat bij de deur."))
            await session.execute(
                update(Content).where(Content.slug == "stroll").values(language="ar")
            )
    return ground


async def test_who_comes_alone_finds_where_somebody_waits(offers: World) -> None:
    with frozen(NOON):
        assert (await show(offers, "?alleen=1")).slugs == {"walk"}
        assert (await show(offers, "?alleen=0")).slugs == {"walk", "stroll"}


async def test_a_language_is_a_filter(offers: World) -> None:
    with frozen(NOON):
        assert (await show(offers, "?spreektaal=ar")).slugs == {"stroll"}
        assert (await show(offers, "?spreektaal=nl&gratis=1&alleen=1")).slugs == {"walk"}


async def test_a_language_that_is_not_there_is_refused_with_those_that_are(offers: World) -> None:
    status, html = await fetch(offers, "/activiteiten?spreektaal=klingon")
    assert status == 400
    assert "uk" in html


async def test_a_list_says_what_it_shows(offers: World) -> None:
    with frozen(NOON):
        found = await show(offers, "?voor=ouderen&gratis=1&toegankelijk=rolstoel&van=2026-11-25")
    said = "voor ouderen (55+) in Amersfoort, toegankelijk met een rolstoel, gratis"
    assert f"<title>1 activiteit in de agenda {said}" in found.html
    assert f"Activiteiten {said}" in found.html


async def test_a_part_of_the_page_brings_its_title_and_heading(offers: World) -> None:
    with frozen(NOON):
        _, html = await fetch(offers, "/activiteiten?gratis=1", headers={"hx-request": "true"})
    assert "<title>" in html
    assert 'hx-swap-oob="true">Activiteiten in Amersfoort, gratis</h1>' in html


async def test_an_empty_list_offers_only_what_finds_something(offers: World) -> None:
    with frozen(NOON):
        page = (await show(offers, "?dag=morgen&categorie=wandelen")).html
        assert "Niets gevonden" in page
        assert "Op een andere dag (3)" in page
        assert "Altijd mogelijk (1)" in page
        assert "Zonder Wandelen" not in page
        page = (await show(offers, "?categorie=zwemmen&voor=ouderen")).html
        assert "Zonder Zwemmen (1)" in page
        assert "Zonder Ouderen" not in page
