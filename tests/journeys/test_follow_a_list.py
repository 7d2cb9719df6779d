"""A resident with a laptop filters the agenda, takes it into her calendar and prints it."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import icalendar
import pytest
from playwright.async_api import Page, expect

from core.clock import local, now
from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from core.words import Words
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LINES = """() => [...document.querySelectorAll('.day')].flatMap((day) =>
    [...day.querySelectorAll('.card')].map((card) => [
      day.dataset.date, card.querySelector('.card__when strong').textContent.slice(0, 5),
      card.querySelector('.card__title').textContent]))"""


async def test_a_calendar_holds_what_the_filtered_list_shows(
    site: Site, open_page: OpenPage
) -> None:
    today = local(now()).date()
    days = f"van={today + timedelta(days=1)}&tot={today + timedelta(days=7)}"
    page = await open_page(scripts=False)
    await page.goto(f"{site.url}/activiteiten?categorie=ontmoetingen&postcode=3813&straal=5&{days}")
    calendar = await page.get_by_role("link", name="Zet deze lijst in je agenda").get_attribute(
        "href"
    )
    shown = [tuple(line) for line in await page.evaluate(LINES)]
    while await page.locator(".pager a").count():
        await page.locator(".pager a").click()
        shown += [tuple(line) for line in await page.evaluate(LINES)]
    assert len(shown) > 5
    assert len(set(shown)) == len(shown), "a later page repeats nothing"
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{site.url}{calendar}")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert sorted(shown) == sorted(line_of(event) for event in events)


def line_of(event: Any) -> tuple[str, str, str]:
    """Return day, time and title of an event, as a card shows them."""
    start = event.decoded("DTSTART")
    assert isinstance(start, datetime)
    return str(local(start).date()), f"{local(start):%H:%M}", str(event["SUMMARY"])


async def test_a_choice_swaps_the_list_and_tells_everybody(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{site.url}/activiteiten")
    await page.evaluate("window.stays = true")
    before = await page.locator(".count").inner_text()
    await page.get_by_role("link", name="Morgen").press("Enter")
    await page.wait_for_url("**/activiteiten?dag=morgen")
    count = page.locator(".count")
    await expect(count).to_be_focused()
    after = await count.inner_text()
    assert after != before
    await expect(page.get_by_role("status")).to_have_text(after)
    assert await axe(page) == []
    await page.get_by_label("Waar zoek je naar?").fill("koffie")
    await page.get_by_role("button", name="Laat zien").click()
    await page.wait_for_url("**/activiteiten?*q=koffie*")
    assert "dag=morgen" in page.url, "what was chosen in the results stays chosen"
    assert "buurt" not in page.url, "what was not chosen is not in the address"
    await expect(count).not_to_have_text(after)
    assert await page.evaluate("window.stays"), "only the list was swapped"
    await page.go_back()
    await page.wait_for_url("**/activiteiten?dag=morgen")
    await expect(count).to_have_text(after)


async def test_more_comes_by_itself_three_times_and_then_waits(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(f"{site.url}/activiteiten")
    pages, footer = page.locator(".page"), page.get_by_role("contentinfo")
    for number in range(2, 5):
        await page.locator(".pager").scroll_into_view_if_needed()
        await expect(pages).to_have_count(number)
    await footer.scroll_into_view_if_needed()
    await page.wait_for_timeout(500)
    await expect(pages).to_have_count(4)
    await page.locator(".pager a").press("Enter")
    await expect(pages).to_have_count(5)
    await expect(page.locator(".page").last.locator(".card__title a").first).to_be_focused()
    lines = [tuple(line) for line in await page.evaluate(LINES)]
    assert len(lines) == 250
    assert len(set(lines)) == len(lines)
    headings = await page.locator(".day__heading").all_inner_texts()
    assert len(set(headings)) == len(headings), "a day that goes on has one heading"


async def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until the control has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(40):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {name}")


async def test_the_keyboard_alone_is_enough(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(site.url)
    await page.keyboard.press("Tab")
    await expect(page.locator(".nl-skip-link")).to_be_focused()
    await page.keyboard.press("Enter")
    await tab_to(page, "searchbox", "Waar zoek je naar?")
    await page.keyboard.type("koffie")
    await tab_to(page, "combobox", "In welke buurt?")
    await page.keyboard.type("Kruisk")
    await tab_to(page, "button", "Zoeken")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/zoeken?q=koffie&buurt=kruiskamp")
    title = await page.locator(".card__title a").first.inner_text()
    await tab_to(page, "link", title)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)
    await page.goto(f"{site.url}/activiteiten")
    await tab_to(page, "link", "Morgen")
    shown = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert shown == "solid", "the focus is seen"


async def test_the_neighbourhood_is_remembered_and_never_belies_a_list(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.goto(site.url)
    await page.get_by_label("In welke buurt?").select_option("Kruiskamp")
    await page.goto(site.url)
    await expect(page.get_by_label("In welke buurt?")).to_have_value("kruiskamp")
    await expect(page.get_by_role("link", name="Alles in Kruiskamp")).to_be_visible()
    await page.goto(f"{site.url}/activiteiten")
    await expect(page.get_by_label("In welke buurt?")).to_have_value("")
    await page.goto(site.url)
    await page.get_by_role("link", name="Alles in Kruiskamp").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kruiskamp")


async def test_another_language_keeps_the_question_and_stays(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(scripts=False)
    await page.goto(f"{site.url}/activiteiten?categorie=maaltijden&dag=morgen")
    await page.get_by_role("link", name="English").click()
    asked = dict(parse_qsl(urlsplit(page.url).query))
    assert asked == {"categorie": "maaltijden", "dag": "morgen", "taal": "en"}
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.locator(".card__title a").first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("link", name="Organisations").first.click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("path", ["/activiteiten?dag=morgen", "detail", "/organisaties"])
async def test_paper_has_what_is_said_and_not_what_is_pressed(
    path: str, site: Site, open_page: OpenPage
) -> None:
    page = await open_page(dark=True)
    await page.goto(f"{site.url}/activiteiten" if path == "detail" else f"{site.url}{path}")
    if path == "detail":
        await page.locator(".card__title a").first.click()
    await page.emulate_media(media="print")
    if "morgen" in path:
        say = Words("nl", str, lambda one, _many, _number: one)
        today = local(now()).date()
        day = page.locator(".day__heading")
        await expect(day).to_contain_text(say.date(today + timedelta(days=1), today))
    for seen in await page.get_by_role("heading", level=1).all():
        await expect(seen).to_be_visible()
    for name in ("navigation", "button", "searchbox", "combobox"):
        for one in await page.get_by_role(name).all():
            await expect(one).not_to_be_visible()
    colours = await page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    paper = await page.pdf(prefer_css_page_size=True)
    sizes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper))
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(595, 842)}
