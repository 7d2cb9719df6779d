"""A volunteer with a phone puts a weekly activity on the site, with scripts and without."""

import re
from datetime import date, timedelta

import pytest
from playwright.async_api import Page, expect

from core.clock import today
from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ORGANISATION = "voorbeeldkeuken-de-luchtige-lepel"
LIST = f"/mijn/organisaties/{ORGANISATION}/activiteiten"
DONE = "Gelukt: je activiteit staat op de site."
WORDS = "Elke dinsdag van 12:00 tot 13:30, behalve op"


async def log_in(page: Page, site: Site, email: str) -> None:
    role = ("--role", "organisation-editor", "--for", ORGANISATION)
    found = re.search(r"/inloggen/\S+", site.command("accounts", "create", email, *role))
    assert found
    await page.goto(site.url + found[0])
    await page.get_by_role("main").get_by_role("button").click()
    await expect(page).to_have_url(site.url + "/mijn")


async def fill_in(page: Page, title: str) -> None:
    """Fill in what every activity needs, in the order of the form."""
    await page.get_by_label("Hoe heet het?").fill(title)
    await page.get_by_label("Wat is het, in één zin?").fill("Samen soep eten aan de lange tafel.")
    await page.get_by_text("Maaltijden", exact=True).first.click()
    await page.get_by_label("Samen eten").check()
    await page.get_by_label("Elke week").check()
    await page.get_by_label("Dinsdag", exact=True).check()
    await page.get_by_label("Begint om").fill("12:00")
    await page.get_by_label("Duurt tot").fill("13:30")
    await page.get_by_text("Begin, einde en uitzonderingen").click()
    await page.get_by_label("Niet op deze dagen").fill(tuesdays_in_summer())
    await page.get_by_label("Het is gratis").check()


def tuesdays_in_summer() -> str:
    """Return two Tuesdays of next year, as somebody writes them."""
    first = date(today().year + 1, 7, 1)
    first += timedelta(days=(1 - first.weekday()) % 7)
    return f"{first.day} en {first.day + 7} juli {first.year}"


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_weekly_activity_is_on_the_site_in_a_few_presses(
    site: Site, open_page: OpenPage, scripts: bool
) -> None:
    name = "met" if scripts else "zonder"
    page = await open_page(width=360, height=780, scripts=scripts)
    await log_in(page, site, f"soep-{name}@voorbeeld.example")
    await page.goto(site.url + LIST)
    await page.get_by_role("link", name="Nieuwe activiteit").click()
    title = f"Soep {name} script"
    await fill_in(page, title)
    if not scripts:
        await page.get_by_role("button", name="Bekijk de data").click()
    await expect(page.locator("#dates")).to_contain_text(WORDS)
    await expect(page.locator("#dates li")).to_have_count(7)
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await expect(page.get_by_label("Welke dag?", exact=True)).to_be_hidden()
    await expect(page.get_by_label("Straat", exact=False)).to_be_hidden()
    await page.get_by_role("button", name="Zet op de site").click()
    await expect(page.get_by_role("main")).to_contain_text(DONE)
    await (
        page.get_by_role("listitem")
        .filter(has_text=title)
        .get_by_role("link", name="Bekijk")
        .click()
    )
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    await expect(page.get_by_role("main")).to_contain_text("elke dinsdag, 12:00 – 13:30")


async def test_what_is_missing_is_said_on_top_and_nothing_is_lost(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=360, height=780)
    await log_in(page, site, "fout@voorbeeld.example")
    await page.goto(f"{site.url}{LIST}/nieuw")
    await fill_in(page, "")
    await page.get_by_label("Duurt tot").fill("11:00")
    await page.get_by_role("button", name="Zet op de site").click()
    summary = page.locator(".error-summary")
    await expect(summary).to_be_focused()
    await expect(summary.get_by_role("link")).to_have_count(2)
    await expect(page.get_by_label("Begint om")).to_have_value("12:00")
    await expect(page.get_by_label("Dinsdag", exact=True)).to_be_checked()
    await expect(page.get_by_label("Samen eten")).to_be_checked()
    assert await axe(page) == []
    await page.get_by_label("Het gaat door na middernacht").check()
    await page.get_by_label("Hoe heet het?").fill("Nachtsoep")
    await page.get_by_role("button", name="Zet op de site").click()
    await expect(page.get_by_role("main")).to_contain_text(DONE)


async def test_a_form_that_was_left_is_taken_up_again(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=360, height=780)
    await log_in(page, site, "later@voorbeeld.example")
    await page.goto(f"{site.url}{LIST}/nieuw")
    await fill_in(page, "Soep voor later")
    await expect(page.locator(".kept")).to_contain_text("Concept bewaard")
    await page.goto(f"{site.url}{LIST}/nieuw")
    await page.get_by_role("link", name="Ga verder met het concept").click()
    await expect(page.get_by_label("Hoe heet het?")).to_have_value("Soep voor later")
    await expect(page.locator("#dates")).to_contain_text(WORDS)
