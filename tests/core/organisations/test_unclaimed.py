"""Before an imported organisation is taken over, nothing personal of it is on the site; and what
an editor writes for it, says so."""

from sqlalchemy import select, update

from core.clock import now
from core.content.models import Content
from core.freshness import service as freshness
from core.mail.models import OutboxMail
from core.organisations import inviting
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import FROM_US, World

PRIVATE = {"email": "anna@gmail.com", "telefoon": "06 12345678"}
SAID = ("anna@gmail.com", "+31612345678", "06 1234", "Anna de Vries")


async def text_of(world: World, path: str) -> str:
    async with world.client() as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    return answer.text


async def test_what_may_be_personal_waits_until_somebody_takes_the_entry_over(
    ground: World, make_organisation: Make, make_activity: Make
) -> None:
    made = await make_organisation(naam="De Eik", **PRIVATE)
    await make_activity(
        titel="Bingo", organisatie_id=made.slug, contactpersoon="Anna de Vries", **PRIVATE
    )
    await make_activity(titel="Kaarten", organisatie_id=made.slug)
    for path in ("/organisaties/de-eik", "/activiteiten/bingo", "/activiteiten/kaarten"):
        text = await text_of(ground, path)
        assert [said for said in SAID if said in text] == [], path
    async with ground.database.write() as session:
        table = Organisation.__table__
        await session.execute(
            update(table).where(table.c.id == made.id).values(claimed_at=now())
        )  # fmt: skip
        await ground.app.state.extra["reindex"](session, [made.id])
    assert "anna@gmail.com" in await text_of(ground, "/organisaties/de-eik")
    assert "Anna de Vries" in await text_of(ground, "/activiteiten/bingo")
    assert "anna@gmail.com" in await text_of(ground, "/activiteiten/kaarten")


async def test_contact_of_the_organisation_itself_is_shown(
    ground: World, make_organisation: Make
) -> None:
    await make_organisation(naam="De Eik", email="info@eik.example", telefoon="033 461 2345")
    text = await text_of(ground, "/organisaties/de-eik")
    assert "info@eik.example" in text
    assert "033 461 2345" in text


async def test_an_entry_says_that_an_editor_wrote_it_for_the_organisation(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    made = await make_organisation(naam="De Eik", **PRIVATE)
    said = "Bijgewerkt door de buurtredactie, namens De Eik"
    assert said not in await text_of(ground, "/organisaties/de-eik")
    async with ground.database.write() as session:
        await session.execute(
            update(Content.__table__).where(Content.id == made.id).values(on_behalf=True)
        )
        await ground.app.state.extra["reindex"](session, [made.id])
        row = await session.scalar(select(Content.on_behalf).where(Content.id == made.id))
    assert row
    text = await text_of(ground, "/organisaties/de-eik")
    assert said in text
    assert "anna@gmail.com" in text  # the editor asked


async def test_an_invitation_that_is_answered_late_brings_the_organisation_back(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(naam="De Eik", email="info@eik.example")
    async with ground.database.write() as session:
        await inviting.invite(session, [made.id], by=ground.operator)
        reindex = ground.app.state.extra["reindex"]
        await freshness.stop(session, [made.id], reindex, actor="ladder")
        mail = (await session.scalars(select(OutboxMail))).one()
    yes = {"keuze": "klopt", "name": "Anna", "consent": "1", "show_email": "1"}
    async with ground.client() as client:
        assert (await client.get("/organisaties/de-eik")).status_code == 410
        assert (await client.get(mail.data["path"])).status_code == 200
        answer = await client.post(mail.data["path"], data=yes, headers=FROM_US)
        assert answer.status_code == 303
    assert "info@eik.example" in await text_of(ground, "/organisaties/de-eik")
