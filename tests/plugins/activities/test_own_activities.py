"""An organisation looks after its activities: off the site and back, and never another's."""

from datetime import timedelta

from activity_forms import LIST, NEW, WEEKLY, dates_of, one, publish, sent_by
from sqlalchemy import select

from core.clock import today
from core.content.models import Content
from core.editing.models import Revision
from core.neighbourhoods.models import Area
from plugins.activities.kind import KIND


async def test_an_activity_is_taken_off_the_site_and_brought_back(ground, owner):
    await publish(owner)
    path, guest = "/mijn/activiteiten/soep-op-dinsdag/stand", ground.client()
    assert (await owner.post(path, data={"stand": "weg"})).status_code == 303
    assert (await guest.get("/activiteiten/soep-op-dinsdag")).status_code == 410
    assert "Niet op de site" in (await owner.get(LIST)).text
    assert (await owner.post(path, data={"stand": "weg"})).status_code == 409
    assert (await owner.post(path, data={"stand": "terug"})).status_code == 303
    assert (await guest.get("/activiteiten/soep-op-dinsdag")).status_code == 200
    async with ground.database.read() as session:
        actions = await session.scalars(select(Revision.action).order_by(Revision.number))
        assert list(actions) == ["created", "hidden", "restored"]
    assert (await owner.post(path, data={"stand": "zo"})).status_code == 400


async def test_what_an_editor_hides_an_organisation_does_not_show_again(ground, owner, log_in):
    await publish(owner)
    editor = await log_in("red@example.org", "area-editor", area="amersfoort")
    shown = "/activiteiten/soep-op-dinsdag/tonen"
    assert (await editor.post(shown, data={"tonen": "0"})).status_code == 303
    assert (await owner.post(shown, data={"tonen": "1"})).status_code == 409
    answer = await owner.post("/mijn/activiteiten/soep-op-dinsdag/stand", data={"stand": "terug"})
    assert answer.status_code == 409
    assert (await editor.post(shown, data={"tonen": "1"})).status_code == 303
    assert (await ground.client().get("/activiteiten/soep-op-dinsdag")).status_code == 200


async def test_an_editor_writes_on_behalf_and_it_says_so(ground, owner, log_in):
    editor = await log_in("red@example.org", "area-editor", area="amersfoort")
    assert (await publish(editor)).status_code == 303
    row = await one(ground)
    assert (row.on_behalf, row.confirmed_by) == (True, "editor")


async def test_a_copy_begins_with_everything_but_the_dates_that_are_past(ground, owner):
    await publish(owner, come_alone="Bel Fatima", since=f"{today() + timedelta(days=3)}")
    page = await owner.get(NEW, params={"van": "soep-op-dinsdag"})
    data = sent_by(page.text)
    assert data["come_alone"] == ["Bel Fatima"]
    assert data["weekdays"] == ["TU"]
    data |= {"title": ["Soep op dinsdag, nog eens"]}
    assert (await owner.post(NEW, data=data)).status_code == 303
    assert len(await dates_of(ground, (await one(ground, data["title"][0])).id)) >= 51


async def test_another_organisations_activities_do_not_exist(
    ground, owner, log_in, make_organisation
):
    await publish(owner)
    els = await make_organisation(naam="De Els")
    other = await log_in("els@example.org", "organisation-owner", organisation=els.id)
    path = "/mijn/activiteiten/soep-op-dinsdag"
    for address in (path, f"{path}/data", LIST, NEW, f"{NEW}?van=soep-op-dinsdag"):
        assert (await other.get(address)).status_code == 404, address
    copy = "/mijn/organisaties/de-els/activiteiten/nieuw?van=soep-op-dinsdag"
    assert (await other.get(copy)).status_code == 404
    for address, data in (
        (path, WEEKLY), (NEW, WEEKLY), (f"{path}/stand", {"stand": "weg"}),
        (f"{path}/data", {"af": "1"}), ("/activiteiten/soep-op-dinsdag/tonen", {"tonen": "0"}),
    ):  # fmt: skip
        assert (await other.post(address, data=data)).status_code == 404, address
    resident = await log_in("piet@example.org")
    assert (await resident.get(LIST)).status_code == 403
    assert (await ground.client().get(LIST)).status_code == 303


async def test_a_date_of_another_activity_is_not_cancelled(ground, owner):
    await publish(owner)
    await publish(owner, title="Iets anders")
    strange = (await dates_of(ground, (await one(ground, "Iets anders")).id))[0]
    path = "/mijn/activiteiten/soep-op-dinsdag/data"
    assert (await owner.post(path, data={"af": str(strange.id)})).status_code == 404
    assert (await owner.post(path, data={"af": "9" * 30})).status_code == 400


async def test_where_editors_look_first_a_new_activity_waits(ground, owner, eik):
    async with ground.database.write() as session:
        row = await session.get_one(Content, eik.id)
        (await session.get_one(Area, row.area_id)).moderation = "before"
    answer = await publish(owner, held="own")
    assert "nieuw-review" in answer.headers["location"]
    assert (await one(ground)).status == "review"
    assert (await ground.client().get("/activiteiten/soep-op-dinsdag")).status_code == 404
    assert "Wacht op de buurtredactie" in (await owner.get(LIST)).text


async def test_the_dashboard_counts_activities_and_leads_to_a_new_one(owner):
    await publish(owner)
    page = (await owner.get("/mijn/organisaties/de-eik")).text
    assert "Jullie activiteiten" in page
    assert NEW in page


def test_a_kind_says_where_its_entries_are_changed():
    assert KIND.edit_address("soep") == "/mijn/activiteiten/soep"


async def test_an_editor_puts_nothing_in_an_area_of_others(ground, owner, log_in):
    async with ground.database.read() as session:
        areas = {row.slug: row.id for row in await session.scalars(select(Area))}
    assert {"stadskern", "amersfoort"} <= areas.keys()
    editor = await log_in("kern@example.org", "area-editor", area="stadskern")
    elsewhere = {"postcode": "3825 QQ", "street": "Verweg", "house_number": "1"}
    answer = await publish(editor, **elsewhere)
    assert answer.status_code == 422
    assert "buiten het gebied" in answer.text
    assert (await publish(owner, **elsewhere)).status_code == 303


async def test_a_copy_takes_the_picture_along_and_only_its_own_organisations(
    ground, owner, make_activity
):
    await publish(owner)
    other = await make_activity(titel="Van een ander")
    async with ground.database.write() as session:
        for row in await session.scalars(select(Content).where(Content.kind == "activity")):
            row.image, row.image_alt = "a" * 64, "Soep"
    data = sent_by((await owner.get(NEW, params={"van": "soep-op-dinsdag"})).text)
    assert data["copied"] == ["soep-op-dinsdag"]
    assert (await owner.post(NEW, data=data | {"title": ["Nog eens"]})).status_code == 303
    assert (await one(ground, "Nog eens")).image == "a" * 64
    of_others = {"copied": [other.slug], "key": ["k" * 24], "title": ["Zonder foto"]}
    assert (await owner.post(NEW, data=data | of_others)).status_code == 303
    assert (await one(ground, "Zonder foto")).image == ""


async def test_a_calendar_says_that_something_is_online(ground, owner):
    await publish(owner, held="online", place_name="Met Jitsi")
    calendar = (await ground.client().get("/activiteiten/soep-op-dinsdag.ics")).text
    assert "LOCATION:Online\\, Met Jitsi" in calendar


async def test_what_is_at_the_own_address_follows_when_the_organisation_moves(ground, owner, eik):
    await publish(owner, held="own")
    await publish(owner, title="Elders")
    assert "eigen adres staat nog" not in (await owner.get(LIST)).text
    async with ground.database.write() as session:
        (await session.get_one(Content, eik.id)).house_number = "200"
    assert "Bij 1 activiteit op jullie eigen adres" in (await owner.get(LIST)).text
    assert (await owner.post(f"{LIST}/adres")).status_code == 303
    assert (await one(ground)).house_number == "200"
    assert (await one(ground, "Elders")).house_number == "1"
    assert "eigen adres staat nog" not in (await owner.get(LIST)).text
