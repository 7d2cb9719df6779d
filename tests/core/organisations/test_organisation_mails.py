"""The mails about whose an organisation is can be read, in both languages."""

import re

import httpx
import pytest
from sqlalchemy import select

from core.mail.models import OutboxMail
from core.mail.rendering import QueuedMail, Renderer
from core.mail.senders import Sender
from core.organisations import inviting
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import BASE, FROM_US, World

SENDER = Sender("Proefbasis", BASE)
KINDS = {
    "core.register": "/registreren/", "core.registered": "/mijn/organisaties/samen-soep",
    "core.claim": "/claim/", "core.claim_request": "/van-ons/",
    "core.claim_approved": "/inloggen", "core.claim_refused": "",
}  # fmt: skip


async def mails(world: World) -> dict[str, OutboxMail]:
    async with world.database.read() as session:
        return {mail.kind: mail for mail in await session.scalars(select(OutboxMail))}


async def press(world: World, client: httpx.AsyncClient, kind: str) -> None:
    path = (await mails(world))[kind].data["path"]
    answer = await client.post(path, headers=FROM_US)
    assert answer.status_code == 303, answer.text[:300]


async def send_all(world: World, log_in: Login, ids: list[int]) -> None:
    """Register, invite, ask for two organisations, get one and not the other."""
    async with world.client() as client:
        found = re.search(r'name="key" value="([^"]+)"', (await client.get("/registreren")).text)
        assert found
        typed = {
            "key": found[1], "title": "Samen Soep", "summary": "Soep.", "category": "maaltijden",
            "area": "stadskern", "name": "Anna", "email": "a@soep.example", "consent": "1",
        }  # fmt: skip
        await client.post("/registreren", data=typed, headers=FROM_US)
    async with world.client() as client:
        await press(world, client, "core.register")
    async with world.database.write() as session:
        await inviting.invite(session, ids, by=world.operator)
    asks = {
        "name": "Bo",
        "email": "bo@elders.example",
        "note": "Hoi",
        "consent": "1",
        "key": "k" * 24,
    }
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    for slug, said in (("de-eik", {"besluit": "ja"}),
                       ("de-beuk", {"besluit": "nee", "reason": "Wie ben je?"})):  # fmt: skip
        async with world.client() as client:
            await client.post(f"/organisaties/{slug}/van-ons", data=asks, headers=FROM_US)
            await press(world, client, "core.claim_request")
        page = (await editor.get("/beheer/organisaties/aanvragen")).text
        action = re.search(r'action="(/beheer/organisaties/aanvragen/\d+)"', page)
        assert action
        await editor.post(action[1], data=said)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_mail_says_what_it_is_about_and_leads_to_its_page(
    ground: World, make_organisation: Make, log_in: Login, language: str
) -> None:
    one = await make_organisation(naam="De Eik", email="info@eik.example")
    other = await make_organisation(naam="De Beuk", email="info@beuk.example")
    await send_all(ground, log_in, [one.id, other.id])
    posted = await mails(ground)
    assert KINDS.keys() <= posted.keys()
    renderer = Renderer(ground.app.state.settings, ground.registry)
    for kind, path in KINDS.items():
        mail = posted[kind]
        queued = QueuedMail("id", kind, mail.address, language, mail.data, "stop")
        said = renderer.render(queued, SENDER)
        assert mail.data["title"] in said.subject
        assert f"{BASE}{path}" in said.text
        assert "{" not in said.text
    refused = posted["core.claim_refused"].data
    assert refused["reason"] == "Wie ben je?"
