"""The whole story: register, be approved, publish, be asked, confirm with one press, lapse, return.

Time goes by through ``buurtbasis expire --at``, which does what the clock would do.
"""

import json
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from core.clock import today
from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from tests.browser.conftest import Site, cookie_of_manager, serve_demonstration

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADDRESS = "wil@theetuin.example"
NAME, ACTIVITY = "Theetuin De Linde", "Thee in de tuin"
OWN = "/mijn/organisaties/theetuin-de-linde"


def said(page: Page) -> Locator:
    """Return what the page says of what was just done."""
    return page.locator(".notice--good").first


def link_in_mail(site: Site, kind: str) -> str:
    """Return the path of the link in the last mail of a kind to the organisation."""
    mails = json.loads(site.command("outbox", "list", "--json", "--limit", "1000"))
    ids = [mail["id"] for mail in mails if (mail["kind"], mail["address"]) == (kind, ADDRESS)]
    assert ids, f"no mail of the kind {kind}"
    text = site.command("outbox", "show", str(max(ids)))
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


def let_pass(site: Site, days: int) -> None:
    """Do what the ladder would do so many days from now."""
    day = (today() + timedelta(days=days)).isoformat()
    site.command("expire", "--at", day, "--yes")


async def register(page: Page, site: Site) -> None:
    await page.goto(f"{site.url}/registreren")
    await page.get_by_label("Naam van je organisatie").fill(NAME)
    await page.get_by_label("Wat doen jullie, in één zin?").fill("Wij drinken samen thee.")
    await page.get_by_label("Waar gaat het vooral over?").select_option(label="Ontmoetingen")
    await page.get_by_label("In welke buurt zijn jullie?").select_option(index=4)
    await page.get_by_label("Je naam", exact=True).fill("Wil Tuin")
    await page.get_by_label("Je e-mailadres").fill(ADDRESS)
    await page.get_by_label(re.compile("Bewaar mijn naam")).check()
    assert await axe(page) == []
    await page.get_by_role("button", name="Schrijf in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    await page.goto(site.url + link_in_mail(site, "core.register"))
    await page.get_by_role("button", name="Ja, schrijf in").click()
    await expect(page.get_by_text("wacht op controle")).to_be_visible()


async def approve(page: Page, site: Site) -> None:
    await page.goto(f"{site.url}/beheer")
    await page.get_by_role("link", name=re.compile("te bekijken")).first.click()
    await page.get_by_role("link", name=re.compile(NAME)).first.click()
    assert await axe(page) == []
    await page.get_by_role("button", name=re.compile("Goed")).click()
    await expect(said(page)).to_be_visible()


async def publish(page: Page, site: Site, title: str) -> None:
    await page.goto(f"{site.url}{OWN}/activiteiten/nieuw")
    await page.get_by_label("Hoe heet het?").fill(title)
    await page.get_by_label("Wat is het, in één zin?").fill("Elke dinsdag thee met taart.")
    await page.locator("summary").filter(has_text="Ontmoetingen").click()
    await page.locator("input[name=categories]:visible").first.check()
    await page.get_by_label("Elke week").check()
    await page.get_by_label("Dinsdag").check()
    await page.get_by_label("Begint om").fill("10:00")
    await page.get_by_label(re.compile("Duurt tot")).fill("12:00")
    await expect(page.get_by_text("Elke dinsdag van 10:00 tot 12:00").first).to_be_visible()
    await page.get_by_label("Op een ander adres").check()
    await page.get_by_label(re.compile("^Straat")).fill("Arnhemseweg")
    await page.get_by_label(re.compile("^Huisnummer")).fill("10")
    await page.get_by_label(re.compile("^Postcode")).fill("3817 CA")
    await page.get_by_label("Het is gratis").check()
    await page.get_by_role("button", name="Zet op de site").click()
    await expect(said(page)).to_contain_text("staat op de site")


async def status_of(site: Site, path: str) -> int:
    async with httpx.AsyncClient() as guest:
        return (await guest.get(site.url + path)).status_code


async def test_an_organisation_comes_stays_lapses_and_comes_back(
    tmp_path: Path, open_page: OpenPage
) -> None:
    # Half a year goes by for everything on the site, so it has one of its own.
    with serve_demonstration(tmp_path) as site:
        await tell(site, cookie_of_manager(site), open_page)


async def tell(site: Site, manager_cookie: dict[str, str], open_page: OpenPage) -> None:
    page, manager = await open_page(width=360, height=740), await open_page()
    await manager.context.add_cookies([manager_cookie])  # type: ignore[list-item]
    await register(page, site)
    assert await status_of(site, "/organisaties/theetuin-de-linde") == 404
    await approve(manager, site)
    await expect_status(page, site, "/organisaties/theetuin-de-linde", 200)
    await publish(page, site, ACTIVITY)
    await publish(page, site, "Thee voor wie alleen is")
    await expect_status(page, site, "/activiteiten/thee-in-de-tuin", 200)

    # A quarter later comes the reminder; its link opens a page, and one press confirms it all.
    let_pass(site, 92)
    reader = await open_page(width=360, height=740)
    await reader.goto(site.url + link_in_mail(site, "core.klopt"))
    await expect(reader.get_by_role("heading", level=1)).to_have_text("Klopt dit nog?")
    assert await axe(reader) == []
    await reader.get_by_role("button", name="Alles klopt nog").first.click()
    await expect(said(reader)).to_be_visible()
    await expect(reader.get_by_text("Hiervan weten we het niet zeker")).to_have_count(0)

    # Then nobody answers any more: asked, asked again, called, hidden.
    for days in (92, 107, 122, 136):
        let_pass(site, days)
    await expect_status(page, site, "/activiteiten/thee-in-de-tuin", 410)
    await page.goto(f"{site.url}{OWN}/klopt")
    assert await axe(page) == []
    back = page.get_by_role("button", name=re.compile("Zet terug"))
    while await back.count():
        await back.first.click()
        await expect(said(page)).to_be_visible()
    await expect_status(page, site, "/activiteiten/thee-in-de-tuin", 200)
    await expect_status(page, site, "/organisaties/theetuin-de-linde", 200)


async def expect_status(page: Page, site: Site, path: str, status: int) -> None:
    """Ask as a guest until the answer is as expected: processes hear of it within a second."""
    for _ in range(30):
        if (found := await status_of(site, path)) == status:
            return
        await page.wait_for_timeout(100)
    assert found == status, path
