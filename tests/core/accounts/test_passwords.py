"""Passwords: chosen well, stored well, and logging in with them tells nobody who has an account."""

from datetime import timedelta
from typing import Any

import argon2
import pytest
from sqlalchemy import event, select

from core.accounts import passwords
from core.accounts.login_views import PER_ADDRESS, WINDOW
from core.accounts.models import Account, LoginSession
from core.accounts.sessions import FRESH
from core.audit.models import AuditEntry
from core.clock import frozen, now
from core.errors import Invalid
from core.mail.models import OutboxMail

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
EMAIL, GOOD = "jan@voorbeeld.nl", "paardebloem lantaarn onderzeeër"
PAGE = "/mijn/beveiliging/wachtwoord"


def proof(text: str) -> str:
    return text.partition('name="_csrf" value="')[2].partition('"')[0]


async def change(client: Any, password: str) -> Any:
    csrf = proof((await client.get("/mijn")).text)
    return await client.post(PAGE, headers=OURS, data={"password": password, "_csrf": csrf})


async def enter(client: Any, password: str, email: str = EMAIL, **more: str) -> Any:
    data = {"account": email, "password": password, **more}
    return await client.post("/inloggen/wachtwoord", headers=OURS, data=data)


@pytest.mark.parametrize(
    "text",
    ["", "kort", "a" * 11, "a" * 12, "123456789012", "passwordpassword", "Welkom2026!!"[:11],
     "qwertyuiop123", "jan@voorbeeld.nl", "x" * 201],
)  # fmt: skip
async def test_a_password_that_is_short_common_or_about_oneself_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        await passwords.check_new(text, ("Jan", EMAIL))
    assert "password" in refused.value.fields


@pytest.mark.parametrize("text", [GOOD, "correct horse battery staple", "é" * 3 + "kJ7#qvX!m2Lz"])
async def test_a_long_password_of_any_signs_is_good(text: str) -> None:
    await passwords.check_new(text, ("Jan", EMAIL))
    stored = await passwords.hash_password(text)
    assert stored.startswith("$argon2id$")
    assert await passwords.matches(stored, text)
    assert not await passwords.matches(stored, text + " ")


async def test_an_accent_is_the_same_however_the_keyboard_sends_it() -> None:
    stored = await passwords.hash_password("caf\u00e9 met veel stoelen")
    assert await passwords.matches(stored, "cafe\u0301 met veel stoelen")


async def test_nothing_matches_no_password_and_what_is_broken() -> None:
    for stored in ("", passwords.NOBODYS, "kapot", "$argon2id$v=19$m=1"):
        for text in ("", "x", GOOD):
            assert not await passwords.matches(stored, text)


async def test_a_password_is_chosen_used_changed_and_taken_away(installation: Any) -> None:
    first = await installation.logged_in(EMAIL)
    saved = await change(first, GOOD)
    assert saved.headers["location"] == "/mijn/beveiliging?gedaan=wachtwoord"
    assert "is bewaard" in (await first.get(saved.headers["location"])).text
    async with installation.client() as second:
        done = await enter(second, GOOD, volgende="/organisaties")
        assert done.headers["location"] == "/organisaties"
        assert (await second.get("/mijn")).status_code == 200
        await change(first, GOOD + " twee")
        assert (await second.get("/mijn")).status_code == 303, "other sessions end"
        assert (await enter(second, GOOD)).status_code == 422
        assert (await enter(second, GOOD + " twee")).status_code == 303
        csrf = proof((await second.get("/mijn")).text)
        gone = await second.post(
            "/mijn/beveiliging/geen-wachtwoord", headers=OURS, data={"_csrf": csrf}
        )
        assert gone.status_code == 303
        assert (await first.get("/mijn")).status_code == 303
    async with installation.client() as third:
        assert (await enter(third, GOOD + " twee")).status_code == 422
    async with installation.state.database.read() as session:
        told = [mail.data["what"] for mail in await session.scalars(select(OutboxMail))]
    assert told == ["password_set", "password_set", "password_removed"]


async def test_changing_a_password_gives_this_browser_a_new_session(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    before = client.cookies["buurtbasis_session"]
    await change(client, GOOD)
    assert client.cookies["buurtbasis_session"] != before
    assert (await client.get("/mijn")).status_code == 200
    async with installation.client() as thief:
        thief.cookies.set("buurtbasis_session", before)
        assert (await thief.get("/mijn")).status_code == 303


async def test_a_weak_password_comes_back_with_help_and_changes_nothing(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    answer = await change(client, "welkom")
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert "welkom" not in answer.text.lower().replace("welkom bij", "")
    async with installation.state.database.read() as session:
        assert await session.scalar(select(Account.password_hash)) == ""


async def test_after_ten_minutes_one_says_again_who_one_is(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await change(client, GOOD)
    with frozen(now() + FRESH + timedelta(seconds=1)):
        asked = await client.get(PAGE)
        assert asked.headers["location"] == f"/mijn/beveiliging/bevestig?volgende={PAGE}"
        assert (await change(client, "iets heel anders vandaag")).status_code == 303
        assert (await enter(installation.client(), GOOD)).status_code == 303, "nothing changed"
        csrf = proof((await client.get(asked.headers["location"])).text)
        again = {"_csrf": csrf, "volgende": PAGE}
        path = "/mijn/beveiliging/bevestig"
        wrong = await client.post(path, headers=OURS, data={**again, "password": "mis"})
        assert wrong.status_code == 422
        right = await client.post(path, headers=OURS, data={**again, "password": GOOD})
        assert right.headers["location"] == PAGE
        assert (await client.get(PAGE)).status_code == 200


async def test_an_unknown_address_is_answered_like_a_wrong_password(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await change(client, GOOD)
    await installation.account("bep@voorbeeld.nl")
    answers, statements = [], []
    engine = installation.state.database.engine.sync_engine
    for email in (EMAIL, "wie@voorbeeld.nl", "bep@voorbeeld.nl"):
        said: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_r: Any, said: list[str] = said) -> None:
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        async with installation.client() as guest:
            answer = await enter(guest, "dit is het niet", email)
        event.remove(engine, "before_cursor_execute", note)
        answers.append((answer.status_code, answer.text.replace(email, ""), answer.headers))
        statements.append(said)
    for answer in answers[1:]:
        assert answer == answers[0]
    assert statements[0] == statements[1] == statements[2]


async def test_an_unknown_address_is_compared_with_a_password_as_dear(installation: Any) -> None:
    stored = argon2.extract_parameters(await passwords.hash_password(GOOD))
    assert argon2.extract_parameters(passwords.NOBODYS) == stored


async def test_guessing_stops_and_goes_on_after_a_while(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await change(client, GOOD)
    start = now()
    async with installation.client() as guest:
        with frozen(start):
            found = [(await enter(guest, f"gok {n}")).status_code for n in range(PER_ADDRESS)]
            assert found == [422] * PER_ADDRESS
            assert (await enter(guest, GOOD)).status_code == 429
        with frozen(start + timedelta(seconds=WINDOW + 1)):
            assert (await enter(guest, GOOD)).status_code == 303


async def test_a_failed_login_is_written_down_without_what_was_typed(installation: Any) -> None:
    account_id = await installation.account(EMAIL)
    async with installation.client() as guest:
        await enter(guest, "geheim geheim geheim")
        await enter(guest, "geheim geheim geheim", "wie@voorbeeld.nl")
    async with installation.state.database.read() as session:
        rows = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    found = [(row.action, row.subject) for row in rows][-2:]
    assert found == [
        ("accounts.login_failed", f"account:{account_id}"),
        ("accounts.login_failed", "account:0"),
    ]
    assert "geheim" not in str([vars(row) for row in rows])


async def test_a_password_stored_with_weaker_settings_is_stored_anew(installation: Any) -> None:
    account_id = await installation.account(EMAIL)
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    async with installation.state.database.write() as session:
        (await session.get(Account, account_id)).password_hash = weak
    async with installation.client() as guest:
        assert (await enter(guest, GOOD)).status_code == 303
    async with installation.state.database.read() as session:
        stored = await session.scalar(select(Account.password_hash))
    assert not passwords.is_outdated(stored)
    assert await passwords.matches(stored, GOOD)


async def test_somebody_whose_account_is_off_does_not_get_in(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await change(client, GOOD)
    async with installation.state.database.write() as session:
        (await session.scalar(select(Account))).is_active = False
    async with installation.client() as guest:
        assert (await enter(guest, GOOD)).status_code == 422
    async with installation.state.database.read() as session:
        assert len((await session.scalars(select(LoginSession))).all()) == 1
