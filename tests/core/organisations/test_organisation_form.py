"""The form of an organisation: saved, refused, met by somebody else's change, kept as a draft."""

import re

import pytest
from sqlalchemy import func, select

from core.editing.models import Draft, Revision
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import BLOCK, World

PATH = "/mijn/organisaties/de-eik/gegevens"


@pytest.fixture
async def eik(make_organisation: Make):
    return await make_organisation(naam="De Eik", samenvatting="Samen eten.", postcode="3811 AB")


@pytest.fixture
async def owner(eik, log_in: Login):
    return await log_in("eik@example.org", "organisation-owner", organisation=eik.id)


def typed_in(html: str) -> dict[str, list[str]]:
    """Return what a browser would send of the big form."""
    found: dict[str, list[str]] = {}
    form = html[html.index("novalidate") :]
    for tag in re.findall(r"<input[^>]+>", form):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and ("checked" in tag or not re.search("checkbox|radio", tag)):
            found.setdefault(name[1], []).append(value[1])
    for name, value in re.findall(
        r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.S
    ):
        found[name] = [value]
    found["language"] = ["nl"]
    return found


async def stored(ground: World, id_: int) -> Organisation:
    async with ground.database.read() as session:
        return await session.get_one(Organisation, id_)


async def test_what_is_typed_is_saved_shown_and_in_the_history(ground, eik, owner):
    data = typed_in((await owner.get(PATH)).text)
    data |= {"summary": "Elke dag samen eten.", "phone": "033 456 78 90", "website": "eik.nl",
             "categories": ["maaltijden", "samen-eten"], "accessibility": ["rolstoel"]}  # fmt: skip
    answer = await owner.post(PATH, data=data)
    assert answer.status_code == 303, answer.text
    page = (await ground.client().get("/organisaties/de-eik")).text
    assert "Elke dag samen eten." in page
    assert "033 456 7890" in page
    assert "Toegankelijk met een rolstoel" in page
    row = await stored(ground, eik.id)
    assert (row.version, row.facts, row.on_behalf) == (2, "rolstoel", False)
    async with ground.database.read() as session:
        made = await session.scalar(select(Revision).where(Revision.action == "changed"))
    assert set(made.after) == {"summary", "phone", "website", "categories", "accessibility"}
    assert made.actor == "organisation"


async def test_a_save_that_changes_nothing_moves_nothing(ground, eik, owner):
    before = await stored(ground, eik.id)
    assert (await owner.post(PATH, data=typed_in((await owner.get(PATH)).text))).status_code == 303
    after = await stored(ground, eik.id)
    assert (after.version, after.lon, after.area_id) == (1, before.lon, before.area_id)


async def test_what_is_wrong_comes_back_with_everything_typed(ground, eik, owner):
    data = typed_in((await owner.get(PATH)).text)
    data |= {"title": " ", "email": "geen adres", "description": "Blijft <b>staan</b>"}
    answer = await owner.post(PATH, data=data)
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert 'href="#email"' in answer.text
    assert 'value="geen adres"' in answer.text
    assert "Blijft &lt;b&gt;staan&lt;/b&gt;" in answer.text
    assert (await stored(ground, eik.id)).version == 1


async def test_the_second_of_two_sees_both_versions_and_loses_nothing(ground, eik, owner, log_in):
    second = await log_in("ander@example.org", "organisation-editor", organisation=eik.id)
    mine, theirs = [typed_in((await one.get(PATH)).text) for one in (owner, second)]
    await owner.post(PATH, data=mine | {"summary": "Van de een.", "phone": "033 456 78 90"})
    wanted = theirs | {"summary": "Van de ander.", "description": "Ook nog."}
    answer = await second.post(PATH, data=wanted)
    assert answer.status_code == 409
    assert "Van de een." in answer.text
    assert "Van de ander." in answer.text
    assert (await stored(ground, eik.id)).summary == "Van de een."
    # What the second did not touch is offered as the first left it.
    assert re.search(r'name="_keep.phone" value="theirs" required checked', answer.text)
    again = wanted | {"version": "2", "_keep.summary": "mine", "_keep.phone": "theirs"}
    assert (await second.post(PATH, data=again)).status_code == 303
    row = await stored(ground, eik.id)
    assert (row.summary, row.phone, row.description) == (
        "Van de ander.",
        "+31334567890",
        "Ook nog.",
    )


async def test_two_who_move_an_organisation_choose_one_place(ground, eik, owner, log_in):
    second = await log_in("ander@example.org", "organisation-editor", organisation=eik.id)
    mine, theirs = [typed_in((await one.get(PATH)).text) for one in (owner, second)]
    await owner.post(PATH, data=mine | {"postcode": "3825 AB"})
    moved = await stored(ground, eik.id)
    wanted = theirs | {"lat": "52.2", "lon": "5.4", "summary": "Nog iets."}
    answer = await second.post(PATH, data=wanted)
    assert answer.status_code == 409
    assert 'name="_keep.lat"' in answer.text
    assert 'name="_keep.lon"' not in answer.text
    assert "area_id" not in answer.text
    again = wanted | {"version": "2", "_keep.lat": "theirs", "_keep.postcode": "theirs"}
    assert (await second.post(PATH, data=again)).status_code == 303
    row = await stored(ground, eik.id)
    assert (row.lon, row.area_id, row.summary) == (moved.lon, moved.area_id, "Nog iets.")


async def test_a_draft_waits_is_taken_up_and_goes_when_saved(ground, eik, owner):
    data = typed_in((await owner.get(PATH)).text) | {"summary": "Half af", "email": "nog niet"}
    assert (await owner.post("/mijn/concept", data=data)).status_code == 303
    page = (await owner.get(PATH)).text
    assert "Je hebt nog een concept van" in page
    assert "Samen eten." in page
    taken = (await owner.get(f"{PATH}?concept=verder")).text
    assert "Half af" in taken
    assert 'value="nog niet"' in taken
    assert (await owner.post(PATH, data=typed_in(taken) | {"email": ""})).status_code == 303
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count(Draft.id))) == 0
    assert (await stored(ground, eik.id)).summary == "Half af"


async def test_the_card_is_shown_as_it_would_be_with_a_hint(ground, eik, owner):
    data = typed_in((await owner.get(PATH)).text) | {"summary": "Tevens eten wij."}
    block = (await owner.post(f"{PATH}/voorbeeld", data=data, headers=BLOCK)).text
    assert "Tevens eten wij." in block
    assert "‘tevens’ kan makkelijker: ‘ook’." in block
    assert "<form" not in block
    whole = await owner.post(f"{PATH}/voorbeeld", data=data)
    assert whole.status_code == 200
    assert whole.text.count("Tevens eten wij.") == 2
    assert (await stored(ground, eik.id)).version == 1


async def test_an_address_decides_on_the_neighbourhood_and_a_point_wins(ground, eik, owner):
    before = await stored(ground, eik.id)
    data = typed_in((await owner.get(PATH)).text)
    assert (await owner.post(PATH, data=data | {"postcode": "3825 AB"})).status_code == 303
    moved = await stored(ground, eik.id)
    assert moved.area_id != before.area_id
    assert moved.lon != before.lon
    data = typed_in((await owner.get(PATH)).text)
    point = {"lon": str(before.lon), "lat": str(before.lat)}
    assert (await owner.post(PATH, data=data | point)).status_code == 303
    assert (await stored(ground, eik.id)).area_id != moved.area_id


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"lat": ""}, "lat"), ({"lat": "1", "lon": "1"}, "lat"), ({"postcode": "9999"}, "postcode")],
)
async def test_a_place_that_is_nowhere_here_is_refused(ground, eik, owner, wrong, field):
    data = typed_in((await owner.get(PATH)).text)
    answer = await owner.post(PATH, data=data | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


@pytest.mark.parametrize("path", [PATH, f"{PATH}/voorbeeld"])
async def test_somebody_elses_organisation_is_not_there(make_organisation, eik, log_in, path):
    other = await make_organisation(naam="De Beuk")
    client = await log_in("beuk@example.org", "organisation-owner", organisation=other.id)
    assert (await client.post(path, data={"title": "Van mij"})).status_code == 404
