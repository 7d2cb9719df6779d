"""An organisation registers: what it fills in, what it proves, and when visitors see it."""

import asyncio
import re

import httpx
import pytest
from sqlalchemy import func, select

from core.accounts.models import Account, RoleGrant
from core.clock import frozen, now
from core.content.models import PUBLISHED, REVIEW, Content
from core.db.changes import EVERYTHING, touch
from core.db.stored import StoredSetting
from core.mail.models import OutboxMail
from core.organisations import registration
from core.organisations.models import OrganisationClaim
from core.privacy.models import Consent
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import FROM_US, World

TYPED = {
    "title": "Samen Soep", "summary": "Wij koken elke week soep.", "category": "maaltijden",
    "area": "stadskern", "postcode": "", "name": "Anna", "email": "Anna@Soep.example",
    "phone": "06 12345678", "consent": "1",
}  # fmt: skip


async def key_of(client: httpx.AsyncClient) -> str:
    found = re.search(r'name="key" value="([^"]+)"', (await client.get("/registreren")).text)
    assert found
    return found[1]


async def fill_in(client: httpx.AsyncClient, **other: str) -> httpx.Response:
    typed = {**TYPED, "key": await key_of(client), **other}
    return await client.post("/registreren", data=typed, headers=FROM_US)


async def mailed(world: World, kind: str = "core.register") -> list[OutboxMail]:
    async with world.database.read() as session:
        found = select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
        return list(await session.scalars(found))


async def rows(world: World, model: type) -> list:
    async with world.database.read() as session:
        return list(await session.scalars(select(model)))


async def status_of(world: World, slug: str) -> str | None:
    async with world.database.read() as session:
        return await session.scalar(select(Content.status).where(Content.slug == slug))


async def test_an_organisation_registers_proves_its_address_and_waits_for_review(
    ground: World,
) -> None:
    async with ground.client() as client:
        answer = await fill_in(client)
        assert answer.headers["location"] == "/registreren/verstuurd"
        assert "Kijk in je mail" in (await client.get("/registreren/verstuurd")).text
        assert await rows(ground, Content) == []
        (mail,) = await mailed(ground)
        assert mail.address == "anna@soep.example"
        path = mail.data["path"]
        assert "Samen Soep" in (await client.get(path)).text
        assert await rows(ground, Content) == []
        answer = await client.post(path, headers=FROM_US)
        assert answer.headers["location"] == "/mijn/organisaties/samen-soep?gedaan=ingeschreven"
        page = await client.get(answer.headers["location"])
        assert page.status_code == 200
        assert "wacht op controle" in page.text
        assert (await client.get("/organisaties/samen-soep")).status_code == 404
        again = await client.post(path, headers=FROM_US)
        assert again.status_code == 403  # the browser is logged in now, and sent no proof
    assert await status_of(ground, "samen-soep") == REVIEW
    (claim,) = await rows(ground, OrganisationClaim)
    assert (claim.kind, claim.state, claim.phone) == ("registration", "approved", "+31612345678")
    (grant,) = await rows(ground, RoleGrant)
    assert (grant.role, grant.scope) == ("organisation-owner", "organisation")
    (consent,) = await rows(ground, Consent)
    assert consent.text.startswith("Bewaar mijn naam")
    (content,) = await rows(ground, Content)
    assert (content.email, content.phone, content.on_behalf) == ("", "", False)
    assert len(await mailed(ground, "core.registered")) == 1


async def test_a_link_works_once_and_for_two_days(ground: World) -> None:
    async with ground.client() as client:
        await fill_in(client)
        await fill_in(client, title="Andere Naam")
    first, second = await mailed(ground)
    async with ground.client() as client, ground.client() as other:
        assert (await client.post(first.data["path"], headers=FROM_US)).status_code == 303
        assert (await other.post(first.data["path"], headers=FROM_US)).status_code == 410
        with frozen(now() + registration.LASTS):
            assert (await other.get(second.data["path"])).status_code == 410
            assert (await other.post(second.data["path"], headers=FROM_US)).status_code == 410
    assert len(await rows(ground, Content)) == 1


async def test_the_form_comes_back_with_what_was_typed_and_what_is_wrong(ground: World) -> None:
    wrong = {
        "title": "?", "summary": "", "category": "bestaat-niet", "area": "?", "email": "geen adres",
        "phone": "bel maar", "consent": "", "postcode": "9999 XX", "name": "<b>Jan</b>",
    }  # fmt: skip
    async with ground.client() as client:
        answer = await fill_in(client, **wrong)
    assert answer.status_code == 422
    for name in ("title", "summary", "category", "postcode", "email", "phone", "consent"):
        assert f'href="#{name}"' in answer.text, name
    assert "&lt;b&gt;Jan&lt;/b&gt;" in answer.text
    assert "geen adres" in answer.text
    assert await mailed(ground) == []


async def test_the_postcode_finds_the_neighbourhood(ground: World) -> None:
    async with ground.client() as client:
        await fill_in(client, area="?", postcode="3811 AB")
        (mail,) = await mailed(ground)
        await client.post(mail.data["path"], headers=FROM_US)
    (content,) = await rows(ground, Content)
    assert content.area_id


async def test_a_name_that_looks_like_another_is_pointed_out_first(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(naam="Stichting Samen Soep")
    async with ground.client() as client:
        answer = await fill_in(client)
        assert answer.status_code == 422
        assert "Stichting Samen Soep" in answer.text
        assert 'value="Anna@Soep.example"' in answer.text
        assert await mailed(ground) == []
        answer = await fill_in(client, other=str(made.id))
        assert answer.status_code == 303
    assert len(await mailed(ground)) == 1


async def test_the_same_form_sent_twice_sends_one_mail(ground: World) -> None:
    async with ground.client() as client:
        key = await key_of(client)
        answers = await asyncio.gather(
            *(client.post("/registreren", data={**TYPED, "key": key}, headers=FROM_US)
              for _ in range(3))
        )  # fmt: skip
    assert {answer.status_code for answer in answers} == {303}
    assert len(await mailed(ground)) == 1


async def test_who_goes_back_to_mend_the_address_gets_another_mail(ground: World) -> None:
    async with ground.client() as client:
        key = await key_of(client)
        for email in ("anna@soup.example", "anna@soep.example", "anna@soep.example"):
            typed = {**TYPED, "key": key, "email": email}
            answer = await client.post("/registreren", data=typed, headers=FROM_US)
            assert answer.status_code == 303
        answer = await client.post("/registreren", data={**TYPED, "key": ""}, headers=FROM_US)
        assert answer.status_code == 422
    assert [mail.address for mail in await mailed(ground)] == [
        "anna@soup.example", "anna@soep.example",
    ]  # fmt: skip


async def test_two_who_press_the_button_of_one_link_make_one_organisation(ground: World) -> None:
    async with ground.client() as client:
        await fill_in(client)
    (mail,) = await mailed(ground)
    async with ground.client() as one, ground.client() as other:
        answers = await asyncio.gather(
            one.post(mail.data["path"], headers=FROM_US),
            other.post(mail.data["path"], headers=FROM_US),
        )
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    assert len(await rows(ground, Content)) == 1


async def test_two_links_of_one_new_address_make_one_account(ground: World) -> None:
    async with ground.client() as client:
        await fill_in(client)
        await fill_in(client, title="Iets heel anders")
    first, second = await mailed(ground)
    async with ground.client() as one, ground.client() as other:
        await asyncio.gather(
            one.post(first.data["path"], headers=FROM_US),
            other.post(second.data["path"], headers=FROM_US),
        )
    assert len(await rows(ground, Account)) == 1
    assert len(await rows(ground, RoleGrant)) == 2


@pytest.mark.parametrize(
    ("domains", "status"),
    [("soep.example, x", PUBLISHED), ("example.org", REVIEW), ("gmail.com", REVIEW)],
)
async def test_a_known_mail_domain_is_published_at_once(
    ground: World, domains: str, status: str
) -> None:
    async with ground.database.write() as session:
        session.add(StoredSetting(key="core.verified_domains", value=domains))
        touch(session, [EVERYTHING])
    await ground.app.refresher.look()
    email = "a@gmail.com" if domains == "gmail.com" else "a@mail.soep.example"
    async with ground.client() as client:
        await fill_in(client, email=email, show_email="1")
        (mail,) = await mailed(ground)
        await client.post(mail.data["path"], headers=FROM_US)
        assert await status_of(ground, "samen-soep") == status
        page = await client.get("/organisaties/samen-soep")
        assert page.status_code == (200 if status == PUBLISHED else 404)
        assert (email in page.text) == (status == PUBLISHED)


async def test_an_account_that_exists_is_not_logged_in_by_the_link(
    ground: World, log_in: Login
) -> None:
    await log_in("anna@soep.example")
    async with ground.client() as client:
        await fill_in(client)
        (mail,) = await mailed(ground)
        answer = await client.post(mail.data["path"], headers=FROM_US)
        assert answer.headers["location"].startswith("/inloggen?volgende=/mijn/organisaties/samen")
        assert (await client.get("/mijn")).status_code == 303
    assert await status_of(ground, "samen-soep") == REVIEW


async def test_who_is_logged_in_registers_without_mail(ground: World, log_in: Login) -> None:
    client = await log_in("anna@soep.example")
    text = (await client.get("/registreren")).text
    assert 'name="email"' not in text
    answer = await fill_in(client)
    assert answer.headers["location"].startswith("/mijn/organisaties/samen-soep")
    assert (await client.get(answer.headers["location"])).status_code == 200
    assert await mailed(ground) == []
    answer = await client.post(
        "/registreren", data={**TYPED, "key": "nog-een-keer-dezelfde-naam"}, headers=FROM_US
    )
    assert len(await rows(ground, Content)) == 1


async def test_nobody_is_mailed_without_end(ground: World) -> None:
    async with ground.client() as client:
        codes = [(await fill_in(client, title=f"Club nummer {n}")).status_code for n in range(6)]
    assert codes == [303] * 5 + [429]
    assert len(await mailed(ground)) == 5


async def test_known_and_unknown_addresses_are_answered_alike(ground: World, log_in: Login) -> None:
    await log_in("bekend@example.org")
    async with ground.client() as client:
        one = await fill_in(client, email="bekend@example.org")
        other = await fill_in(client, email="onbekend@example.org")
    assert (one.status_code, one.headers["location"]) == (
        other.status_code, other.headers["location"],
    )  # fmt: skip
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Account)) == 1
