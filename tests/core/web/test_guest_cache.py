"""Pages kept for guests: when the same bytes are served again, and when never."""

import gzip
from datetime import date, time, timedelta
from typing import Any

import brotli
import pytest
from litestar import Litestar, get

from core.clock import at_local, frozen
from core.web.asgi import Headers
from core.web.asked import declared_names
from core.web.guest_cache import Entry, GuestCache
from core.web.visit import Visit
from tests.core.web.edge_world import PAGE, World, ask, world_at

NOON = at_local(date(2026, 11, 23), time(12))
HTML: Headers = [(b"content-type", b"text/html")]


async def made(world: World, *paths: str, **headers: str) -> int:
    """Return how many of these requests a page was made for."""
    before = len(world.pages.asked)
    for path in paths:
        await world.get(path, **headers)
    return len(world.pages.asked) - before


async def test_the_second_guest_gets_the_same_bytes_from_memory(world: World) -> None:
    first, second = await world.get("/a"), await world.get("/a")
    assert len(world.pages.asked) == 1
    assert (first.headers, first.body) == (second.headers, second.body)
    assert first.headers["cache-control"] == "private, no-cache"


async def test_the_order_of_a_query_does_not_matter_but_of_one_name_it_does(world: World) -> None:
    assert await made(world, "/a?q=soep&dag=morgen", "/a?dag=morgen&q=soep") == 1
    assert await made(world, "/b?x=1&x=2", "/b?x=2&x=1") == 2


async def test_a_page_that_declares_its_query_never_sees_other_names(database_file: str) -> None:
    @get(["/a", "/buurten/{slug:str}/a"], opt={"query": ("q",)})
    async def page() -> None: ...

    app = Litestar([page])
    async with world_at(database_file) as world:
        world.edge._reader.__init__((), declared_names(app))  # type: ignore[misc]
        assert await made(world, "/a?q=1&utm_source=x", "/a?fbclid=y&q=1", "/a?q=1") == 1
        assert world.pages.asked[-1]["query_string"] == b"q=1"
        assert await made(world, "/buurten/x/a?z=1", "/buurten/x/a") == 1
        assert await made(world, "/other?z=1", "/other") == 2
        assert await made(world, "/a?taal=en&q=1") == 1


@pytest.mark.parametrize(
    "other",
    [
        {"accept_language": "en"}, {"host": "leusden.example"}, {"hx_request": "true"},
        {"host": "localhost:8001"},
    ],
)  # fmt: skip
async def test_language_site_block_and_host_are_pages_of_their_own(
    world: World, other: dict[str, str]
) -> None:
    await world.get("/a")
    assert await made(world, "/a", **other) == 1
    assert await made(world, "/a", "/a", **other) == 0


async def test_boosted_links_and_restored_history_get_the_whole_page(world: World) -> None:
    await world.get("/a")
    assert await made(world, "/a", hx_request="true", hx_boosted="true") == 0
    assert await made(world, "/a", hx_request="true", hx_history_restore_request="true") == 0


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"), ("gzip;q=1.0, br;q=0", "gzip"), ("", None), ("identity", None),
        ("GZIP", "gzip"), ("zstd", None),
    ],
)  # fmt: skip
async def test_every_encoding_holds_the_same_page(
    world: World, accepted: str, encoding: str | None
) -> None:
    await world.get("/a", accept_encoding="gzip")
    answer = await world.get("/a", accept_encoding=accepted)
    unpack: Any = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert unpack(answer.body) == PAGE
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert len(world.pages.asked) == 1


async def test_small_answers_and_pictures_are_not_compressed(world: World) -> None:
    world.pages.body = b"kort"
    small = await world.get("/kort", accept_encoding="br")
    world.pages.body, world.pages.headers = PAGE, [(b"content-type", b"image/png")]
    picture = await world.get("/plaatje", accept_encoding="br")
    for answer in (small, picture):
        assert "content-encoding" not in answer.headers
    assert (await world.get("/kort")).body == b"kort"


async def test_a_known_etag_gets_304_without_a_body(world: World) -> None:
    for accepted in ("br", "gzip", ""):
        answer = await world.get("/a", accept_encoding=accepted)
        etag = answer.headers["etag"]
        for known in (etag, f'W/{etag}, "x"', "*"):
            again = await world.get("/a", accept_encoding=accepted, if_none_match=known)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == etag
            assert "vary" in again.headers
        other = await world.get("/a", accept_encoding=accepted, if_none_match='"x"')
        assert other.status == 200


async def test_the_first_asker_may_get_304_too_after_a_change_that_changed_nothing(
    world: World,
) -> None:
    etag = (await world.get("/a")).headers["etag"]
    await world.change()
    assert (await world.get("/a", if_none_match=etag)).status == 304
    assert len(world.pages.asked) == 2


async def test_encodings_have_etags_of_their_own(world: World) -> None:
    tags = {(await world.get("/a", accept_encoding=e)).headers["etag"] for e in ("br", "gzip", "")}
    assert len(tags) == 3


async def test_a_page_ends_with_the_first_date_that_it_shows(world: World) -> None:
    async def show(visit: Visit) -> None:
        visit.expires(NOON + timedelta(minutes=30))
        visit.expires(NOON + timedelta(minutes=10))

    world.pages.before = show
    with frozen(NOON):
        assert await made(world, "/a", "/a") == 1
    with frozen(NOON + timedelta(minutes=10) - timedelta(microseconds=1)):
        assert await made(world, "/a") == 0
    with frozen(NOON + timedelta(minutes=10)):
        assert await made(world, "/a") == 1


async def test_no_page_outlives_the_day(world: World) -> None:
    with frozen(at_local(date(2026, 3, 28), time(23, 59))):
        assert await made(world, "/a", "/a") == 1
    with frozen(at_local(date(2026, 3, 29), time(0))):
        assert await made(world, "/a", "/a") == 1


@pytest.mark.parametrize(
    "unkept",
    [
        {"keep": False},
        {"status": 404},
        {"headers": [(b"content-type", b"text/html"), (b"set-cookie", b"a=b")]},
        {"headers": [(b"content-type", b"text/html"), (b"content-encoding", b"br")]},
        {"body": b"x" * 2_000_001},
    ],
)
async def test_what_may_not_be_kept_is_made_each_time(world: World, unkept: dict[str, Any]) -> None:
    for name, value in unkept.items():
        setattr(world.pages, name, value)
    assert await made(world, "/a", "/a") == 2
    answer = await world.get("/a")
    assert answer.body == world.pages.body
    assert answer.headers["cache-control"] == "no-store"


async def test_posts_are_never_kept(world: World) -> None:
    await world.get("/a", "POST")
    await world.get("/a", "POST")
    assert [scope["method"] for scope in world.pages.asked] == ["POST", "POST"]
    assert await made(world, "/a") == 1


@pytest.mark.parametrize("name", ["buurtbasis_session", "__Host-buurtbasis_session"])
async def test_who_may_be_logged_in_neither_gets_nor_leaves_kept_pages(
    world: World, name: str
) -> None:
    cookie = f"x=1; {name}=abc"
    await world.get("/a")
    assert await made(world, "/a", "/a", cookie=cookie) == 2
    assert (await world.get("/a", cookie=cookie)).headers["cache-control"] == "no-store"
    assert await made(world, "/b", cookie=cookie) == 1
    assert await made(world, "/b") == 1


async def test_a_session_in_a_second_cookie_header_counts_too(world: World) -> None:
    await world.get("/a")
    pairs = [(b"host", b"127.0.0.1:8000"), (b"cookie", b"buurtbasis_session=a"), (b"cookie", b"b")]
    answer = await ask(world.edge, b"/a", pairs=pairs)
    assert answer.headers["cache-control"] == "no-store"


async def test_memory_is_bounded_and_the_least_used_goes_first(database_file: str) -> None:
    async with world_at(database_file) as world:
        world.edge.cache._most = 200_000
        await world.get("/vaak")
        for at in range(300):
            await world.get(f"/{at}")
            await world.get("/vaak")
            assert world.edge.cache.bytes <= 200_000
        assert 10 < len(world.edge.cache) < 60
        assert await made(world, "/vaak") == 0
        assert await made(world, "/0") == 1
        assert world.edge.cache.bytes == sum(e.size for e in world.edge.cache._entries.values())


async def test_an_entry_larger_than_all_memory_is_still_sent(database_file: str) -> None:
    async with world_at(database_file) as world:
        world.edge.cache._most = 100
        assert (await world.get("/a")).body == PAGE
        assert (world.edge.cache.bytes, len(world.edge.cache)) == (0, 0)


def test_an_evicted_entry_that_is_still_in_use_does_not_count() -> None:
    cache = GuestCache(100_000)
    key = (1, "http://x", "nl", "/", b"", False)
    entry = Entry(HTML, PAGE, "br", stamp=None, until=None)
    cache.put(key, entry)
    cache.put(key, Entry(HTML, PAGE, "br", stamp=None, until=None))
    before = cache.bytes
    cache.variant(key, entry, "gzip")
    assert cache.bytes == before
