"""The pages under /beheer: modules are switched, settings are kept, mistakes lose nothing."""

import re
from typing import Any

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
KEYS = ("probe.shelves", "probe.open", "probe.colour", "probe.motto")


async def manager_of(installation: Any) -> tuple[Any, str]:
    client = await installation.logged_in("baas@voorbeeld.nl", "platform-manager")
    page = await client.get("/beheer/instellingen")
    return client, re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]


def settings_form(proof: str, **typed: str) -> dict[str, Any]:
    values = {"probe.shelves": "4", "probe.open": "1", "probe.colour": "rood", "probe.motto": ""}
    named = {f"probe.{key}": value for key, value in typed.items()}
    return {"_csrf": proof, "getoond": list(KEYS), **values, **named}


async def test_a_module_that_is_switched_off_is_gone_for_guests_at_once(installation: Any) -> None:
    client, proof = await manager_of(installation)
    async with installation.client() as guest:
        assert (await guest.get("/proef")).status_code == 200
        for value, status, said in (("0", 404, "staat nu uit"), ("1", 200, "staat nu aan")):
            data = {"_csrf": proof, "enabled": value}
            done = await client.post("/beheer/modules/probe", headers=OURS, data=data)
            assert done.status_code == 303
            assert (await guest.get("/proef")).status_code == status
            assert said in (await client.get(done.headers["location"])).text


async def test_permissions_of_a_module_that_is_off_are_held_by_nobody(installation: Any) -> None:
    client, proof = await manager_of(installation)
    editor = await installation.logged_in("a@voorbeeld.nl", "prober", scope="area", id_=1)
    assert (await editor.get("/proef/bewerk")).status_code == 200
    data = {"_csrf": proof, "enabled": "0"}
    await client.post("/beheer/modules/probe", headers=OURS, data=data)
    assert (await editor.get("/proef/bewerk")).status_code == 404


async def test_what_cannot_be_switched_is_refused(installation: Any) -> None:
    client, proof = await manager_of(installation)
    for path, enabled, status in (
        ("core", "0", 404), ("onzin", "0", 404), ("probe", "misschien", 400), ("probe", "", 400),
    ):  # fmt: skip
        data = {"_csrf": proof, "enabled": enabled}
        answer = await client.post(f"/beheer/modules/{path}", headers=OURS, data=data)
        assert answer.status_code == status, (path, enabled)


async def test_the_settings_form_has_a_control_for_each_type(installation: Any) -> None:
    client, _ = await manager_of(installation)
    html = (await client.get("/beheer/instellingen")).text
    assert re.search(r'type="number" value="4" id="probe.shelves"[^>]* min="1" max="20"', html)
    assert re.search(r'type="checkbox" value="1" id="probe.open"[^>]* checked', html)
    assert re.search(r'<select[^>]*id="probe.colour".*?<option value="rood" selected>', html)
    assert re.search(r'type="text" value="" id="probe.motto"', html)


async def test_settings_are_stored_and_known_to_the_next_request(installation: Any) -> None:
    client, proof = await manager_of(installation)
    data = settings_form(proof, shelves="12", colour="blauw", motto="  Samen “lezen” & delen ")
    del data["probe.open"]
    done = await client.post("/beheer/instellingen", headers=OURS, data=data)
    assert done.status_code == 303, done.text
    page = await client.get(done.headers["location"])
    assert "Bewaard." in page.text
    stored = installation.state.snapshot.stored
    assert {key: stored[key] for key in KEYS} == {
        "probe.shelves": 12, "probe.open": False,
        "probe.colour": "blauw", "probe.motto": "Samen “lezen” & delen",
    }  # fmt: skip


MISTAKES = (
        ("shelves", "twaalf"), ("shelves", ""), ("shelves", "0"), ("shelves", "21"),
        ("shelves", "9" * 400), ("shelves", "1.5"), ("shelves", "١"),
        ("colour", "paars"), ("colour", ""), ("motto", "x" * 501), ("motto", "a\nb"),
)  # fmt: skip


async def test_a_mistake_keeps_what_was_typed_and_stores_nothing(installation: Any) -> None:
    client, proof = await manager_of(installation)
    before = dict(installation.state.snapshot.stored)
    for name, typed in MISTAKES:
        data = settings_form(proof, **{"motto": "Nog niet bewaard", name: typed})
        answer = await client.post("/beheer/instellingen", headers=OURS, data=data)
        assert answer.status_code == 422, (name, typed)
        assert f'href="#probe.{name}"' in answer.text
        assert f'id="probe.{name}-error"' in answer.text
        assert name == "motto" or "Nog niet bewaard" in answer.text
    assert (await client.get("/mijn")).status_code == 200
    assert installation.state.snapshot.stored == before


async def test_what_was_not_on_the_page_keeps_its_value(installation: Any) -> None:
    client, proof = await manager_of(installation)
    data = {"_csrf": proof, "getoond": ["probe.shelves", "onzin"], "probe.shelves": "9"}
    done = await client.post("/beheer/instellingen", headers=OURS, data=data)
    assert done.status_code == 303
    await client.get("/mijn")
    stored = installation.state.snapshot.stored
    assert (stored["probe.shelves"], stored["probe.open"]) == (9, True)


async def test_the_platforms_name_is_on_every_page_once_set(installation: Any) -> None:
    client, proof = await manager_of(installation)
    data = {"_csrf": proof, "getoond": ["core.name"], "core.name": "Proefstad <samen>"}
    await client.post("/beheer/instellingen", headers=OURS, data=data)
    async with installation.client() as guest:
        page = await guest.get("/inloggen")
    assert "Proefstad &lt;samen&gt;" in page.text
    assert "Proefbasis" not in page.text


async def test_settings_of_a_module_that_is_off_are_not_asked(installation: Any) -> None:
    client, proof = await manager_of(installation)
    data = {"_csrf": proof, "enabled": "0"}
    await client.post("/beheer/modules/probe", headers=OURS, data=data)
    html = (await client.get("/beheer/instellingen")).text
    assert "probe.shelves" not in html
    assert "core.name" in html
