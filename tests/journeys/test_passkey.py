"""A passkey, made and used in a real browser with a key that is made of software."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from core.testing.places import free_port
from tests.browser.conftest import BUURTBASIS, Site, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="module")
def named_site(site: Site) -> Iterator[Site]:
    """The same site under a name, since keys do not work for an address of numbers."""
    port = free_port()
    url = f"http://localhost:{port}"
    environment = {**site.environment, "BUURTBASIS_BASE_URL": url}
    server = subprocess.Popen(
        [BUURTBASIS, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        preexec_fn=os.setpgrp,
    )
    try:
        wait_for(url, server)
        yield Site(url, environment)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


async def add_key(page: Page) -> None:
    """Give the browser a key that says yes to everything."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def open_link(page: Page, site: Site, *words: str) -> None:
    found = re.search(r"/inloggen/\S+", site.command("accounts", *words))
    assert found
    await page.goto(site.url + found[0])
    await page.get_by_role("button", name="Log in").click()


async def test_a_passkey_is_made_named_used_and_taken_away(
    named_site: Site, open_page: OpenPage
) -> None:
    page, email = await open_page(width=360), f"{time.monotonic_ns()}@voorbeeld.example"
    await add_key(page)
    await open_link(page, named_site, "create", email, "--role", "platform-manager")
    await page.goto(f"{named_site.url}/mijn/beveiliging")
    await page.get_by_role("link", name="Maak een passkey").click()
    assert await axe(page) == []
    await page.get_by_label("Naam").fill("Mijn telefoon")
    await page.get_by_role("button", name="Maak de passkey").click()
    await expect(page.locator(".codes li")).to_have_count(10)
    await page.get_by_role("link", name="Ik heb ze bewaard").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beheer")

    await page.goto(f"{named_site.url}/mijn")
    await page.get_by_role("button", name="Log uit").click()
    await open_link(page, named_site, "link", email)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    assert await axe(page) == []
    await page.get_by_role("button", name="Gebruik je passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beheer")

    await page.goto(f"{named_site.url}/mijn/beveiliging")
    assert await axe(page) == []
    await page.get_by_text("Geef ‘Mijn telefoon’ een andere naam").click()
    await page.get_by_label("Naam").fill("Oude telefoon")
    await page.get_by_role("button", name="Bewaar").click()
    await page.get_by_text("Haal ‘Oude telefoon’ weg").click()
    await page.get_by_role("button", name="Ja, haal weg").click()
    await expect(page.get_by_text("De tweede stap is weggehaald.")).to_be_visible()


async def test_without_a_key_the_page_says_what_else_there_is(
    named_site: Site, open_page: OpenPage
) -> None:
    page = await open_page(scripts=False)
    await open_link(page, named_site, "create", f"{time.monotonic_ns()}@voorbeeld.example",
                    "--role", "platform-manager")  # fmt: skip
    await page.goto(f"{named_site.url}/mijn/beveiliging/passkey")
    await expect(page.get_by_role("button", name="Maak de passkey")).not_to_be_visible()
    await expect(page.get_by_text("Deze browser kan geen passkey maken")).to_be_visible()
    await expect(page.get_by_role("link", name="Stel een app in")).to_be_visible()
