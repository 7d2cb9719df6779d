"""Logging in and out: the link, the session behind it, and what nobody can do with either."""

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import func, select

from core.accounts.models import AccessToken, Account, LoginSession
from core.accounts.sessions import ABSOLUTE, IDLE, LINK_LASTS, SEEN_EVERY
from core.accounts.tokens import digest
from core.clock import frozen, now
from core.db.changes import touch
from core.neighbourhoods.models import Site

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
COOKIE = "buurtbasis_session"


async def count_sessions(installation: Any) -> int:
    async with installation.state.database.read() as session:
        return int(await session.scalar(select(func.count()).select_from(LoginSession)))


async def test_the_button_of_a_link_logs_in_and_leads_to_the_own_page(installation: Any) -> None:
    account = await installation.account("jan@voorbeeld.nl")
    link = await installation.link(account)
    async with installation.client() as client:
        shown = await client.get(link)
        assert shown.status_code == 200
        assert "Log in" in shown.text
        done = await client.post(link, headers=OURS)
        assert done.status_code == 303
        cookie = done.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        arrived = await client.get(done.headers["location"], follow_redirects=True)
        assert arrived.url.path == "/mijn"
        assert arrived.status_code == 200


async def test_opening_a_link_any_number_of_times_changes_nothing(installation: Any) -> None:
    link = await installation.link(await installation.account("a@voorbeeld.nl"))
    async with installation.client() as client:
        for _ in range(3):
            assert (await client.get(link)).status_code == 200
            assert (await client.head(link)).status_code == 200
        assert COOKIE not in client.cookies
        assert await count_sessions(installation) == 0
        assert (await client.post(link, headers=OURS)).status_code == 303


async def test_a_link_works_once_and_then_says_what_to_do(installation: Any) -> None:
    link = await installation.link(await installation.account("a@voorbeeld.nl"))
    async with installation.client() as first, installation.client() as second:
        assert (await first.post(link, headers=OURS)).status_code == 303
        for again in (await second.post(link, headers=OURS), await second.get(link)):
            assert again.status_code == 410
            assert "al gebruikt" in again.text
        assert await count_sessions(installation) == 1


async def test_a_link_is_over_after_ten_minutes(installation: Any) -> None:
    link = await installation.link(await installation.account("a@voorbeeld.nl"))
    async with installation.client() as client:
        with frozen(now() + LINK_LASTS - timedelta(seconds=5)):
            assert (await client.get(link)).status_code == 200
        with frozen(now() + LINK_LASTS + timedelta(seconds=1)):
            late = await client.post(link, headers=OURS)
        assert late.status_code == 410
        assert "verlopen" in late.text


async def test_a_made_up_link_is_404_with_help(installation: Any) -> None:
    async with installation.client() as client:
        for token in ("onzin", "x" * 900, "%F0%9F%90%99", "a%2Fb", "..%2f", "%22'"):
            for answer in (
                await client.get(f"/inloggen/{token}"),
                await client.post(f"/inloggen/{token}", headers=OURS),
            ):
                assert answer.status_code == 404, token
                assert "<h1>" in answer.text, token


async def test_nobody_can_plant_a_session_id(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    async with installation.client() as client:
        client.cookies.set(COOKIE, "door-een-ander-gekozen")
        assert (await client.get("/mijn")).status_code == 303
        done = await client.post(await installation.link(account), headers=OURS)
        assert done.cookies[COOKIE] != "door-een-ander-gekozen"
    async with installation.client() as attacker:
        attacker.cookies.set(COOKIE, "door-een-ander-gekozen")
        assert (await attacker.get("/mijn")).status_code == 303


async def test_logging_in_again_ends_the_session_before_it(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    async with installation.client() as client:
        await installation.log_in(client, account)
        old = client.cookies[COOKIE]
        token = csrf_of(await client.get("/mijn"))
        again = await client.post(
            await installation.link(account), headers=OURS, data={"_csrf": token}
        )
        assert again.status_code == 303
        assert client.cookies[COOKIE] != old
        assert await count_sessions(installation) == 1


async def test_only_hashes_of_secrets_are_stored(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    link = await installation.link(account)
    async with installation.client() as client:
        await installation.log_in(client, account)
        secrets = {client.cookies[COOKIE], link.rpartition("/")[2]}
    stored: set[str] = set()
    async with installation.state.database.read() as session:
        for table in (Account, LoginSession, AccessToken):
            for row in await session.execute(select(table.__table__)):
                stored.update(str(value) for value in row)
    assert "a@voorbeeld.nl" in stored
    assert {digest(secret, "platform") for secret in secrets} <= stored
    assert not secrets & stored


async def test_logging_out_ends_the_session_on_the_server_too(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    id_ = client.cookies[COOKIE]
    page = await client.get("/mijn")
    done = await client.post("/uitloggen", headers=OURS, data={"_csrf": csrf_of(page)})
    assert done.status_code == 303
    assert "max-age=0" in done.headers["set-cookie"].lower()
    assert (await client.get("/mijn")).status_code == 303
    async with installation.client() as thief:
        thief.cookies.set(COOKIE, id_)
        assert (await thief.get("/mijn")).status_code == 303


async def test_links_and_sessions_of_one_site_are_useless_on_another(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    async with installation.state.database.write() as session:
        session.add(Site(area_id=installation.area_id, name="Wijk", hostname="wijk.example"))
        touch(session)
    there = "http://wijk.example"
    from_there = {"origin": there, "sec-fetch-site": "same-origin"}
    async with installation.client() as here, installation.client(there) as client:
        link = await installation.link(account)
        assert (await client.get("/inloggen")).status_code == 200
        assert (await client.get(link)).status_code == 404
        assert (await client.post(link, headers=from_there)).status_code == 404
        assert (await here.post(link, headers=OURS)).status_code == 303
        assert (await here.get("/mijn")).status_code == 200
        client.cookies.set(COOKIE, here.cookies[COOKIE])
        assert (await client.get("/mijn")).status_code == 303


async def test_a_session_ends_after_two_weeks_of_silence(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    with frozen(now() + IDLE + timedelta(minutes=1)):
        assert (await client.get("/mijn")).status_code == 303


async def test_a_session_in_use_lasts_ninety_days_and_no_longer(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    start = now()
    for day in range(10, 90, 10):
        with frozen(start + timedelta(days=day)):
            assert (await client.get("/mijn")).status_code == 200, day
    with frozen(start + ABSOLUTE + timedelta(minutes=1)):
        assert (await client.get("/mijn")).status_code == 303


async def test_being_seen_is_written_once_an_hour_at_most(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")

    async def seen() -> Any:
        async with installation.state.database.read() as session:
            return await session.scalar(select(LoginSession.seen_at))

    at_login = await seen()
    with frozen(at_login + SEEN_EVERY - timedelta(minutes=1)):
        await client.get("/mijn")
    assert await seen() == at_login
    with frozen(at_login + SEEN_EVERY + timedelta(minutes=1)):
        await client.get("/mijn")
        await client.get("/mijn")
    assert await seen() == at_login + SEEN_EVERY + timedelta(minutes=1)


async def test_an_account_that_is_switched_off_is_out_at_once(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    async with installation.state.database.write() as session:
        account = await session.scalar(select(Account))
        account.is_active = False
        account_id = account.id
    assert (await client.get("/mijn")).status_code == 303
    async with installation.client() as other:
        late = await other.post(await installation.link(account_id), headers=OURS)
    assert late.status_code == 410


WANTED = (
    ("/mijn", "/mijn"),
    ("/organisaties?q=warm%20eten", "/organisaties?q=warm%20eten"),
    ("//kwaad.example", "/inloggen"),
    ("https://kwaad.example/", "/inloggen"),
    ("/\\kwaad.example", "/inloggen"),
    ("/\t/kwaad.example", "/inloggen"),
    ("javascript:alert(1)", "/inloggen"),
    ("", "/inloggen"),
)


async def test_login_leads_only_to_pages_of_this_site(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    for wanted, arrives in WANTED:
        async with installation.client() as client:
            link = await installation.link(account)
            done = await client.post(link, headers=OURS, data={"volgende": wanted})
        assert done.headers["location"] == arrives, wanted


async def test_a_member_at_the_login_page_goes_on_and_never_in_circles(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl")
    for wanted in ("", "/inloggen", "/inloggen?volgende=/inloggen"):
        answer = await client.get("/inloggen", params={"volgende": wanted})
        assert answer.headers["location"] == "/mijn"


async def test_the_login_page_offers_a_link_and_a_password_and_helps_the_first_manager(
    installation: Any,
) -> None:
    async with installation.client() as client:
        answer = await client.get("/inloggen?volgende=/beheer")
    assert answer.status_code == 200
    assert "Mail me een link" in answer.text
    assert 'autocomplete="current-password"' in answer.text
    assert answer.text.count('name="volgende" value="/beheer"') == 2
    assert "buurtbasis accounts link" in answer.text


async def test_pages_of_members_and_of_links_are_kept_nowhere(installation: Any) -> None:
    link = await installation.link(await installation.account("b@voorbeeld.nl"))
    client = await installation.logged_in("a@voorbeeld.nl", "platform-manager")
    for path in ("/mijn", "/beheer", "/beheer/modules", "/beheer/instellingen"):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "no-store", path
    async with installation.client() as guest:
        assert (await guest.get(link)).headers["cache-control"] == "no-store"


def csrf_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    return answer.text.partition('name="_csrf" value="')[2].partition('"')[0]
