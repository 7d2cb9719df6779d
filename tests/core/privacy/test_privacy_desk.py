"""The manager gives or erases what is known of somebody: sure of it, and never by accident."""

import json

from sqlalchemy import func, select

from core.accounts.models import Account
from core.audit.models import AuditEntry
from core.organisations.models import Organisation
from core.privacy.models import Consent
from core.privacy.service import consented
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import World

PATH = "/beheer/privacy"
GUEST = "gast@voorbeeld.nl"


async def leave_something(world: World) -> None:
    async with world.database.write() as session:
        await consented(session, GUEST, "tests.purpose", "Ja, dat is goed.")


async def consents_of_guest(world: World) -> int:
    async with world.database.read() as session:
        known = select(func.count()).select_from(Consent).where(Consent.email == GUEST)
        return await session.scalar(known) or 0


async def test_what_is_known_is_shown_given_and_erased(ground: World, log_in: Login) -> None:
    await leave_something(ground)
    boss = await log_in("baas@example.org", "platform-manager")
    seen = await boss.post(PATH, data={"email": GUEST.upper(), "wat": "bekijk"})
    assert seen.status_code == 200
    assert "Ja, dat is goed." in seen.text
    file = await boss.post(PATH, data={"email": GUEST, "wat": "download"})
    assert file.headers["content-disposition"].startswith("attachment")
    assert (
        json.loads(file.text)["Waar je toestemming voor gaf"][0]["De tekst"] == "Ja, dat is goed."
    )
    done = await boss.post(PATH, data={"email": GUEST, "wat": "wis", "zeker": "1"})
    assert "Alles van dit adres is gewist." in done.text
    assert await consents_of_guest(ground) == 0
    again = await boss.post(PATH, data={"email": GUEST, "wat": "bekijk"})
    assert "Van dit adres is niets bekend." in again.text
    async with ground.database.read() as session:
        actions = set(await session.scalars(select(AuditEntry.action)))
        assert {"privacy.export", "privacy.erase"} <= actions


async def test_nothing_is_erased_without_a_tick(ground: World, log_in: Login) -> None:
    await leave_something(ground)
    boss = await log_in("baas@example.org", "platform-manager")
    answer = await boss.post(PATH, data={"email": GUEST, "wat": "wis"})
    assert answer.status_code == 422
    assert 'href="#zeker"' in answer.text
    assert await consents_of_guest(ground) == 1


async def test_a_manager_erases_neither_themselves_nor_what_is_no_address(
    ground: World, log_in: Login
) -> None:
    boss = await log_in("baas@example.org", "platform-manager")
    for email in ("baas@example.org", "geen adres", ""):
        answer = await boss.post(PATH, data={"email": email, "wat": "wis", "zeker": "1"})
        assert answer.status_code == 422, email
    assert (await boss.post(PATH, data={"email": GUEST, "wat": "onzin"})).status_code == 400
    async with ground.database.read() as session:
        assert await session.scalar(select(Account.id).where(Account.email == "baas@example.org"))


async def test_an_organisation_that_loses_its_last_person_can_be_claimed_again(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    made = await make_organisation(naam="De Eik")
    await log_in("eik@example.org", "organisation-owner", organisation=made.id)
    async with ground.database.write() as session:
        row = await session.get_one(Organisation, made.id)
        row.claimed_at = row.created_at
    boss = await log_in("baas@example.org", "platform-manager")
    form = {"email": "eik@example.org", "wat": "wis", "zeker": "1"}
    assert "is gewist" in (await boss.post(PATH, data=form)).text
    async with ground.database.read() as session:
        assert (await session.get_one(Organisation, made.id)).claimed_at is None


async def test_the_last_manager_stays(ground: World, log_in: Login) -> None:
    one = await log_in("een@example.org", "platform-manager")
    await log_in("twee@example.org", "platform-manager")
    form = {"email": "twee@example.org", "wat": "wis", "zeker": "1"}
    assert (await one.post(PATH, data=form)).status_code == 200
    async with ground.database.read() as session:
        assert (await session.scalars(select(Account.email))).all() == ["een@example.org"]
