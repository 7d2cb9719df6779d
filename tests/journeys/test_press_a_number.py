"""A guest presses a telephone number, a mail address and a website: each is counted once."""

import asyncio
import sqlite3
import time

import pytest
from playwright.async_api import Page

from core.testing.browser import OpenPage
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PATIENCE = 20


def rows(site: Site, query: str) -> list[tuple[object, ...]]:
    """Read the database beside the server."""
    path = site.database_url.partition("///")[2]
    database = sqlite3.connect(path)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def presses(site: Site) -> list[tuple[object, ...]]:
    """Return what was counted, by kind."""
    return rows(site, "select target, sum(clicks) from contact_click group by target order by 1")


async def press_phone_mail_and_site(page: Page) -> None:
    """Press every way to reach somebody, without leaving the page."""
    # No program is there to call or to mail, and the website must not open.
    await page.evaluate("""document.addEventListener("click", (event) => event.preventDefault())""")
    for start in ("tel:", "mailto:", "http"):
        await page.locator(f'[data-entry] .facts a[href^="{start}"]').first.click()


async def test_presses_on_phone_mail_and_site_are_counted_once_each(
    site: Site, open_page: OpenPage
) -> None:
    (path,) = rows(
        site,
        "select '/organisaties/' || slug from content where kind = 'organisation'"
        " and phone <> '' and email <> '' and website <> '' order by id limit 1",
    )[0]
    page = await open_page()
    agent = await page.evaluate("navigator.userAgent")
    assert "Headless" in agent  # so its view is not counted, and a press is
    await page.goto(site.url + str(path))
    await press_phone_mail_and_site(page)
    end = time.monotonic() + PATIENCE
    while len(presses(site)) < 3:
        assert time.monotonic() < end, presses(site)
        await asyncio.sleep(0.2)
    assert presses(site) == [("mail", 1), ("phone", 1), ("site", 1)]
