"""Members see where they are logged in, and end that, for themselves only."""

from typing import Any

import httpx

from tests.core.conftest import OURS, csrf_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1"
PATH = "/mijn/sessies"


async def browser(installation: Any, account: int, agent: str) -> httpx.AsyncClient:
    client: httpx.AsyncClient = installation.client()
    client.headers["user-agent"] = agent
    await installation.log_in(client, account)
    return client


async def press(client: httpx.AsyncClient, path: str, token: str = "") -> int:
    token = token or csrf_in((await client.get("/mijn")).text)
    return (await client.post(path, headers=OURS, data={"_csrf": token})).status_code


def ends(html: str) -> list[str]:
    """Return the addresses that end one session."""
    return [part.partition('"')[0] for part in html.split('action="')[1:] if f"{PATH}/" in part]


async def is_in(client: httpx.AsyncClient) -> bool:
    return (await client.get("/mijn")).status_code == 200


async def test_the_list_says_which_devices_there_are_and_which_is_this(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    here = await browser(installation, account, FIREFOX)
    await browser(installation, account, PHONE)
    text = (await here.get(PATH)).text
    assert (
        text.index("Firefox, Windows") < text.index("Dit apparaat") < text.index("Safari, iPhone")
    )
    assert len(ends(text)) == 1
    assert "Waar je bent ingelogd" in (await here.get("/mijn")).text


async def test_one_session_is_ended_and_the_present_one_stays(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    here = await browser(installation, account, FIREFOX)
    there = await browser(installation, account, PHONE)
    path = ends((await here.get(PATH)).text)[0]
    assert await press(here, path) == 303
    assert await is_in(here)
    assert not await is_in(there)
    assert await press(here, path) == 404


async def test_all_others_are_ended_at_once(installation: Any) -> None:
    account = await installation.account("a@voorbeeld.nl")
    here = await browser(installation, account, FIREFOX)
    others = [await browser(installation, account, PHONE) for _ in range(2)]
    assert await press(here, PATH) == 303
    assert await is_in(here)
    assert [await is_in(other) for other in others] == [False, False]
    assert "Log alle andere apparaten uit" not in (await here.get(PATH)).text


async def test_nobody_ends_somebody_elses_session(installation: Any) -> None:
    mine = await browser(installation, await installation.account("a@voorbeeld.nl"), FIREFOX)
    account = await installation.account("b@voorbeeld.nl")
    theirs = await browser(installation, account, FIREFOX)
    await browser(installation, account, PHONE)
    path = ends((await theirs.get(PATH)).text)[0]
    assert await press(mine, path) == 404
    assert await press(mine, PATH) == 303
    assert len(ends((await theirs.get(PATH)).text)) == 1
    assert await press(mine, f"{PATH}/{'a' * 200}") == 404


async def test_guests_and_forms_of_other_sites_end_nothing(installation: Any) -> None:
    here = await browser(installation, await installation.account("a@voorbeeld.nl"), FIREFOX)
    assert (await installation.client().get(PATH)).status_code == 303
    assert (await installation.client().post(PATH, headers=OURS)).status_code == 403
    assert await press(here, PATH, token="wrong") == 403
    token = csrf_in((await here.get("/mijn")).text)
    evil = {"origin": "https://elders.example", "sec-fetch-site": "cross-site"}
    assert (await here.post(PATH, headers=evil, data={"_csrf": token})).status_code == 403
