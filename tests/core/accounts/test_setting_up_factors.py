"""Setting a second factor up, which a platform manager must, and taking it away again."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.accounts import recovery
from core.accounts.models import RecoveryCode, SecondFactor
from core.accounts.sessions import FRESH
from core.clock import frozen, now
from core.testing.factors import code_of, enrol

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
COOKIE, EMAIL, STEP = "buurtbasis_session", "jan@voorbeeld.nl", "/inloggen/tweede-stap"
SECRET = "s" * 40
MANAGED = ("/beheer", "/beheer/modules", "/beheer/instellingen")


async def half_way(installation: Any, account: int) -> Any:
    """Return a browser that pressed the button of a link and gave no code yet."""
    client = installation.client()
    done = await client.post(await installation.link(account), headers=OURS)
    assert done.headers["location"].startswith(STEP)
    return client


async def give(client: Any, code: str, **more: str) -> Any:
    return await client.post(STEP, headers=OURS, data={"code": code, **more})


def fields_of(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(_csrf|aanbod)" value="([^"]+)"', text))


def key_of(text: str) -> str:
    found = re.search(r'class="key">([A-Z2-7 ]+)<', text)
    assert found, text
    return found[1].replace(" ", "")


async def set_up(client: Any, **more: str) -> tuple[str, Any]:
    """Set an app up as a person does; return its key and the answer."""
    text = (await client.get("/mijn/beveiliging/app")).text
    key = key_of(text)
    data = {**fields_of(text), "code": code_of(key), **more}
    return key, await client.post("/mijn/beveiliging/app", headers=OURS, data=data)


async def test_a_manager_without_second_factor_gets_nothing_and_is_led(installation: Any) -> None:
    account = await installation.account(EMAIL, "platform-manager")
    async with installation.client() as client:
        await client.post(await installation.link(account), headers=OURS)
        for path in MANAGED:
            led = await client.get(path)
            assert led.headers["location"] == f"/mijn/beveiliging/app?volgende={path}", path
        csrf = fields_of((await client.get("/mijn")).text)
        refused = await client.post("/beheer/instellingen", headers=OURS, data=csrf)
        assert refused.status_code == 403
        assert (await client.get("/inloggen")).headers["location"] == "/mijn/beveiliging/app"
        before = client.cookies[COOKIE]
        _key, shown = await set_up(client, volgende="/beheer/modules")
        assert shown.status_code == 200
        assert shown.text.count("<code") == recovery.COUNT
        assert 'href="/beheer/modules"' in shown.text
        assert client.cookies[COOKIE] != before
        for path in MANAGED:
            assert (await client.get(path)).status_code == 200, path


async def test_a_manager_who_takes_the_last_factor_away_manages_no_longer(
    installation: Any,
) -> None:
    client = await installation.logged_in(EMAIL, "platform-manager")
    shown = await client.get("/mijn/beveiliging")
    action = re.search(r'action="(/mijn/beveiliging/stap/\d+)"', shown.text)
    assert action
    gone = await client.post(action[1], headers=OURS, data=fields_of(shown.text))
    assert gone.headers["location"] == "/mijn/beveiliging?gedaan=weg"
    assert (await client.get("/beheer")).headers["location"].startswith("/mijn/beveiliging/app")
    async with installation.state.database.read() as session:
        assert (await session.scalars(select(RecoveryCode))).all() == []


async def test_a_resident_may_have_one_and_gets_codes_the_first_time(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    key, shown = await set_up(client)
    codes = re.findall(r'class="key">([a-z0-9-]{14})<', shown.text)
    assert len(codes) == recovery.COUNT
    assert (await client.get("/mijn")).status_code == 200
    assert not set(codes) & set((await client.get("/mijn/beveiliging")).text.split())
    second, again = await set_up(client)
    assert again.headers["location"] == "/mijn/beveiliging", "no new codes"
    assert second != key
    async with installation.state.database.read() as session:
        (factor,) = (await session.scalars(select(SecondFactor))).all()
    assert second not in factor.secret
    other = await half_way(installation, factor.account_id)
    assert (await give(other, code_of(key, +1))).status_code == 422, "the old app is out"
    assert (await give(other, codes[0])).status_code == 303


async def test_a_wrong_code_keeps_the_offer_and_stores_nothing(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    text = (await client.get("/mijn/beveiliging/app")).text
    data = {**fields_of(text), "code": "123"}
    wrong = await client.post("/mijn/beveiliging/app", headers=OURS, data=data)
    assert wrong.status_code == 422
    assert key_of(wrong.text) == key_of(text)
    odd = await client.post(
        "/mijn/beveiliging/app", headers=OURS, data={**data, "aanbod": "eigen keuze"}
    )
    assert odd.status_code == 422
    async with installation.state.database.read() as session:
        assert (await session.scalars(select(SecondFactor))).all() == []


async def test_an_offer_made_to_another_is_refused(installation: Any) -> None:
    mine, theirs = [await installation.logged_in(e) for e in (EMAIL, "bep@voorbeeld.nl")]
    offered = (await theirs.get("/mijn/beveiliging/app")).text
    data = {
        "_csrf": fields_of((await mine.get("/mijn")).text)["_csrf"],
        "aanbod": fields_of(offered)["aanbod"], "code": code_of(key_of(offered)),
    }  # fmt: skip
    assert (await mine.post("/mijn/beveiliging/app", headers=OURS, data=data)).status_code == 422


async def test_setting_up_ends_other_sessions_and_asks_who_one_is(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    with frozen(now() + FRESH + timedelta(seconds=1)):
        led = await client.get("/mijn/beveiliging/app")
        assert led.headers["location"].startswith("/mijn/beveiliging/bevestig?")
    account = 1
    async with installation.client() as other:
        await installation.log_in(other, account)
        await set_up(client)
        assert (await other.get("/mijn")).status_code == 303


async def test_new_recovery_codes_put_the_old_ones_out_of_use(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    _key, shown = await set_up(client)
    old = re.findall(r'class="key">([a-z0-9-]{14})<', shown.text)
    csrf = {"_csrf": fields_of((await client.get("/mijn")).text)["_csrf"]}
    made = await client.post("/mijn/beveiliging/codes", headers=OURS, data=csrf)
    new = re.findall(r'class="key">([a-z0-9-]{14})<', made.text)
    assert len(new) == recovery.COUNT
    assert not set(new) & set(old)
    other = await half_way(installation, 1)
    assert (await give(other, old[0])).status_code == 422
    assert (await give(other, new[0])).status_code == 303
    assert (await client.get("/mijn/beveiliging/codes")).status_code == 303


async def test_nobody_removes_the_factor_of_another(installation: Any) -> None:
    account = await installation.account(EMAIL)
    async with installation.state.database.write() as session:
        await enrol(session, account, SECRET)
    client = await installation.logged_in("bep@voorbeeld.nl")
    csrf = {"_csrf": fields_of((await client.get("/mijn")).text)["_csrf"]}
    for path in ("1", "0", "9" * 17, "9" * 40, "x", "-1"):
        answer = await client.post(f"/mijn/beveiliging/stap/{path}", headers=OURS, data=csrf)
        assert answer.status_code == 404, path
