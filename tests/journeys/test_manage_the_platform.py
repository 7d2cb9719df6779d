"""The platform manager logs in by a link, switches a module, names the site, hides an activity."""

import re
import time

import httpx
import pytest
from playwright.async_api import Page, expect

from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from core.testing.factors import code_of
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SOON = 1.0


async def log_in(page: Page, site: Site) -> None:
    """Open a fresh link, press its button, and set the second step up that a manager needs."""
    words = ("accounts", "create", f"{time.monotonic_ns()}@voorbeeld.example")
    found = re.search(r"/inloggen/\S+", site.command(*words, "--role", "platform-manager"))
    assert found
    await page.goto(site.url + found[0])
    await page.get_by_role("button", name="Log in").click()
    key = await page.locator(".key").inner_text()
    await page.get_by_label("Code uit je app").fill(code_of(key.replace(" ", "")))
    await page.get_by_role("button", name="Neem in gebruik").click()
    await expect(page.locator(".codes li")).to_have_count(10)
    await page.get_by_role("link", name="Ik heb ze bewaard").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beheer")


async def until(client: httpx.AsyncClient, url: str, status: int) -> None:
    """Ask again and again, as a guest, until the status is as expected; a second is too long."""
    end = time.monotonic() + SOON
    while (found := (await client.get(url)).status_code) != status:
        assert time.monotonic() < end, f"{url} still answers {found} after {SOON} s"


async def test_a_module_that_is_switched_off_is_gone_for_guests_within_a_second(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    await log_in(page, site)
    await page.get_by_role("link", name="Modules").click()
    off = page.get_by_role("button", name=re.compile(r"^Zet (?!Activiteiten).+ uit$"))
    needing = [await button.inner_text() for button in await off.all()]
    for name in needing:  # what needs the agenda goes off before it
        await page.get_by_role("button", name=name).click()
        await expect(page.get_by_role("status").filter(has_text="staat nu uit")).to_be_visible()
    async with httpx.AsyncClient() as guest:
        await until(guest, f"{site.url}/activiteiten", 200)
        await page.get_by_role("button", name="Zet Activiteiten uit").click()
        await expect(page.get_by_role("status").filter(has_text="staat nu uit")).to_be_visible()
        await until(guest, f"{site.url}/activiteiten", 404)
        for path in ("/", "/buurten/kruiskamp", "/zoeken?q=eten", "/nergens"):
            assert "/activiteiten" not in (await guest.get(site.url + path)).text, path
        await page.get_by_role("button", name="Zet Activiteiten aan").click()
        await expect(page.get_by_role("status").filter(has_text="staat nu aan")).to_be_visible()
        await until(guest, f"{site.url}/activiteiten", 200)
        assert "/activiteiten" in (await guest.get(site.url)).text
    for name in needing:
        await page.get_by_role("button", name=name.replace(" uit", " aan")).click()
        await expect(page.get_by_role("status").filter(has_text="staat nu aan")).to_be_visible()


async def test_a_name_that_is_changed_stands_above_every_page(
    site: Site, manager_cookie: dict[str, str], open_page: OpenPage
) -> None:
    page, guest = await open_page(), await open_page(width=360)
    await page.context.add_cookies([manager_cookie])  # type: ignore[list-item]
    await page.goto(f"{site.url}/beheer")
    await page.get_by_role("link", name="Instellingen").click()
    name = page.get_by_label("Naam van het platform")
    try:
        await name.fill("Prikbord Amersfoort")
        await page.get_by_role("button", name="Bewaar").click()
        await expect(page.locator(".site-name__name")).to_have_text("Prikbord Amersfoort")
        await page.wait_for_timeout(SOON * 1000)
        await guest.goto(site.url)
        await expect(guest.locator(".site-name__name")).to_have_text("Prikbord Amersfoort")
    finally:
        await name.fill("")
        await page.get_by_role("button", name="Bewaar").click()


async def test_a_hidden_activity_tells_guests_what_else_there_is_and_can_come_back(
    site: Site, manager_cookie: dict[str, str], open_page: OpenPage
) -> None:
    page, guest = await open_page(), await open_page(width=360)
    await page.context.add_cookies([manager_cookie])  # type: ignore[list-item]
    await page.goto(f"{site.url}/activiteiten?dag=morgen")
    owner = await page.locator(".card__meta a").first.inner_text()
    await page.locator(".card__title a").first.click()
    title = await page.get_by_role("heading", level=1).inner_text()
    address = page.url
    await page.get_by_role("button", name="Verberg deze activiteit").click()
    await expect(page.get_by_text("Deze activiteit is verborgen.")).to_be_visible()
    assert page.url == address
    assert await axe(page) == []
    async with httpx.AsyncClient() as client:
        await until(client, address, 410)
        assert title not in (await client.get(f"{site.url}/activiteiten?dag=morgen")).text
    answer = await guest.goto(address)
    assert answer is not None
    assert answer.status == 410
    assert await axe(guest) == []
    main = guest.get_by_role("main")
    await expect(main.get_by_role("link", name=owner)).to_be_visible()
    same = main.get_by_role("link", name=re.compile(": "))
    assert "?categorie=" in (await same.get_attribute("href") or "")
    await same.click()
    await expect(guest.locator(".count")).to_be_visible()
    await page.get_by_role("button", name="Laat deze activiteit weer zien").click()
    async with httpx.AsyncClient() as client:
        await until(client, address, 200)
