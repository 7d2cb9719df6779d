"""The second step: half way nobody is in, and each code works once."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.accounts import apps, recovery, second_step, tries
from core.accounts.models import RecoveryCode
from core.accounts.sessions import SECOND_STEP_LASTS
from core.clock import frozen, now
from core.db.changes import touch
from core.neighbourhoods.models import Site
from core.testing.factors import code_of, enrol

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
COOKIE, EMAIL, STEP = "buurtbasis_session", "jan@voorbeeld.nl", "/inloggen/tweede-stap"
SECRET = "s" * 40


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
        wrong = ("x" * 5000, "12345", "abcdef", "٠١٢٣٤٥", "000000 ")
        assert [(await give(client, code)).status_code for code in wrong] == [422] * tries.MOST
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


async def test_tries_at_once_are_counted_one_after_the_other(installation: Any) -> None:
    account, _key = await with_app(installation)
    clients = [await half_way(installation, account) for _ in range(8)]
    answers = await asyncio.gather(*(give(client, "000000") for client in clients))
    assert sorted(answer.status_code for answer in answers) == [422] * tries.MOST + [429] * 3


async def test_a_right_code_begins_to_count_anew(installation: Any) -> None:
    account, key = await with_app(installation)
    for step in (0, 1):
        client = await half_way(installation, account)
        for _ in range(tries.MOST - 1):
            assert (await give(client, "x")).status_code == 422
        assert (await give(client, code_of(key, step))).status_code == 303
