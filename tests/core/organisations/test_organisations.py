"""Organisations for visitors: where they are found, what their page says, and where it goes."""

import json
import re

from sqlalchemy import insert, select, update

from core.content.models import ARCHIVED, DRAFT, HIDDEN, Content, ContentAlias
from core.testing.factories import Make
from core.testing.world import World


async def listed(world: World, query: str = "", path: str = "/organisaties") -> list[str]:
    async with world.client() as client:
        answer = await client.get(path + query)
    assert answer.status_code == 200, answer.text[:500]
    return re.findall(r'card__title"><a href="/organisaties/([^"]+)"', answer.text)


async def test_the_directory_is_in_the_order_of_names_as_people_sort_them(
    ground: World, make_organisation: Make
) -> None:
    for name in ("Zwaluw", "élan", "Buurthuis 10", "De Eik", "Éénzaam", "buurthuis 2", "Ab"):
        await make_organisation(naam=name)
    found = await listed(ground)
    assert len(found) == 7
    assert found.index("ab") == 0
    assert found[-1] == "zwaluw"
    assert found.index("eenzaam") < found.index("elan") < found.index("zwaluw")


async def test_filters_of_the_directory_find_what_they_say(
    ground: World, make_organisation: Make
) -> None:
    await make_organisation(naam="Eetclub", categorieen="samen-eten", doelgroepen="ouderen")
    await make_organisation(naam="Loopclub", categorieen="wandelen", toegankelijkheid="rolstoel",
                            omschrijving="Elke ronde langs de singels.")  # fmt: skip
    await make_organisation(naam="Verweg", gebied="Nederberg", lon="5.38106", lat="52.15335")
    expected = {
        "": ["eetclub", "loopclub", "verweg"],
        "?categorie=maaltijden": ["eetclub"],
        "?categorie=maaltijden&categorie=sport": ["eetclub", "loopclub"],
        "?voor=ouderen": ["eetclub"],
        "?toegankelijk=rolstoel": ["loopclub"],
        "?buurt=nederberg": ["verweg"],
        "?buurt=nederberg&categorie=sport": [],
        "?q=singels": ["loopclub"],
        "?q=singels&voor=ouderen": [],
        "?postcode=3811&straal=50": ["eetclub", "loopclub", "verweg"],
        "?postcode=3811&straal=50&buurt=nederberg": ["verweg"],
        "?postcode=9718": [],
    }
    found = {query: await listed(ground, query) for query in expected}
    assert found == expected
    assert await listed(ground, path="/buurten/nederberg/organisaties") == ["verweg"]


async def test_the_page_of_an_organisation_says_who_it_is_to_people_and_machines(
    ground: World, make_organisation: Make, make_activity: Make
) -> None:
    made = await make_organisation(
        naam="Club <b>Vet</b> & Co", telefoon="033-4612345", email="info@club.example",
        website="https://www.club.example", omschrijving="Een.\n\nTwee </script>.",
    )  # fmt: skip
    await make_activity(titel="Bingo", organisatie_id=made.slug)
    async with ground.client() as client:
        text = (await client.get(f"/organisaties/{made.slug}")).text
    assert "Club &lt;b&gt;Vet&lt;/b&gt; &amp; Co" in text
    assert "033 461 2345" in text
    assert 'href="tel:+31334612345"' in text
    assert 'href="/activiteiten/bingo"' in text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["name"] == "Club <b>Vet</b> & Co"
    assert data["telephone"] == "+31334612345"


async def test_a_page_that_is_hidden_is_gone_and_one_that_never_was_is_not_found(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(naam="Kort")
    for status, expected in ((HIDDEN, 410), (DRAFT, 404), (ARCHIVED, 410)):
        async with ground.database.write() as session:
            table = Content.__table__
            await session.execute(
                update(table).where(table.c.id == made.id).values(status=status)
            )  # fmt: skip
            await ground.app.state.extra["reindex"](session, [made.id])
        async with ground.client() as client:
            assert (await client.get(f"/organisaties/{made.slug}")).status_code == expected
        assert await listed(ground) == []
    async with ground.client() as client:
        assert (await client.get("/organisaties/nooit")).status_code == 404
        assert (await client.get("/organisaties/" + "a" * 300)).status_code == 404


async def test_a_former_address_leads_to_the_page_and_that_of_a_purged_entry_is_gone(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(naam="Nieuw")
    async with ground.database.write() as session:
        rows = [
            {"kind": "organisation", "slug": "oud", "content_id": made.id},
            {"kind": "organisation", "slug": "weg", "content_id": None},
        ]
        await session.execute(insert(ContentAlias), rows)
    async with ground.client() as client:
        moved = await client.get("/organisaties/oud?taal=en")
        assert moved.status_code == 301
        assert moved.headers["location"] == "/organisaties/nieuw?taal=en"
        assert (await client.get("/organisaties/weg")).status_code == 410


async def test_an_activity_is_not_an_organisation_at_the_same_address(
    ground: World, make_activity: Make
) -> None:
    made = await make_activity(titel="Alleen hier")
    async with ground.database.read() as session:
        kind = await session.scalar(select(Content.kind).where(Content.id == made.id))
    assert kind == "activity"
    async with ground.client() as client:
        assert (await client.get(f"/organisaties/{made.slug}")).status_code == 404
        assert (await client.get(f"/activiteiten/{made.slug}")).status_code == 200
