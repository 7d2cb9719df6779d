"""Imported organisations are invited, claimed, refused; nobody comes back against their will."""

import asyncio

from sqlalchemy import delete, select

from core.accounts.models import Account, RoleGrant
from core.clock import frozen, now
from core.content.models import HIDDEN, PUBLISHED, Content
from core.imports.engine import carry_out, plan_import
from core.imports.models import ImportRow
from core.imports.plan import REFUSED
from core.imports.table import Table
from core.mail.models import OutboxMail
from core.organisations import claiming, inviting
from core.organisations.models import Organisation, OrganisationClaim
from core.testing.factories import CENTRE, Make
from core.testing.people import Login
from core.testing.world import FROM_US, World

EIK = {"naam": "De Eik", "email": "info@eik.example", "telefoon": "033 461 2345"}
YES = {"keuze": "klopt", "name": "Anna", "consent": "1", "show_email": "1", "show_phone": "1"}

ASK = {
    "name": "Bo", "email": "bo@elders.example", "phone": "0612345678", "note": "Hoi",
    "consent": "1", "key": "k" * 24,
}  # fmt: skip


async def all_of(world: World, model: type) -> list:
    async with world.database.read() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


async def mail_of(world: World, kind: str) -> list[OutboxMail]:
    return [mail for mail in await all_of(world, OutboxMail) if mail.kind == kind]


async def row_of(world: World, id_: int) -> Organisation:
    async with world.database.read() as session:
        found = await session.scalars(select(Organisation).where(Organisation.id == id_))
        return found.one()


async def invite(world: World, *ids: int) -> str:
    """Invite organisations and return the path in the last mail."""
    async with world.database.write() as session:
        await inviting.invite(session, ids, by=world.operator)
    return str((await mail_of(world, "core.claim"))[-1].data["path"])


async def test_an_invited_organisation_says_that_all_is_right_and_looks_after_itself(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(**EIK)
    path = await invite(ground, made.id)
    async with ground.client() as client:
        text = (await client.get(path)).text
        assert "De Eik" in text
        assert "033 461 2345" in text
        assert (await row_of(ground, made.id)).claimed_at is None
        answer = await client.post(path, data=YES, headers=FROM_US)
        assert answer.headers["location"] == "/mijn/organisaties/de-eik?gedaan=overgenomen"
        assert "nu van jullie" in (await client.get(answer.headers["location"])).text
        assert (await client.get(path)).status_code == 410
    row = await row_of(ground, made.id)
    assert row.claimed_at is not None
    assert (row.confirmed_by, row.email) == ("organisation", "info@eik.example")
    (account,) = await all_of(ground, Account)
    assert (account.email, account.name) == ("info@eik.example", "Anna")
    (claim,) = await all_of(ground, OrganisationClaim)
    assert (claim.state, claim.account_id) == ("approved", account.id)


async def test_contact_that_visitors_may_not_see_leaves_the_page(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(**EIK)
    path = await invite(ground, made.id)
    async with ground.client() as client:
        answer = await client.post(
            path, data={**YES, "keuze": "wijzig", "show_phone": ""}, headers=FROM_US
        )
        assert answer.headers["location"] == "/mijn/organisaties/de-eik/gegevens"
        assert "033 461" not in (await client.get("/organisaties/de-eik")).text
    row = await row_of(ground, made.id)
    assert (row.phone, row.email, row.confirmed_by) == ("", "info@eik.example", "import")


async def test_an_answer_without_name_or_choice_changes_nothing(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(**EIK)
    path = await invite(ground, made.id)
    async with ground.client() as client:
        answer = await client.post(path, data={"keuze": "klopt"}, headers=FROM_US)
        assert answer.status_code == 422
        assert 'href="#name"' in answer.text
        assert 'href="#consent"' in answer.text
        assert (await client.post(path, data={"keuze": "x"}, headers=FROM_US)).status_code == 400
        assert (await client.post("/claim/onzin", data=YES, headers=FROM_US)).status_code == 404
    assert (await row_of(ground, made.id)).claimed_at is None


async def test_an_organisation_that_does_not_want_to_be_here_stays_away(
    ground: World, make_organisation: Make, make_activity: Make
) -> None:
    made = await make_organisation(**EIK)
    await make_activity(titel="Bingo", organisatie_id=made.slug)
    path = await invite(ground, made.id)
    async with ground.client() as client:
        answer = await client.post(path, data={"keuze": "niet", "why": "Nee"}, headers=FROM_US)
        assert "staan niet meer op de site" in answer.text
        assert (await client.get("/organisaties/de-eik")).status_code == 410
        assert (await client.get("/activiteiten/bingo")).status_code == 410
        assert "De Eik" not in (await client.get("/organisaties")).text
    assert await all_of(ground, Account) == []
    (claim,) = await all_of(ground, OrganisationClaim)
    assert (claim.state, claim.reason) == ("refused", "Nee")
    rows = [
        {"id": "org-2", "naam": "De Eik hernoemd", **CENTRE},
        {"id": "org-99", "naam": "De  eik", **CENTRE},
        {"id": "org-98", "naam": "De Beuk", **CENTRE},
    ]
    await import_rows(ground, "organisations", rows, expected=2)
    async with ground.database.write() as session:
        await session.execute(delete(ImportRow))  # as when it is purged
    await import_rows(ground, "organisations", rows, expected=2)
    titles = {row.title for row in await all_of(ground, Content) if row.status == PUBLISHED}
    assert "De Beuk" in titles
    assert not [title for title in titles if "eik" in title.lower()]


async def import_rows(
    world: World, noun: str, rows: list[dict[str, str]], expected: int = 0
) -> None:
    spec = next(o.item for o in world.registry.imports if o.item.noun == noun)
    table = Table(tuple(rows[0]), list(enumerate(rows, 2)))
    plan = await plan_import(world.database, spec, table, "tests")
    assert plan.count(REFUSED) == expected
    assert len([one for one in plan.problems if "wil hier niet staan" in one.reason]) == expected
    await carry_out(world.database, plan, world.app.state.extra["reindex"])


async def test_what_a_file_adds_to_a_hidden_organisation_is_hidden_too(
    ground: World, make_organisation: Make, make_activity: Make
) -> None:
    made = await make_organisation(**EIK)
    path = await invite(ground, made.id)
    async with ground.client() as client:
        await client.post(path, data={"keuze": "niet"}, headers=FROM_US)
    await make_activity(titel="Nieuwe bingo", organisatie_id=made.slug)
    found = {row.title: row.status for row in await all_of(ground, Content)}
    assert found["Nieuwe bingo"] == HIDDEN


async def test_a_new_invitation_makes_the_old_one_worthless_and_each_lasts_sixty_days(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(**EIK)
    first = await invite(ground, made.id)
    assert await invite(ground, made.id) == first  # not twice on one day
    with frozen(now() + inviting.AGAIN):
        second = await invite(ground, made.id)
    assert second != first
    async with ground.client() as client:
        assert (await client.get(first)).status_code == 404
        assert (await client.get(second)).status_code == 200
        with frozen(now() + inviting.AGAIN + claiming.LASTS):
            assert (await client.get(second)).status_code == 410
    assert len(await all_of(ground, OrganisationClaim)) == 1


async def test_of_two_who_claim_one_organisation_at_once_one_wins(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    """One by the invitation, one by an editor's decision: different links, one organisation."""
    made = await make_organisation(**EIK)
    path = await invite(ground, made.id)
    asker = await log_in("ander@example.org")
    await asker.post("/organisaties/de-eik/van-ons", data=ASK)
    (claim,) = [one for one in await all_of(ground, OrganisationClaim) if one.kind == "claim"]
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    async with ground.client() as client:
        answers = await asyncio.gather(
            client.post(path, data=YES, headers=FROM_US),
            editor.post(f"/beheer/organisaties/aanvragen/{claim.id}", data={"besluit": "ja"}),
        )
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 303
    assert codes[1] in (404, 409, 410)
    owners = [one for one in await all_of(ground, RoleGrant) if one.scope == "organisation"]
    assert len(owners) == 1


async def test_who_finds_their_organisation_asks_for_it_and_an_editor_says_yes(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(**EIK)
    typed = {**ASK, "email": "Bo@Elders.example", "note": "Ik doe de keuken."}
    async with ground.client() as client:
        assert "/organisaties/de-eik/van-ons" in (await client.get("/organisaties/de-eik")).text
        answer = await client.post("/organisaties/de-eik/van-ons", data=typed, headers=FROM_US)
        assert answer.headers["location"] == "/van-ons/verstuurd"
        (mail,) = await mail_of(ground, "core.claim_request")
        assert await all_of(ground, OrganisationClaim) == []
        assert "Bo wil De Eik bijhouden" in (await client.get(mail.data["path"])).text
        answer = await client.post(mail.data["path"], headers=FROM_US)
        assert answer.headers["location"] == "/van-ons/ontvangen"
    (claim,) = await all_of(ground, OrganisationClaim)
    assert (claim.state, claim.email, claim.account_id) == ("open", "bo@elders.example", None)
    other = await log_in("ver@example.org", "area-editor", area="nederberg")
    action = f"/beheer/organisaties/aanvragen/{claim.id}"
    assert "Bo" not in (await other.get("/beheer/organisaties/aanvragen")).text
    assert (await other.post(action, data={"besluit": "ja"})).status_code == 404
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    assert "Ik doe de keuken." in (await editor.get("/beheer/organisaties/aanvragen")).text
    assert (await editor.post(action, data={"besluit": "ja"})).status_code == 303
    assert (await editor.post(action, data={"besluit": "ja"})).status_code == 409
    assert len(await mail_of(ground, "core.claim_approved")) == 1
    bo = await log_in("bo@elders.example")
    assert (await bo.get("/mijn/organisaties/de-eik")).status_code == 200
    async with ground.client() as client:
        assert "van-ons" not in (await client.get("/organisaties/de-eik")).text
        assert (await client.get("/organisaties/de-eik/van-ons")).status_code == 409


async def test_a_refused_request_says_why_and_makes_no_account(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(**EIK)
    async with ground.client() as client:
        await client.post("/organisaties/de-eik/van-ons", data=ASK, headers=FROM_US)
        (mail,) = await mail_of(ground, "core.claim_request")
        await client.post(mail.data["path"], headers=FROM_US)
    (claim,) = await all_of(ground, OrganisationClaim)
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    action = f"/beheer/organisaties/aanvragen/{claim.id}"
    answer = await editor.post(action, data={"besluit": "nee", "reason": " "})
    assert answer.status_code == 422
    assert f'href="#reason-{claim.id}"' in answer.text
    answer = await editor.post(action, data={"besluit": "nee", "reason": "Wij kennen je niet."})
    assert answer.status_code == 303
    (sent,) = await mail_of(ground, "core.claim_refused")
    assert sent.data["reason"] == "Wij kennen je niet."
    assert [one.email for one in await all_of(ground, Account)] == ["redactie@example.org"]


async def test_the_address_that_we_have_needs_no_editor(
    ground: World, make_organisation: Make
) -> None:
    made = await make_organisation(**EIK)
    typed = {**ASK, "email": "info@eik.example"}
    async with ground.client() as client:
        await client.post("/organisaties/de-eik/van-ons", data=typed, headers=FROM_US)
        (mail,) = await mail_of(ground, "core.claim_request")
        answer = await client.post(mail.data["path"], headers=FROM_US)
        assert answer.headers["location"].startswith("/mijn/organisaties/de-eik")
    assert (await row_of(ground, made.id)).claimed_at is not None


async def test_editors_list_and_invite_only_organisations_of_their_own_areas(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    near = await make_organisation(**EIK)
    far = await make_organisation(
        naam="De Beuk", email="b@beuk.example", gebied="Nederberg", lon="5.38106", lat="52.15335"
    )
    await make_organisation(naam="Zonder Mail")
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    text = (await editor.get("/beheer/organisaties")).text
    assert "De Eik" in text
    assert "Zonder Mail" in text
    assert "De Beuk" not in text
    assert "De Eik" not in (await editor.get("/beheer/organisaties?toon=zonder-mail")).text
    assert "Zonder Mail" not in (await editor.get("/beheer/organisaties?q=eik")).text
    assert (await editor.get("/beheer/organisaties?toon=x")).status_code == 400
    send = "/beheer/organisaties/uitnodigen"
    assert (await editor.post(send, data={"id": str(far.id)})).status_code == 404
    answer = await editor.post(send, data={"id": str(near.id)})
    assert answer.headers["location"] == "/beheer/organisaties?uitgenodigd=1&niet=0"
    assert "1 organisatie is uitgenodigd" in (await editor.get(answer.headers["location"])).text
    assert "De Eik" in (await editor.get("/beheer/organisaties?toon=uitgenodigd")).text
    manager = await log_in("beheer@example.org", "platform-manager")
    assert (
        "Nodig 1 organisatie uit voor het eerst" in (await manager.get("/beheer/organisaties")).text
    )
    answer = await manager.post(send, data={"wie": "alle"})
    assert answer.headers["location"] == "/beheer/organisaties?uitgenodigd=1&niet=0"
    assert {mail.address for mail in await mail_of(ground, "core.claim")} == {
        "info@eik.example", "b@beuk.example",
    }  # fmt: skip
