"""What happened to an entry is told in words, and can be put back by a change that is told, too."""

import re

import pytest
from sqlalchemy import select

from core.editing.models import Revision
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login

FORM = "/mijn/organisaties/de-eik/gegevens"


@pytest.fixture
async def eik(make_organisation: Make):
    return await make_organisation(naam="De Eik", samenvatting="Samen eten.", postcode="3811 AB")


@pytest.fixture
async def owner(eik, log_in: Login):
    return await log_in("eik@example.org", "organisation-owner", organisation=eik.id)


async def stored(ground, id_: int) -> Organisation:
    async with ground.database.read() as session:
        return await session.get_one(Organisation, id_)


async def change(ground, client, id_: int, **values: object) -> int:
    """Change an organisation by its form and return the number of the line in its history."""
    row = await stored(ground, id_)
    names = ("title", "summary", "description", "postcode", "city", "phone", "nature")
    data = {name: getattr(row, name) for name in names} | {"language": "nl"}
    data |= {"version": str(row.version), "lon": str(row.lon), "lat": str(row.lat)}
    answer = await client.post(FORM, data=data | values)
    assert answer.status_code == 303, answer.text
    async with ground.database.read() as session:
        return await session.scalar(
            select(Revision.number)
            .where(Revision.content_id == id_, Revision.action == "changed")
            .order_by(Revision.number.desc())
            .limit(1)
        )


async def test_the_history_says_who_changed_what_in_words(ground, eik, owner):
    await change(
        ground, owner, eik.id, summary="Elke dag.", phone="0334567890", categories=["maaltijden"]
    )
    page = (await owner.get(f"/mijn/inhoud/{eik.id}/geschiedenis")).text
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    text = re.sub(r" +", " ", text)
    assert "Samenvatting was: Samen eten. werd: Elke dag." in text
    assert "Telefoon was: (leeg) werd: 033 456 7890" in text
    assert "Categorie was: (leeg) werd: Maaltijden" in text
    assert "door de organisatie" in text
    # The edit itself is a word that the rest is right: that is not told once more.
    assert "Gezegd dat alles nog klopt" not in text


async def test_an_entry_that_nobody_changed_says_so(eik, owner):
    page = await owner.get(f"/mijn/inhoud/{eik.id}/geschiedenis")
    assert page.status_code == 200
    assert "Er is hier nog niets gewijzigd." in page.text


async def test_an_editor_of_the_area_is_named_as_acting_for_the_organisation(ground, eik, log_in):
    editor = await log_in("buurt@example.org", "area-editor", area="stadskern")
    await change(ground, editor, eik.id, summary="Gebeld: elke dag.")
    page = (await editor.get(f"/mijn/inhoud/{eik.id}/geschiedenis")).text
    assert "de buurtredactie, namens de organisatie" in page


async def test_putting_back_is_a_change_of_its_own(ground, eik, owner):
    number = await change(ground, owner, eik.id, summary="Fout.", nature="bende")
    path = f"/mijn/inhoud/{eik.id}/geschiedenis/{number}/terug"
    page = (await owner.get(path)).text
    assert "Nu: Fout." in page
    assert "Wordt: Samen eten." in page
    data = {"version": "2", "veld": "summary"}
    assert (await owner.post(path, data=data)).status_code == 303
    row = await stored(ground, eik.id)
    assert (row.summary, row.nature, row.version) == ("Samen eten.", "bende", 3)
    history = (await owner.get(f"/mijn/inhoud/{eik.id}/geschiedenis")).text
    assert "Teruggezet zoals het eerder was" in history
    assert "Samen eten." in (await ground.client().get("/organisaties/de-eik")).text


async def test_what_was_changed_once_more_is_left_for_the_person_to_choose(ground, eik, owner):
    number = await change(ground, owner, eik.id, summary="Tweede.", nature="bende")
    await change(ground, owner, eik.id, summary="Derde.")
    page = (await owner.get(f"/mijn/inhoud/{eik.id}/geschiedenis/{number}/terug")).text
    assert "dit is daarna nog een keer gewijzigd" in page
    assert re.search(r'value="nature" checked', page)
    assert re.search(r'value="summary">', page)


async def test_an_undo_that_somebody_crossed_asks_once_more(ground, eik, owner):
    number = await change(ground, owner, eik.id, summary="Tweede.")
    await change(ground, owner, eik.id, phone="0334567890")
    path = f"/mijn/inhoud/{eik.id}/geschiedenis/{number}/terug"
    answer = await owner.post(path, data={"version": "2", "veld": "summary"})
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in answer.text
    assert (await stored(ground, eik.id)).summary == "Tweede."


async def test_a_place_goes_back_as_a_whole(ground, eik, owner):
    before = await stored(ground, eik.id)
    number = await change(ground, owner, eik.id, postcode="3825 AB")
    assert (await stored(ground, eik.id)).area_id != before.area_id
    path = f"/mijn/inhoud/{eik.id}/geschiedenis/{number}/terug"
    assert "Stadskern" in (await owner.get(path)).text
    assert (await owner.post(path, data={"version": "2", "veld": "postcode"})).status_code == 303
    after = await stored(ground, eik.id)
    assert (after.area_id, after.lon) == (before.area_id, before.lon)


@pytest.mark.parametrize(
    ("data", "status"),
    [({"version": "2"}, 422), ({"veld": "slug", "version": "2"}, 422), ({"version": "x"}, 400)],
)
async def test_nothing_to_put_back_is_refused(ground, eik, owner, data, status):
    number = await change(ground, owner, eik.id, summary="Tweede.")
    path = f"/mijn/inhoud/{eik.id}/geschiedenis/{number}/terug"
    assert (await owner.post(path, data=data)).status_code == status


@pytest.mark.parametrize("below", ["", "/1/terug", "/99/terug", "/99999999999999999999/terug"])
async def test_the_history_of_others_is_not_there(
    ground, eik, owner, make_organisation, log_in, below
):
    await change(ground, owner, eik.id, summary="Tweede.")
    other = await make_organisation(naam="De Beuk")
    beuk = await log_in("beuk@example.org", "organisation-owner", organisation=other.id)
    path = f"/mijn/inhoud/{eik.id}/geschiedenis{below}"
    assert (await beuk.get(path)).status_code == 404
    if below:
        answer = await beuk.post(path, data={"version": "2", "veld": "summary"})
        assert answer.status_code == 404
        assert (await stored(ground, eik.id)).summary == "Tweede."
    if "99" in below:
        assert (await owner.get(path)).status_code == 404


async def test_a_long_history_goes_on_on_a_next_page(ground, eik, owner, monkeypatch):
    monkeypatch.setattr("core.editing.story.PAGE", 2)
    for number in range(3):
        await change(ground, owner, eik.id, summary=f"Nummer {number}.")
    path = f"/mijn/inhoud/{eik.id}/geschiedenis"
    assert (await owner.get(f"{path}?na=2")).status_code == 200
    assert (await owner.get(f"{path}?na=twee")).status_code == 400
