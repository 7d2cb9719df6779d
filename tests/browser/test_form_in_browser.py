"""The form of an organisation in a real browser: narrow and wide, with scripts and without."""

import re
from collections.abc import Awaitable, Callable
from io import BytesIO
from secrets import token_hex

import httpx
import pytest
from PIL import Image
from playwright.async_api import Page

from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


Enter = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def organisation(site: Site) -> str:
    """Return the slug of an organisation of the demonstration."""
    listed = httpx.get(f"{site.url}/organisaties").text
    found = re.search(r'href="/organisaties/([a-z0-9-]+)"', listed)
    assert found
    return found[1]


def log_in(site: Site, organisation: str) -> dict[str, str]:
    """Return the cookie of somebody new who looks after the organisation."""
    email = f"{token_hex(4)}@voorbeeld.example"
    words = ("create", email, "--role", "organisation-owner", "--for", organisation)
    link = re.search(r"/inloggen/\S+", site.command("accounts", *words))
    assert link
    answer = httpx.post(site.url + link[0], headers={"Origin": site.url})
    name, value = next(iter(answer.cookies.items()))
    return {"name": name, "value": value, "url": site.url}


@pytest.fixture
def owner(site: Site, organisation: str, open_page: OpenPage) -> Enter:
    """Give a callable that opens a browser of somebody who looks after the organisation."""

    async def enter(*, width: int, scripts: bool = True) -> Page:
        page = await open_page(width=width, scripts=scripts)
        await page.context.add_cookies([log_in(site, organisation)])  # type: ignore[list-item]
        return page

    return enter


def form_of(site: Site, organisation: str) -> str:
    return f"{site.url}/mijn/organisaties/{organisation}/gegevens"


async def well(page: Page) -> None:
    """Refuse what axe finds, and a page that is wider than its window."""
    assert await axe(page) == []
    over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0


@pytest.mark.parametrize("width", [360, 1280])
async def test_the_form_shows_its_card_its_draft_and_its_errors_accessibly(
    width: int, site: Site, organisation: str, owner: Enter
) -> None:
    page = await owner(width=width)
    await page.goto(form_of(site, organisation))
    await well(page)
    await page.fill("#summary", f"Nieuw op {width}. Tevens leuk.")
    await page.locator("#summary").blur()
    await page.get_by_text("‘tevens’ kan makkelijker").wait_for()
    assert f"Nieuw op {width}" in await page.inner_text("#preview .card")
    await page.get_by_text("Concept bewaard om").wait_for()
    await page.get_by_text("Zet het precies op de kaart").click()
    canvas = page.locator("[data-point] .leaflet-container")
    await canvas.click(position={"x": 100, "y": 120})
    assert re.fullmatch(r"5\d\.\d{5}", await page.input_value("#lat"))
    await well(page)
    await page.fill("#email", "geen adres")
    await page.get_by_role("button", name="Bewaar", exact=True).click()
    await page.locator(".error-summary").wait_for()
    focused = await page.evaluate("document.activeElement.className")
    assert "error-summary" in focused
    assert await page.input_value("#summary") == f"Nieuw op {width}. Tevens leuk."
    await well(page)


async def test_without_scripts_a_draft_is_kept_taken_up_and_saved(
    site: Site, organisation: str, owner: Enter
) -> None:
    page = await owner(width=360, scripts=False)
    await page.goto(form_of(site, organisation))
    await page.fill("#summary", "Zonder scripts.")
    await page.get_by_role("button", name="Bewaar als concept").click()
    assert await page.input_value("#summary") == "Zonder scripts."
    await page.get_by_role("button", name="Ververs het voorbeeld").click()
    assert "Zonder scripts." in await page.inner_text("#preview .card")
    await page.get_by_role("button", name="Bewaar", exact=True).click()
    await page.get_by_text("Bewaard. Bezoekers zien het meteen.").wait_for()
    await page.goto(f"{site.url}/organisaties/{organisation}")
    assert await page.get_by_text("Zonder scripts.").count() > 0


async def test_two_people_meet_on_a_page_with_both_versions(
    site: Site, organisation: str, owner: Enter
) -> None:
    first, second = await owner(width=1280), await owner(width=360)
    for page in (first, second):
        await page.goto(form_of(site, organisation))
    await first.fill("#summary", "Van de een.")
    await first.get_by_role("button", name="Bewaar", exact=True).click()
    await first.get_by_text("Bewaard. Bezoekers zien het meteen.").wait_for()
    await second.fill("#summary", "Van de ander.")
    await second.get_by_role("button", name="Bewaar", exact=True).click()
    await second.get_by_role("heading", name="Iemand anders was ook bezig").wait_for()
    await well(second)
    await second.get_by_text("Van jou").first.click()
    await second.get_by_role("button", name="Bewaar wat ik koos").click()
    await second.get_by_text("Bewaard. Bezoekers zien het meteen.").wait_for()
    assert await second.input_value("#summary") == "Van de ander."


async def test_a_photo_is_chosen_without_scripts_and_shown(
    site: Site, organisation: str, owner: Enter
) -> None:
    out = BytesIO()
    Image.new("RGB", (1200, 800), "seagreen").save(out, "JPEG")
    page = await owner(width=360, scripts=False)
    await page.goto(form_of(site, organisation))
    await page.get_by_role("link", name="Foto kiezen of wijzigen").click()
    await page.set_input_files(
        "#foto", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    await page.fill("#alt", "Een groen vlak")
    await page.get_by_role("button", name="Bewaar", exact=True).click()
    await page.get_by_text("Bewaard.", exact=True).wait_for()
    await page.goto(f"{site.url}/organisaties/{organisation}")
    picture = page.get_by_alt_text("Een groen vlak")
    assert await picture.get_attribute("width") == "1200"
    box = await picture.bounding_box()
    assert box is not None
    assert box["width"] <= 360
