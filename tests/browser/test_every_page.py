"""Each page of the route table: nothing that axe finds, nothing that overflows, nothing that
the security policy had to stop; narrow and wide, light and dark."""

import re

import httpx
import pytest
from playwright.async_api import Page

from core.app import build_litestar
from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.testing.accessibility import axe
from core.testing.browser import OpenPage
from core.web.guards import needs
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REGISTRY = build_registry(only=("activities",))
SAMPLES = {
    re.sub(r":\w+}", "}", path): make
    for owned in REGISTRY.routes
    for path, make in owned.item.samples.items()
}
ERRORS = {
    "/bestaat-niet": 404,
    "/activiteiten?dag=gisteren-ooit": 400,
    "/activiteiten?na=vreemd": 400,
    "/buurten/nergens/activiteiten": 404,
}


def get_routes() -> dict[str, str]:
    """Return every path that answers GET with what it needs."""
    found = {}
    for route in build_litestar(REGISTRY).routes:
        for handler in getattr(route, "route_handlers", ()):
            if "GET" in handler.http_methods and not handler.fn.__module__.startswith("litestar"):
                found[route.path_format] = needs(handler)
    return found


ROUTES = get_routes()


def test_every_page_with_a_parameter_has_a_sample() -> None:
    missing = [path for path in ROUTES if "{" in path and path not in SAMPLES]
    assert missing == []


async def address_of(site: Site, path: str) -> str:
    """Return a real address of a route."""
    if "{" not in path:
        return path
    database = Database(make_engine(site.database_url), Content)
    database.kinds = frozenset(owned.item.key for owned in REGISTRY.kinds)
    try:
        async with database.write() as session:
            return await SAMPLES[path](session)
    finally:
        await database.close()


async def check(page: Page, url: str, expected: int = 200) -> None:
    """Open an address and refuse everything that is wrong with its page, in light and in dark."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if is_bad(message.text) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    answer = await page.goto(url)
    assert answer is not None
    assert answer.status == expected
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        wrong += [f"{scheme}: {line}" for line in await axe(page)]
    headings = await page.locator("h1").count()
    if headings != 1:
        wrong.append(f"{headings} headings of the first level")
    over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if over > 0:
        wrong.append(f"{over} px wider than the window")
    assert wrong == []


def is_bad(text: str) -> bool:
    """Whether a line of the console means that something went wrong; a 404 page logs itself."""
    return "Failed to load resource" not in text


@pytest.mark.parametrize("path", sorted(ROUTES))
async def test_page_is_accessible_narrow_wide_light_and_dark(
    path: str, site: Site, manager_cookie: dict[str, str], open_page: OpenPage
) -> None:
    url = site.url + await address_of(site, path)
    guarded = ROUTES[path] != "public"
    cookies = {manager_cookie["name"]: manager_cookie["value"]} if guarded else {}
    async with httpx.AsyncClient(cookies=cookies, follow_redirects=True) as client:
        answer = await client.get(url)
    assert answer.status_code == 200
    assert path.startswith("/inloggen") or not answer.url.path.startswith("/inloggen")
    if "text/html" not in answer.headers["content-type"]:
        assert answer.content
        return
    for width in (360, 1280):
        page = await open_page(width=width)
        if guarded:
            await page.context.add_cookies([manager_cookie])  # type: ignore[list-item]
        await check(page, url)


@pytest.mark.parametrize("path", sorted(ERRORS))
async def test_error_page_is_accessible_and_helps(
    path: str, site: Site, open_page: OpenPage
) -> None:
    for width in (360, 1280):
        page = await open_page(width=width)
        await check(page, site.url + path, ERRORS[path])
        links = await page.get_by_role("main").get_by_role("link").count()
        assert links > 0, "an error page says where to go"


async def test_first_visit_of_the_agenda_is_light(site: Site, open_page: OpenPage) -> None:
    page = await open_page(width=360)
    sizes: dict[str, int] = {}

    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    names: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update(
            {names.get(e["requestId"], f"{site.url}/favicon"): e["encodedDataLength"]}
        ),
    )
    await page.goto(f"{site.url}/activiteiten")
    await page.wait_for_load_state("networkidle")
    own = {url: size for url, size in sizes.items() if "favicon" not in url and "icons" not in url}
    scripts = sum(size for url, size in sizes.items() if url.endswith(".js"))
    print(f"first visit: {sum(sizes.values())} bytes in {len(sizes)} requests: {sizes}")
    # Chromium draws its own cross in a search field from a data address.
    asked = [url for url in sizes if not url.startswith("data:")]
    assert all(url.startswith(site.url) for url in asked), "nothing comes from elsewhere"
    assert sum(own.values()) < 80_000
    assert scripts < 25_000
    assert len(asked) <= 8
