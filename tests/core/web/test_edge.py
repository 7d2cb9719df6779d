"""The edge: which requests reach a page, what a page is told, and what every answer carries."""

import asyncio
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.clock import at_local, frozen
from core.statistics.models import PageView
from core.web.visit import visit_of
from tests.core.web.edge_world import (
    Answer,
    Pages,
    World,
    ask,
    world_at,
)

HELPFUL = b"<h1>"


def is_refusal(answer: Answer, status: int) -> bool:
    return answer.status == status and HELPFUL in answer.body


async def test_a_page_is_told_its_site_language_and_client(world: World) -> None:
    await world.get("/activiteiten?q=soep", accept_language="en-GB,en;q=0.9,nl;q=0.5")
    visit = visit_of(world.pages.asked[-1])
    assert (visit.site.name, visit.language, visit.client) == ("Amersfoort", "en", "127.0.0.1")
    assert not visit.language_chosen


async def test_the_address_chooses_the_language_before_the_browser(world: World) -> None:
    await world.get("/?taal=nl", accept_language="en")
    visit = visit_of(world.pages.asked[-1])
    assert (visit.language, visit.language_chosen) == ("nl", True)
    assert is_refusal(await world.get("/?taal=xx"), 400)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("", "nl"), ("fr", "nl"), ("en;q=0", "nl"), ("en-US", "en"), ("EN", "en"),
        ("fr, en;q=0.3, nl;q=0.2", "en"), ("*", "nl"), (";;;,,=", "nl"), ("en;q=9", "en"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
    ],
)  # fmt: skip
async def test_the_language_is_the_best_of_what_a_browser_wants(
    world: World, wanted: str, language: str
) -> None:
    await world.get("/", accept_language=wanted)
    assert visit_of(world.pages.asked[-1]).language == language


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000", "buurt.example"]
)
async def test_the_platform_answers_to_loopback_and_to_the_hosts_of_the_settings(
    world: World, host: str
) -> None:
    assert (await world.get("/", host=host)).status == 200
    assert visit_of(world.pages.asked[-1]).site.name == "Amersfoort"


async def test_a_site_answers_to_its_own_hostname(world: World) -> None:
    await world.get("/", host="leusden.example:443")
    assert visit_of(world.pages.asked[-1]).site.name == "Leusden"


@pytest.mark.parametrize(
    "host", ["evil.example", "", "127.0.0.1.evil.example", "leusden.example@evil", "a b", "[::1",
             "leusden.example:999999", "127.0.0.1, evil.example"]
)  # fmt: skip
async def test_an_unknown_host_gets_421_without_data(world: World, host: str) -> None:
    answer = await world.get("/", host=host)
    assert is_refusal(answer, 421)
    assert b"Amersfoort" not in answer.body
    assert not world.pages.asked


async def test_two_host_headers_are_refused(world: World) -> None:
    pairs = [(b"host", b"127.0.0.1"), (b"host", b"leusden.example")]
    assert is_refusal(await ask(world.edge, b"/", pairs=pairs), 421)


@pytest.mark.parametrize("path", ["/%00", "/a%00b", "/%ff", "/%zz", "/100%", "/a%0d%0ab", "/a%C3"])
async def test_a_path_with_impossible_characters_is_400(world: World, path: str) -> None:
    assert is_refusal(await world.get(path), 400)


async def test_long_paths_and_queries_are_400(world: World) -> None:
    assert is_refusal(await world.get("/" + "a" * 2048), 400)
    assert (await world.get("/" + "a" * 2047)).status == 200
    assert is_refusal(await world.get("/?q=" + "a" * 10_000), 400)
    assert is_refusal(await world.get("/?" + "a=1&" * 101), 400)


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "%00=1", "q=\0"])
async def test_a_query_with_impossible_characters_is_400(world: World, query: str) -> None:
    assert is_refusal(await world.get("/?" + query), 400)


async def test_a_slash_too_many_is_404_and_says_where_the_page_is(world: World) -> None:
    answer = await world.get("/activiteiten/")
    assert is_refusal(answer, 404)
    assert b'href="/activiteiten"' in answer.body
    assert is_refusal(await world.get("//evil.example"), 404)
    assert (await world.get("/")).status == 200


async def test_what_a_refusal_repeats_is_escaped(world: World) -> None:
    answer = await world.get("/%22%3E%3Cscript%3E/")
    assert b"<script>" not in answer.body


async def test_head_gets_the_headers_of_get_without_a_body(world: World) -> None:
    for keep in (True, False):
        world.pages.keep = keep
        got = await world.get(f"/{keep}")
        head = await world.get(f"/{keep}", "HEAD")
        assert head.body == b""
        assert (head.status, head.headers) == (got.status, got.headers)
    assert {scope["method"] for scope in world.pages.asked} == {"GET"}


async def test_every_answer_carries_the_security_headers(world: World) -> None:
    for path, host in (("/", "localhost"), ("/", "evil"), ("/%00", "localhost")):
        headers = (await world.get(path, host=host)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "permissions-policy" in headers
        assert "strict-transport-security" not in headers
    assert (await world.get("/")).headers["vary"].startswith("Accept-Encoding, Accept-Language")


async def test_https_adds_hsts_also_to_a_page_that_was_kept_over_http(world: World) -> None:
    await world.get("/")
    answer = await ask(world.edge, b"/", scheme="https")
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_a_header_that_a_page_sets_itself_stands(world: World) -> None:
    world.pages.headers = [(b"content-security-policy", b"frame-ancestors https://a.example")]
    headers = (await world.get("/")).headers
    assert headers["content-security-policy"] == "frame-ancestors https://a.example"


async def test_tiles_may_come_from_the_server_of_the_settings_only(database_file: str) -> None:
    tiles = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    async with world_at(database_file, tile_url=tiles) as world:
        policy = (await world.get("/")).headers["content-security-policy"]
    assert "img-src 'self' data: https://*.tiles.example;" in policy


async def test_a_page_that_crashes_is_a_plain_500(world: World) -> None:
    async def crash(_: object) -> None:
        raise RuntimeError("a page broke")

    world.pages.before = crash
    answer = await world.get("/")
    assert is_refusal(answer, 500)
    assert b"broke" not in answer.body
    world.pages.before = None
    assert (await world.get("/")).status == 200


async def test_more_requests_than_the_limit_are_429_until_the_minute_is_over(
    database_file: str,
) -> None:
    noon = at_local(date(2026, 11, 23), time(12))
    async with world_at(database_file, rate_limit=3) as world:
        with frozen(noon):
            assert [(await world.get("/")).status for _ in range(4)] == [200, 200, 200, 429]
            refusal = await world.get("/")
            assert is_refusal(refusal, 429)
            assert refusal.headers["retry-after"] == "60"
            other = await ask(world.edge, b"/", client=("127.0.0.2", 1))
            assert other.status == 200
        with frozen(noon.replace(minute=noon.minute + 1)):
            assert (await world.get("/")).status == 200


async def test_views_of_pages_are_counted_and_written(world: World) -> None:
    with frozen(at_local(date(2026, 11, 23), time(23, 59))):
        for _ in range(3):
            await world.get("/activiteiten")
        await world.get("/activiteiten", "HEAD")
        await world.get("/activiteiten", hx_request="true")
        await world.edge.views.flush()
        await world.get("/activiteiten?q=soep")
    with frozen(at_local(date(2026, 11, 24), time(0, 1))):
        await world.get("/activiteiten")
    world.pages.headers = [(b"content-type", b"text/calendar")]
    await world.get("/activiteiten.ics")
    world.pages.status = 404
    await world.get("/weg")
    await world.edge.stop()
    async with world.state.database.read() as session:
        rows = await session.execute(select(PageView.day, PageView.path, PageView.views))
        assert sorted(map(tuple, rows)) == [
            (date(2026, 11, 23), "/activiteiten", 4),
            (date(2026, 11, 24), "/activiteiten", 1),
        ]


async def test_addresses_that_carry_a_secret_are_not_counted(world: World) -> None:
    world.pages.keep = False
    await world.get("/inloggen/geheim")
    await world.edge.views.flush()
    async with world.state.database.read() as session:
        assert await session.scalar(select(PageView.path)) is None


hostile = st.one_of(
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=60),
    st.text(st.sampled_from("%0f/.:;\\?&=<\"'\0\r\n é+-_#[]"), max_size=60).map(str.encode),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=hostile, query=hostile, host=hostile, language=hostile, encoding=hostile)
async def test_nothing_that_is_sent_makes_the_edge_fail(
    world: World, path: bytes, query: bytes, host: bytes, language: bytes, encoding: bytes
) -> None:
    for name in (host, b"127.0.0.1"):
        headers = [
            (b"host", name),
            (b"accept-language", language),
            (b"accept-encoding", encoding),
            (b"x-forwarded-for", host),
            (b"if-none-match", query),
            (b"cookie", query),
        ]
        target = b"/" + path.replace(b"?", b"") + b"?" + query
        answer = await ask(world.edge, target, pairs=headers)
        assert answer.status < 500
    assert all("\0" not in scope["path"] for scope in world.pages.asked)
    world.pages.asked.clear()


async def test_the_edge_lives_and_dies_with_the_server(database_file: str) -> None:
    async with world_at(database_file, Pages()) as world:
        heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        said: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        life = asyncio.create_task(world.edge({"type": "lifespan"}, heard.get, said.put))
        await heard.put({"type": "lifespan.startup"})
        assert (await said.get())["type"] == "lifespan.startup.complete"
        await world.get("/")
        await heard.put({"type": "lifespan.shutdown"})
        assert (await said.get())["type"] == "lifespan.shutdown.complete"
        await life
        async with world.state.database.read() as session:
            assert await session.scalar(select(PageView.views)) == 1
