"""Whatever is sent to the whole application: never a fault of ours, always a page that helps."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.neighbourhoods.models import Area, AreaAlias
from core.testing.world import World, get_paths
from core.web.query import NAMES
from tests.core.web.edge_world import Answer, ask

HOST = (b"host", b"127.0.0.1:8000")
TRICKS = (
    "", ".", "..", "..;", "//evil", "\\evil", "%2F", "%00", "\x00", "%ff", "%", "%zz", "é",
    "😀", "\u202e", "a.ics", ".ics", ".atom", "kaart.json", "doorlopend", "activities",
    "'", '"', "*", "(", "-1", "9" * 40, "1-9223372036854775808", "1.\x7f", "0", "١", "x" * 3000,
    "<script>", "{slug}",
)  # fmt: skip
VALUES = (
    *TRICKS, "vandaag", "weekend", "2026-02-30", "2099-12-31", "0001-01-01", "3813", "3813 AB",
    "sport-en-bewegen", "1-5", "5.a", "AND", "NEAR(a b)", "a* OR \"", "warm eten 3813", "1e9",
)  # fmt: skip
HEADERS = (
    b"hx-request", b"hx-boosted", b"hx-history-restore-request", b"hx-target", b"accept-language",
    b"accept-encoding", b"if-none-match", b"range", b"cookie", b"origin", b"sec-fetch-site",
    b"content-type", b"x-forwarded-for", b"x-forwarded-proto", b"referer",
)  # fmt: skip
HEADER_VALUES = (
    b"", b"true", b"TRUE", b"*", b"null", b"en", b"en;q=1.", b"-,;q=0", b"xx-" * 200, b"br;q=0",
    b'"a", W/"b"', b'"' * 300, b"bytes=0-1,5-", b"http://evil", b"http://[", b"same-origin",
    b"http://127.0.0.1:8000", b"cross-site", b"buurtbasis_session=", b"buurtbasis_session=\xff;;=",
    b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=", b"application/json",
    b"\xff\xfe", b"https",
)  # fmt: skip
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO")
MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BLOCK = (b"hx-request", b"true")


def routes(site: World) -> list[str]:
    """Return the paths of the application, parameters as they are declared."""
    found = {path for one in site.registry.routes for path in get_paths(one.item.handlers)}
    return sorted(found)


def hostile_path(data: st.DataObject, known: list[str]) -> str:
    """Return a path: mostly one of ours with something odd in the place of its parameters."""
    path = data.draw(st.sampled_from([*known, "/", "/static/", "/nergens"]), "path")
    while "{" in path:
        before, _, rest = path.partition("{")
        odd = data.draw(st.sampled_from(TRICKS) | st.text(max_size=20), "parameter")
        path = before + quote(odd, safe="%/") + rest.partition("}")[2]
    tail = data.draw(st.sampled_from(("", "", "", "/", "//", "/..;/", "%2e%2e", "?", "/x" * 60)))
    return path + tail


def hostile_query(data: st.DataObject) -> str:
    """Return a query of known and unknown names, some of them many times."""
    names = st.sampled_from((*NAMES, "taal", "sectie", "volgende", "gedaan", "x", ""))
    values = st.sampled_from(VALUES) | st.text(max_size=30)
    pairs = data.draw(st.lists(st.tuples(names, values), max_size=5), "query")
    times = data.draw(st.sampled_from((1, 1, 1, 1, 40)))
    return "&".join(f"{name}={quote(value, safe='%')}" for name, value in pairs * times)


def problem(answer: Answer, path: str) -> str:
    """Return what is wrong with an answer; empty for one that helps."""
    if answer.status >= 500:
        return f"{answer.status}"
    kind = answer.headers.get("content-type", "")
    helps = b"<h1" in answer.body and b'href="/"' in answer.body
    helps = helps or kind.startswith("application/problem+json")
    if answer.status >= 400 and not path.startswith("/static/") and not helps:
        return f"{answer.status} without a way on: {kind} {answer.body[:80]!r}"
    if not all(value.isprintable() for value in answer.headers.values()):
        return "a header with a control character"
    if answer.headers.get("location", "/").startswith("//"):
        return "a way to another site"
    return ""


@pytest.mark.slow
@MANY
@given(data=st.data())
async def test_no_request_is_answered_with_a_fault_of_ours(
    site: World, data: st.DataObject
) -> None:
    path = hostile_path(data, routes(site))
    query = hostile_query(data)
    method = data.draw(st.sampled_from(METHODS), "method")
    extra = st.tuples(st.sampled_from(HEADERS), st.sampled_from(HEADER_VALUES))
    headers = [HOST, *data.draw(st.lists(extra, max_size=4), "headers")]
    body = b"" if method == "GET" else data.draw(st.binary(max_size=60), "body")
    target = f"{path}?{query}".encode()
    answer = await ask(site.app, target, method, pairs=headers, body=body)
    if method == "HEAD":
        assert answer.status < 500
        assert not answer.body
    else:
        assert problem(answer, path) == "", (method, target, headers)


async def test_headers_sent_twice_do_not_make_guests_see_a_part_as_the_page(site: World) -> None:
    for name in (b"hx-request", b"hx-boosted", b"hx-history-restore-request"):
        for twice in (b"true", b"false"):
            path = b"/activiteiten?q=" + name + twice
            for first, then in (
                ([HOST, BLOCK, (name, b"true"), (name, twice)], [HOST]),
                ([HOST, BLOCK, (name, twice), (name, b"true")], [HOST]),
            ):
                await ask(site.app, path, pairs=first)
                assert b"<html" in (await ask(site.app, path, pairs=then)).body
                assert b"<html" not in (await ask(site.app, path, pairs=[HOST, BLOCK])).body
                site.app.cache.forget()


async def test_the_way_from_a_former_address_is_ascii_whatever_follows(site: World) -> None:
    async with site.database.write() as session:
        area = await session.scalar(select(Area.id).where(Area.slug == "stadskern"))
        assert area is not None
        session.add(AreaAlias(slug="vroeger", area_id=area))
    for rest in ("", "/activiteiten", "/sectie/a/%E2%82%AC/c", "/sectie/a/%0d%0ax/c"):
        answer = await ask(site.app, f"/buurten/vroeger{rest}?taal=en".encode(), pairs=[HOST])
        assert answer.status == (400 if "%0d" in rest else 301)
        if answer.status == 301:
            assert answer.headers["location"] == f"/buurten/stadskern{rest}?taal=en"


async def test_a_former_address_still_works_as_a_filter(site: World) -> None:
    async with site.database.write() as session:
        area = await session.scalar(select(Area.id).where(Area.slug == "stadskern"))
        assert area is not None
        session.add(AreaAlias(slug="vroeger", area_id=area))
    async with site.client() as guest:
        former = await guest.get("/activiteiten?buurt=vroeger")
        assert former.status_code == 200
        assert "Stadskern" in former.text
        assert (await guest.get("/activiteiten?buurt=nergens")).status_code == 400


@pytest.mark.slow
async def test_a_member_is_not_seen_in_the_pages_of_guests(site: World) -> None:
    async with site.manager() as member, site.client() as guest:
        for path in await site.pages():
            await member.get(path)
            own = await member.get(path)
            if path.startswith("/api/"):  # it knows no members
                continue
            assert own.headers["cache-control"] == "no-store", path
            answer = await guest.get(path)
            assert "uitloggen" not in answer.text.lower(), path
            assert "_csrf" not in answer.text or path.startswith("/inloggen"), path
