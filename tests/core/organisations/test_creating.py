"""An editor puts an organisation in the directory for its people."""

import re

import httpx
from sqlalchemy import select

from core.accounts.models import RoleGrant
from core.content.models import Content
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import World

NEW = "/beheer/organisaties/nieuw"
TYPED = {
    "title": "De Eik", "summary": "Een huis voor de buurt.", "category": "ontmoetingen",
    "area": "stadskern", "email": "info@eik.example", "phone": "",
}  # fmt: skip


async def fill_in(client: httpx.AsyncClient, **other: str) -> httpx.Response:
    found = re.search(r'name="key" value="([^"]+)"', (await client.get(NEW)).text)
    assert found
    return await client.post(NEW, data={**TYPED, "key": found[1], **other})


async def test_an_editor_adds_an_organisation_on_its_behalf_that_can_be_invited(
    ground: World, log_in: Login
) -> None:
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    answer = await fill_in(editor)
    assert answer.headers["location"] == "/mijn/organisaties/de-eik?gedaan=gemaakt"
    assert (await editor.get(answer.headers["location"])).status_code == 200
    async with ground.client() as client:
        text = (await client.get("/organisaties/de-eik")).text
    assert "Bijgewerkt door de buurtredactie, namens De Eik" in text
    async with ground.database.read() as session:
        row = (await session.scalars(select(Organisation))).one()
        roles = (await session.scalars(select(RoleGrant.role))).all()
    assert (row.claimed_at, row.on_behalf, row.confirmed_by) == (None, True, "editor")
    assert roles == ["area-editor"]
    answer = await editor.post("/beheer/organisaties/uitnodigen", data={"id": str(row.id)})
    assert "uitgenodigd=1" in answer.headers["location"]


async def test_an_editor_adds_only_in_own_areas_and_hears_of_names_alike(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(naam="Buurthuis De Eik")
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    answer = await fill_in(editor, area="nederberg")
    assert answer.status_code == 422
    assert 'href="#area"' in answer.text
    answer = await fill_in(editor)
    assert answer.status_code == 422
    assert "Buurthuis De Eik" in answer.text
    async with ground.database.read() as session:
        assert len((await session.scalars(select(Content.id))).all()) == 1
