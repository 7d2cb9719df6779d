"""A list on somebody else's site: the frame, the line to paste, the script, and oEmbed."""

import html
import re
from urllib.parse import quote

import httpx
import pytest

from core.testing.world import BASE, World

LISTS = ("/activiteiten", "/organisaties")


async def get(world: World, path: str) -> httpx.Response:
    async with world.client() as client:
        return await client.get(path)


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_may_be_shown_in_a_frame_anywhere_and_other_pages_may_not(
    site: World, path: str
) -> None:
    framed = await get(site, f"{path}/embed")
    assert framed.status_code == 200
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    assert "set-cookie" not in framed.headers
    for other in ("/", path, f"{path}/insluiten"):
        policy = (await get(site, other)).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", LISTS)
async def test_the_frame_shows_the_list_as_filtered_and_opens_our_pages(
    site: World, path: str
) -> None:
    text = (await get(site, f"{path}/embed?categorie=sport")).text
    plain = (await get(site, f"{path}?categorie=sport")).text
    assert '<base target="_blank">' in text
    assert "<form" not in text
    links = re.findall(r'class="card__title"><a href="([^"]+)"', text)
    assert links
    assert all(link in plain for link in links)
    assert f'href="{path}?categorie=sport"' in text


async def test_a_filter_that_does_not_exist_is_refused_in_a_frame_too(site: World) -> None:
    assert (await get(site, "/activiteiten/embed?categorie=onzin")).status_code == 400


async def test_the_line_to_paste_leads_to_the_list_as_filtered(site: World) -> None:
    linked = (await get(site, "/activiteiten?categorie=sport&dag=morgen")).text
    address = "/activiteiten/insluiten?categorie=sport&amp;dag=morgen"
    assert f'href="{address}"' in linked
    text = html.unescape(html.unescape((await get(site, html.unescape(address))).text))
    found = re.search(r'<script src="([^"]+)" data-lijst="([^"]+)" async></script>', text)
    assert found
    assert found[1] == f"{BASE}/embed.js"
    assert (await get(site, found[2])).status_code == 200


async def test_the_script_has_an_address_that_never_changes(site: World) -> None:
    answer = await get(site, "/embed.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "cookie" not in answer.text
    assert "dataset.lijst" in answer.text


async def test_oembed_is_found_from_a_list_and_shows_it(site: World) -> None:
    text = (await get(site, "/buurten/bedrijventerrein-vathorst/activiteiten?gratis=1")).text
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', text)
    assert found
    answer = await get(site, html.unescape(found[1]).removeprefix(BASE))
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    frame = re.search(r'<iframe src="([^"]+)"', told["html"])
    assert frame
    assert frame[1] == f"{BASE}/buurten/bedrijventerrein-vathorst/activiteiten/embed?gratis=1"
    assert (await get(site, frame[1].removeprefix(BASE))).status_code == 200


async def test_oembed_keeps_to_the_room_there_is(site: World) -> None:
    told = (await get(site, f"/oembed?url={BASE}/organisaties&maxwidth=300&maxheight=9999")).json()
    assert (told["width"], told["height"]) == (300, 700)
    wrong = await get(site, f"/oembed?url={BASE}/organisaties&maxwidth=breed")
    assert wrong.status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.example/activiteiten", f"{BASE}@elders.example/activiteiten",
        f"{BASE}/beheer", f"{BASE}/activiteiten/embed", "activiteiten", "http://[",
        f"{BASE}/buurten/nergens/activiteiten", f"{BASE}/activiteiten/../organisaties",
    ],
)  # fmt: skip
async def test_oembed_tells_of_our_own_lists_only(site: World, url: str) -> None:
    assert (await get(site, f"/oembed?url={quote(url, safe='')}")).status_code == 404


async def test_oembed_cannot_be_made_to_write_markup(site: World) -> None:
    url = quote(f'{BASE}/activiteiten?q="><script>alert(1)</script>', safe="")
    told = (await get(site, f"/oembed?url={url}")).json()
    assert "<script" not in told["html"]
    assert told["html"].count('"') == 10


async def test_oembed_says_politely_that_it_speaks_json_only(site: World) -> None:
    answer = await get(site, f"/oembed?url={BASE}/activiteiten&format=xml")
    assert answer.status_code == 501
    assert "format=json" in answer.text
