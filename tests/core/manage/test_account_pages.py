"""The pages with accounts: find, invite, take roles back, switch off and on."""

import pytest
from sqlalchemy import select

from core.accounts.models import LoginSession
from core.audit.models import AuditEntry
from core.mail.models import OutboxMail
from tests.core.conftest import OURS, csrf_in

PATH = "/beheer/accounts"


@pytest.fixture
async def manager(installation):
    client = await installation.logged_in("baas@example.org", "platform-manager")
    yield client
    await client.aclose()


async def send(client, path, **form):
    proof = csrf_in((await client.get(path)).text)
    return await client.post(path, data={"_csrf": proof, **form}, headers=OURS)


async def test_accounts_are_found_by_a_part_of_address_or_name(installation, manager):
    await installation.account("ria@example.org")
    await installation.account("jan@example.org")
    page = await manager.get(PATH, params={"q": "RIA"})
    assert "ria@example.org" in page.text
    assert "jan@example.org" not in page.text
    assert "Niemand gevonden" in (await manager.get(PATH, params={"q": "100%"})).text


async def test_many_accounts_are_read_on(installation, manager):
    for number in range(55):
        await installation.account(f"a{number:02}@example.org")
    first = await manager.get(PATH)
    assert "a54@example.org" not in first.text
    onward = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "a54@example.org" in (await manager.get(onward.replace("&amp;", "&"))).text


async def test_an_editor_of_an_area_is_invited(installation, manager):
    area = str(installation.area_id)
    answer = await send(manager, PATH, email="ria@example.org", role="area-editor", area=area)
    assert answer.status_code == 303, answer.text
    assert "ria@example.org" in (await manager.get(PATH)).text
    async with installation.state.database.read() as session:
        [mail] = (await session.scalars(select(OutboxMail))).all()
    assert mail.data["place"] == "Proefstad"


@pytest.mark.parametrize(
    "form",
    [
        {"email": "ria", "role": "platform-manager"},
        {"email": "ria@example.org", "role": "area-editor", "area": ""},
        {"email": "ria@example.org", "role": "area-editor", "area": "veel"},
        {"email": "ria@example.org", "role": "organisation-owner"},
        {"email": "ria@example.org", "role": "niets"},
        {"email": "", "role": ""},
    ],
)
async def test_a_wrong_invitation_comes_back_as_typed(installation, manager, form):
    answer = await send(manager, PATH, **form)
    assert answer.status_code == 422
    assert f'value="{form["email"]}"' in answer.text
    async with installation.state.database.read() as session:
        assert (await session.scalars(select(OutboxMail))).all() == []


async def test_an_account_that_is_switched_off_is_out_and_cannot_come_back(installation, manager):
    ria = await installation.account("ria@example.org")
    link = await installation.link(ria)
    async with installation.client() as client:
        await installation.log_in(client, ria)
        assert (await client.get("/mijn")).status_code == 200
        assert (await send(manager, f"{PATH}/{ria}", do="off")).status_code == 303
        assert (await client.get("/mijn")).status_code == 303
        assert (await client.post(link, headers=OURS)).status_code in (404, 410)
        assert (await send(manager, f"{PATH}/{ria}", do="on")).status_code == 303
        await installation.log_in(client, ria)
        assert (await client.get("/mijn")).status_code == 200


async def test_a_role_is_taken_back(installation, manager):
    ria = await installation.account("ria@example.org", "area-editor", "area", installation.area_id)
    role = f"take area-editor area {installation.area_id}"
    assert (await send(manager, f"{PATH}/{ria}", do=role)).status_code == 303
    assert "Buurtredacteur" not in (await manager.get(f"{PATH}/{ria}")).text
    async with installation.state.database.read() as session:
        actions = (await session.scalars(select(AuditEntry.action))).all()
    assert "accounts.take" in actions


async def test_the_only_manager_keeps_role_and_account(installation, manager):
    async with installation.state.database.read() as session:
        own = await session.scalar(select(LoginSession.account_id))
    for do in ("off", "take platform-manager platform 0"):
        answer = await send(manager, f"{PATH}/{own}", do=do)
        assert answer.status_code == 409
    assert (await manager.get(PATH)).status_code == 200


@pytest.mark.parametrize("do", ["", "take", "take x y z", "iets", "reset nu off"])
async def test_what_is_not_offered_is_refused_or_harmless(installation, manager, do):
    ria = await installation.account("ria@example.org")
    assert (await send(manager, f"{PATH}/{ria}", do=do)).status_code in (303, 400)


async def test_an_area_editor_sees_no_accounts(installation):
    client = await installation.logged_in(
        "ria@example.org", "area-editor", scope="area", id_=installation.area_id
    )
    assert (await client.get(PATH)).status_code == 403
    await client.aclose()
