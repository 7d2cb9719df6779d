"""The second step: what it guards, that each code works once, and how one sets it up."""

import asyncio
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.accounts import apps, recovery, second_step
from core.accounts.models import RecoveryCode, SecondFactor
from core.accounts.second_step_views import TRIES
from core.accounts.sessions import FRESH, SECOND_STEP_LASTS
from core.clock import frozen, now
from core.db.changes import touch
from core.neighbourhoods.models import Site
from core.testing.factors import code_of, enrol

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
COOKIE, EMAIL, STEP = "buurtbasis_session", "jan@voorbeeld.nl", "/inloggen/tweede-stap"
SECRET = "s" * 40
MANAGED = ("/beheer", "/beheer/modules", "/beheer/instellingen")


async def with_app(installation: Any, email: str = EMAIL) -> tuple[int, str]:
    """Return an account and the key of its app."""
    account = await installation.account(email)
    async with installation.state.database.write() as session:
        return account, await enrol(session, account, SECRET)


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


async def test_half_way_nobody_is_logged_in(installation: Any) -> None:
    account, key = await with_app(installation)
    client = await half_way(installation, account)
    for path in ("/mijn", "/mijn/sessies", "/mijn/beveiliging", "/mijn/beveiliging/app"):
        answer = await client.get(path)
        assert answer.headers["location"].startswith("/inloggen?"), path
    led = await client.get("/inloggen?volgende=/mijn/sessies")
    assert led.headers["location"] == f"{STEP}?volgende=/mijn/sessies"
    shown = await client.get(STEP)
    assert EMAIL in shown.text
    assert shown.headers["cache-control"] == "no-store"
    done = await give(client, code_of(key), volgende="/mijn/sessies")
    assert done.headers["location"] == "/mijn/sessies"
    assert (await client.get("/mijn/sessies")).status_code == 200


async def test_the_second_step_gives_a_new_session(installation: Any) -> None:
    account, key = await with_app(installation)
    client = await half_way(installation, account)
    before = client.cookies[COOKIE]
    await give(client, code_of(key))
    assert client.cookies[COOKIE] != before
    async with installation.client() as thief:
        thief.cookies.set(COOKIE, before)
        assert (await thief.get("/mijn")).status_code == 303
        assert "Log eerst in" in (await thief.get(STEP)).text


async def test_a_code_works_once_even_for_who_saw_it(installation: Any) -> None:
    account, key = await with_app(installation)
    first, second = [await half_way(installation, account) for _ in range(2)]
    code = code_of(key)
    assert (await give(first, code)).status_code == 303
    again = await give(second, code)
    assert again.status_code == 422
    assert 'href="#code"' in again.text
    assert (await give(second, code_of(key, -1))).status_code == 422, "nor an earlier one"
    assert (await give(second, code_of(key, +1))).status_code == 303


async def test_of_two_who_give_one_code_at_once_one_gets_in(installation: Any) -> None:
    account, key = await with_app(installation)
    code = code_of(key)

    async def check() -> bool:
        async with installation.state.database.write() as session:
            return await apps.check_app(session, account, code, SECRET)

    assert sorted(await asyncio.gather(check(), check())) == [False, True]


async def test_a_recovery_code_works_once_of_two_at_once_too(installation: Any) -> None:
    account, _key = await with_app(installation)
    async with installation.state.database.write() as session:
        codes = await recovery.make_codes(session, account, SECRET)
    assert len(set(codes)) == recovery.COUNT

    async def check(code: str) -> bool:
        async with installation.state.database.write() as session:
            return await second_step.check_code(session, account, code, SECRET)

    assert sorted(await asyncio.gather(*(check(codes[0]) for _ in range(4)))) == [False] * 3 + [
        True
    ]
    assert await check(codes[1].upper().replace("-", " "))
    async with installation.state.database.read() as session:
        assert await recovery.count_left(session, account) == recovery.COUNT - 2
        stored = str([row.code_hash for row in await session.scalars(select(RecoveryCode))])
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


async def test_a_code_of_another_account_opens_nothing(installation: Any) -> None:
    account, _key = await with_app(installation)
    other, other_key = await with_app(installation, "bep@voorbeeld.nl")
    async with installation.state.database.write() as session:
        codes = await recovery.make_codes(session, other, SECRET)
    client = await half_way(installation, account)
    for code in (code_of(other_key), codes[0]):
        assert (await give(client, code)).status_code == 422


async def test_after_five_wrong_codes_it_is_waiting(installation: Any) -> None:
    account, key = await with_app(installation)
    client, start = await half_way(installation, account), now()
    with frozen(start):
        wrong = ("", "12345", "abcdef", "٠١٢٣٤٥", "000000 ")
        assert [(await give(client, code)).status_code for code in wrong] == [422] * TRIES
        late = await give(client, code_of(key))
        assert late.status_code == 429
        other = await half_way(installation, account)
        assert (await give(other, code_of(key))).status_code == 429, "for every browser"
    with frozen(start + SECOND_STEP_LASTS + timedelta(seconds=1)):
        assert "Log eerst in" in (await client.get(STEP)).text
        fresh = await half_way(installation, account)
        assert (await give(fresh, code_of(key))).status_code == 303


async def test_a_guest_at_the_second_step_is_told_to_begin(installation: Any) -> None:
    async with installation.client() as client:
        assert "Log eerst in" in (await client.get(STEP)).text
        answer = await give(client, "123456")
        assert answer.status_code == 200
        assert COOKIE not in client.cookies


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
    _account, _key = await with_app(installation)
    client = await installation.logged_in("bep@voorbeeld.nl")
    csrf = {"_csrf": fields_of((await client.get("/mijn")).text)["_csrf"]}
    for path in ("1", "0", "9" * 17, "9" * 40, "x", "-1"):
        answer = await client.post(f"/mijn/beveiliging/stap/{path}", headers=OURS, data=csrf)
        assert answer.status_code == 404, path


async def test_a_half_way_session_of_one_site_is_nothing_on_another(installation: Any) -> None:
    account, key = await with_app(installation)
    async with installation.state.database.write() as session:
        session.add(Site(area_id=installation.area_id, name="Wijk", hostname="wijk.example"))
        touch(session)
    client = await half_way(installation, account)
    there = "http://wijk.example"
    async with installation.client(there) as other:
        other.cookies.set(COOKIE, client.cookies[COOKIE])
        answer = await other.post(
            STEP, headers={"origin": there, "sec-fetch-site": "same-origin"},
            data={"code": code_of(key)},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "Log eerst in" in answer.text


async def test_who_stops_half_way_is_out(installation: Any) -> None:
    account, _key = await with_app(installation)
    client = await half_way(installation, account)
    id_ = client.cookies[COOKIE]
    assert (await client.post("/uitloggen", headers=OURS)).status_code == 303
    client.cookies.set(COOKIE, id_)
    assert "Log eerst in" in (await client.get(STEP)).text
