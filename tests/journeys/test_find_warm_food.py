"""Somebody of eighty, on a phone without scripts, looks for a warm meal near 3813 and phones."""

import re

import pytest
from playwright.async_api import Page, expect

from core.testing.browser import OpenPage
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORDS = "warm eten in de buurt van 3813"


async def search_from_home(page: Page, site: Site, words: str) -> None:
    """Type words on the first page and press the button."""
    await page.goto(site.url)
    await page.get_by_label("Waar zoek je naar?").fill(words)
    await page.get_by_role("button", name="Zoeken").click()


async def test_a_warm_meal_near_3813_is_found_read_and_phoned(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=360, scripts=False)
    await search_from_home(page, site, WORDS)
    await expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"^\d+ resultaten$"))
    first = page.locator(".card").first
    await expect(first).to_contain_text(re.compile("warm", re.IGNORECASE))
    await expect(first).to_contain_text(re.compile(r"\((\d{3} m|[01],\d km|2,0 km)\)"))
    await expect(first.locator(".card__when")).to_contain_text(
        re.compile(r"(Vandaag|Morgen|dag \d+ \w+)(.*), \d\d:\d\d")
    )
    await first.get_by_role("link").first.click()
    await expect(page.get_by_text("De eerstvolgende keer:")).to_be_visible()
    call = page.get_by_role("link", name=re.compile(r"^Bel 033"))
    assert re.fullmatch(r"tel:\+?\d+", await call.get_attribute("href") or "")
    box = await call.bounding_box()
    assert box is not None
    assert box["height"] >= 44


async def test_looking_further_shows_more_and_everywhere_drops_the_place(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=360, scripts=False)
    await search_from_home(page, site, WORDS)
    near = int((await page.locator(".count").inner_text()).split()[0])
    await page.get_by_role("link", name="5 km", exact=True).click()
    assert int((await page.locator(".count").inner_text()).split()[0]) > near
    await expect(page.get_by_label("Waar zoek je naar?")).to_have_value("warm eten")
    await page.get_by_role("link", name="Overal").click()
    await expect(page.locator(".card__distance")).to_have_count(0)
    assert "postcode" not in page.url


async def test_only_a_place_leads_to_what_there_is_to_do_there(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=360, scripts=False)
    await search_from_home(page, site, "3813")
    assert page.url == f"{site.url}/activiteiten?postcode=3813"
    await page.goto(site.url)
    await page.get_by_label("In welke buurt?").select_option("Kruiskamp")
    await page.get_by_role("button", name="Zoeken").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kruiskamp")


async def test_words_that_nothing_has_say_what_to_try(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=360, scripts=False)
    await page.goto(f"{site.url}/activiteiten?q=xyzzyq&categorie=maaltijden&postcode=3813")
    await expect(page.locator(".count")).to_contain_text("Niets gevonden")
    ways = page.locator(".empty").get_by_role("link")
    for name in ("Zonder ‘xyzzyq’", "Alles bekijken"):
        await expect(ways.filter(has_text=name)).to_have_count(1)
    await ways.filter(has_text="Zonder ‘xyzzyq’").click()
    assert await page.locator(".card").count() > 0


async def test_every_page_on_the_way_fits_320_pixels(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=320, scripts=False)
    await search_from_home(page, site, WORDS)
    link = await page.locator(".card__title a").first.get_attribute("href")
    paths = ("", "/activiteiten?postcode=3813", "/buurten", link, "/nergens")
    for address in (page.url, *(f"{site.url}{path}" for path in paths)):
        await page.goto(address)
        wide = await page.locator("main").evaluate(
            "main => [...main.querySelectorAll('*')].filter(one => !one.closest('.visually-hidden')"
            " && one.getBoundingClientRect().right > 320.5).map(one => one.outerHTML.slice(0, 80))"
        )
        assert wide == [], address
