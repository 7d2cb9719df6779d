"""A volunteer without JavaScript: a link by mail, a password, an app, and the way out again."""

import json
import sqlite3
import time

import pytest
from playwright.async_api import Page, expect

from core.testing.browser import OpenPage
from core.testing.factors import code_of
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PASSWORD = "paardebloem lantaarn onderzeeër"


def mailed_path(site: Site, email: str) -> str:
    """Return where the latest mail to an address leads."""
    with sqlite3.connect(site.database_url.partition("///")[2]) as database:
        found = database.execute(
            "select data from outbox_mail where address = ? and kind = 'core.login'"
            " order by id desc limit 1",
            [email],
        ).fetchone()
    path: str = json.loads(found[0])["path"]
    return path


async def ask_link(page: Page, site: Site, email: str) -> None:
    """Ask for a link, find it in the mail, and press its button."""
    await page.goto(f"{site.url}/inloggen?volgende=/mijn/beveiliging")
    await page.get_by_label("E-mailadres").first.fill(email)
    await page.get_by_role("button", name="Mail me een link").click()
    await expect(page.get_by_role("status").filter(has_text="Kijk in je mail")).to_be_visible()
    await page.goto(site.url + mailed_path(site, email))
    await page.get_by_role("button", name="Log in").click()


async def test_a_volunteer_logs_in_by_mail_then_by_password_then_with_a_code(
    site: Site, open_page: OpenPage
) -> None:
    page, email = await open_page(width=360, scripts=False), f"{time.monotonic_ns()}@club.example"
    site.command("accounts", "create", email, "--role", "area-editor", "--for", "kruiskamp")
    await ask_link(page, site, email)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beveiliging")

    await page.get_by_role("link", name="Kies een wachtwoord").click()
    await page.get_by_role("textbox", name="Nieuw wachtwoord").fill("welkom")
    await page.get_by_role("button", name="Bewaar").click()
    await expect(page.get_by_role("alert")).to_contain_text("minstens 12 tekens")
    await page.get_by_role("textbox", name="Nieuw wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Bewaar").click()
    await expect(page.get_by_text("Je wachtwoord is bewaard.")).to_be_visible()

    await page.get_by_role("link", name="Stel een app in").click()
    key = (await page.locator(".key").inner_text()).replace(" ", "")
    await page.get_by_label("Code uit je app").fill(code_of(key))
    await page.get_by_role("button", name="Neem in gebruik").click()
    code = await page.locator(".codes code").first.inner_text()

    await page.goto(f"{site.url}/mijn")
    await page.get_by_role("button", name="Log uit").click()
    await page.goto(f"{site.url}/inloggen")
    await page.get_by_label("E-mailadres").last.fill(email)
    await page.get_by_role("textbox", name="Wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    await page.get_by_label("Code uit je app").fill(code.upper())
    await page.get_by_role("button", name="Ga verder").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Beheer")
