"""The page on which an organisation is looked after: who sees it, and what it says."""

import pytest
from sqlalchemy import insert, update

from core.content.models import HIDDEN, Content, ContentAlias
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import World


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", 303),
        ("resident", 403),
        ("other", 404),
        ("organisation-editor", 200),
        ("organisation-owner", 200),
        ("area-editor", 200),
        ("other-area", 404),
        ("platform-manager", 200),
    ],
)
async def test_only_who_looks_after_an_organisation_opens_its_page(
    ground: World, make_organisation: Make, log_in: Login, role: str, expected: int
) -> None:
    made = await make_organisation(naam="De Eik")
    other = await make_organisation(naam="De Beuk")
    scopes = {
        "other": ("organisation-owner", {"organisation": other.id}),
        "organisation-editor": (role, {"organisation": made.id}),
        "organisation-owner": (role, {"organisation": made.id}),
        "area-editor": (role, {"area": "stadskern"}),
        "other-area": ("area-editor", {"area": "nederberg"}),
        "resident": ("", {}),
        "platform-manager": (role, {}),
    }
    if role:
        name, scope = scopes[role]
        client = await log_in("iemand@example.org", name, **scope)
    else:
        client = ground.client()
    answer = await client.get(f"/mijn/organisaties/{made.slug}")
    assert answer.status_code == expected
    assert ("De Eik" in answer.text) == (expected == 200)


async def test_my_page_lists_my_organisations_and_how_they_stand(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    made = await make_organisation(naam="De Eik")
    client = await log_in("eik@example.org", "organisation-owner", organisation=made.id)
    text = (await client.get("/mijn")).text
    assert 'href="/mijn/organisaties/de-eik"' in text
    assert "(gepubliceerd)" in text
    async with ground.database.write() as session:
        await session.execute(update(Content).where(Content.id == made.id).values(status=HIDDEN))
    answer = await client.get("/mijn/organisaties/de-eik")
    assert "verborgen" in answer.text
    assert "/organisaties/de-eik" not in answer.text.replace("/mijn/organisaties/de-eik", "")


async def test_a_former_address_leads_on_to_the_page(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    made = await make_organisation(naam="De Eik")
    async with ground.database.write() as session:
        row = {"kind": "organisation", "slug": "eikje", "content_id": made.id}
        await session.execute(insert(ContentAlias), [row])
    client = await log_in("eik@example.org", "organisation-owner", organisation=made.id)
    answer = await client.get("/mijn/organisaties/eikje")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/mijn/organisaties/de-eik"
