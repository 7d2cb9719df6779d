"""The screen in the hall in a real browser: it turns its pages, and outlives the network."""

import pytest
from playwright.async_api import Page

from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PATH = "/scherm/amersfoort"
NEXT_DAY = 24 * 3600 * 1000


async def shown(page: Page) -> list[str]:
    return await page.locator(".hall-day h3:visible").all_inner_texts()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1280, 900), (360, 800)])
async def test_it_fits_and_is_accessible(
    size: tuple[int, int], site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=size[0], height=size[1])
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    await page.goto(site.url + PATH)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert await axe(page) == []
    over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0
    assert wrong == []


async def test_its_pages_turn_and_come_round(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=1920, height=1080)
    await page.clock.install()
    await page.goto(site.url + PATH)
    total = int((await page.inner_text("#page")).partition("/")[2])
    assert total > 1
    first = await shown(page)
    await page.clock.run_for(12_100)
    assert await page.inner_text("#page") == f"2 / {total}"
    assert await shown(page) != first
    for _ in range(total - 1):
        await page.clock.run_for(12_000)
    assert await page.inner_text("#page") == f"1 / {total}"


async def test_without_network_the_last_good_list_stays_and_says_of_when(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(width=360)
    await page.goto(site.url + PATH)
    before = await page.locator(".hall-day h3").count()
    assert before > 0
    await page.context.set_offline(True)
    await page.get_by_text("Laatst bijgewerkt om").wait_for()
    assert await page.locator(".hall-day h3").count() > 0
    await page.context.set_offline(False)
    await page.locator("#stale:empty").wait_for(state="attached")


async def test_without_network_tomorrow_becomes_today(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=360)
    await page.clock.install()
    await page.goto(site.url + PATH)
    tomorrow = await page.locator(".hall-day").nth(1).get_attribute("data-day")
    await page.context.set_offline(True)
    await page.clock.fast_forward(NEXT_DAY)
    days = page.locator(".hall-day")
    await page.locator(f'.hall-day[data-day="{tomorrow}"] >> text=Vandaag').wait_for()
    assert await days.count() == 1


async def test_without_scripts_it_loads_itself_anew(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=1920, height=1080, scripts=False)
    await page.goto(site.url + PATH)
    assert await page.locator('meta[http-equiv="refresh"]').count() == 1
    assert await page.locator(".hall-day h3").count() > 0
