"""What stands before every page: who may in, and whether the request comes from our own page."""

import itertools
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar import get

from core.web.guards import needs, public, require

BASE = "http://127.0.0.1:8000"
OURS = {"origin": BASE, "sec-fetch-site": "same-origin"}


def proof_of(text: str) -> str:
    return text.partition('name="_csrf" value="')[2].partition('"')[0]


async def test_a_guest_who_wants_a_guarded_page_is_led_past_the_login_page(
    installation: Any,
) -> None:
    async with installation.client() as client:
        answer = await client.get("/beheer/modules?a=1&b=warm+eten")
        assert answer.status_code == 303
        parts = urlsplit(answer.headers["location"])
        assert parts.path == "/inloggen"
        assert parse_qs(parts.query) == {"volgende": ["/beheer/modules?a=1&b=warm+eten"]}


async def test_a_guest_who_wants_to_change_something_is_refused(installation: Any) -> None:
    async with installation.client() as client:
        answer = await client.post("/beheer/instellingen", headers=OURS)
    assert answer.status_code == 403
    assert "Log in" in answer.text


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("", {"/mijn"}),
        ("platform-manager", {"/mijn", "/beheer", "/beheer/modules", "/beheer/instellingen"}),
    ],
)
async def test_a_member_sees_the_pages_of_the_own_role_only(
    installation: Any, role: str, allowed: set[str]
) -> None:
    client = await installation.logged_in("a@voorbeeld.nl", role)
    for path in ("/mijn", "/beheer", "/beheer/modules", "/beheer/instellingen", "/proef/bewerk"):
        answer = await client.get(path)
        assert answer.status_code == (200 if path in allowed else 403), path


async def test_an_editor_of_an_area_sees_the_dashboard_and_no_switches(installation: Any) -> None:
    client = await installation.logged_in(
        "a@voorbeeld.nl", "area-editor", scope="area", id_=installation.area_id
    )
    shown = await client.get("/beheer")
    assert shown.status_code == 200
    assert "Proefstad" in shown.text
    assert "/beheer/modules" not in shown.text
    assert (await client.get("/beheer/modules")).status_code == 403
    assert (await client.get("/proef/bewerk")).status_code == 200


FOREIGN: tuple[dict[str, str], ...] = (
    {},
    {"sec-fetch-site": "cross-site", "origin": "https://kwaad.example"},
    {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9000"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-origin", "origin": "https://kwaad.example"},
    {"origin": "https://kwaad.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:8000.kwaad.example"},
    {"origin": "http://127.0.0.1"},
    {"origin": "http://[kapot"},
    {"origin": "ftp://127.0.0.1:8000"},
    {"origin": ""},
)


async def test_a_form_from_another_site_is_refused_for_guests_and_members(
    installation: Any,
) -> None:
    member = await installation.logged_in("a@voorbeeld.nl")
    proof = proof_of((await member.get("/mijn")).text)
    async with installation.client() as guest:
        for client, headers in itertools.product((guest, member), FOREIGN):
            data = {"naam": "Jan", "_csrf": proof}
            answer = await client.post("/proef", headers=headers, data=data)
            assert answer.status_code == 403, headers


async def test_a_form_of_our_own_page_arrives(installation: Any) -> None:
    told = (OURS, {"origin": BASE}, {"sec-fetch-site": "same-origin"}, {"origin": BASE.upper()})
    async with installation.client() as client:
        for headers in told:
            answer = await client.post("/proef", headers=headers, data={"naam": "José"})
            assert (answer.status_code, answer.text) == (201, "José"), headers


async def test_a_member_proves_every_change_by_field_or_by_header(installation: Any) -> None:
    client = await installation.logged_in("a@voorbeeld.nl", "prober", scope="area", id_=1)
    other = await installation.logged_in("b@voorbeeld.nl")
    proof = proof_of((await client.get("/mijn")).text)
    foreign = proof_of((await other.get("/mijn")).text)
    assert len(proof) == len(foreign) == 64
    assert proof != foreign
    for path in ("/proef", "/proef/bewerk"):
        for wrong in ("", "é", foreign, proof[:-1]):
            data = {"naam": "Jan", "_csrf": wrong}
            assert (await client.post(path, headers=OURS, data=data)).status_code == 403
            header = OURS | {"x-csrftoken": wrong.encode()}
            assert (await client.post(path, headers=header)).status_code == 403
        right = await client.post(path, headers=OURS, data={"naam": "Jan", "_csrf": proof})
        assert (right.status_code, right.text) == (201, "Jan")
        header = OURS | {"x-csrftoken": proof}
        right = await client.post(path, headers=header, data={"naam": "Jan"})
        assert (right.status_code, right.text) == (201, "Jan")


BODIES = (
    (b"naam=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    (b"&".join(b"a=1" for _ in range(600)), "application/x-www-form-urlencoded", 400),
    (b"naam=a%00b", "application/x-www-form-urlencoded", 400),
    (b"naam=%FF", "application/x-www-form-urlencoded", 400),
    (b"naam=\xff", "application/x-www-form-urlencoded", 400),
    (b'{"naam": 1}', "application/json", 400),
    (b"naam=1", "", 400),
    (b"", "application/x-www-form-urlencoded", 201),
    (b"=&&;=%&naam", "application/x-www-form-urlencoded; charset=utf-8", 201),
)


async def test_a_form_is_bounded_and_hostile_ones_are_refused(installation: Any) -> None:
    async with installation.client() as client:
        for body, kind, status in BODIES:
            headers = OURS | {"content-type": kind}
            answer = await client.post("/proef", headers=headers, content=body)
            assert answer.status_code == status, body[:40]


async def test_on_https_the_cookie_belongs_to_the_host_alone(installation: Any) -> None:
    from core.settings import Settings
    from core.web.session import cookie_name, give_cookie

    given = installation.state.settings
    public_site = Settings(
        given.data_dir, given.database_url, given.secret, base_url="https://x.nl"
    )
    header = give_cookie(public_site, "abc").to_header(header="").lower()
    assert cookie_name(public_site) == "__Host-buurtbasis_session"
    assert "secure" in header
    assert "path=/" in header
    assert "domain" not in header
    plain = Settings(given.data_dir, given.database_url, given.secret, base_url="http://x.nl")
    assert cookie_name(plain).startswith("__Host-")


def test_what_a_handler_needs_can_be_read_from_it() -> None:
    @get("/a", guards=[public])
    async def anybody() -> None: ...

    @get("/b", guards=[require("things.edit")])
    async def somebody() -> None: ...

    @get("/c", guards=[public, require("things.edit")])
    async def both() -> None: ...

    @get("/d")
    async def nobody_said() -> None: ...

    found = [needs(handler) for handler in (anybody, somebody, both, nobody_said)]
    assert found == ["public", "things.edit", "things.edit", ""]
