"""Roles offered by mail, taken up by pressing a button, given on and taken back."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts import service as accounts
from core.accounts.members import ORGANISATION, Member, grants_of
from core.accounts.models import Account, Invitation, RoleGrant
from core.clock import frozen, now
from core.content.models import PUBLISHED
from core.content.slugs import slugify
from core.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from core.mail.models import OutboxMail
from core.organisations.models import Organisation
from core.permissions import giving, invitations, people
from core.permissions.invitation_views import AGREED
from core.privacy.models import Consent
from tests.core.conftest import OURS, Installation, csrf_in

OWNER, EDITOR = "organisation-owner", "organisation-editor"


async def organisation(site: Installation, title: str = "De Wilg") -> int:
    async with site.state.database.write() as session:
        made = Organisation(
            area_id=site.area_id, status=PUBLISHED, title=title, slug=slugify(title),
            sort_key=title.lower(), created_at=now(), updated_at=now(),
        )  # fmt: skip
        session.add(made)
        await session.flush()
        return made.id


async def invite(site: Installation, email: str, role: str, scope: str = "platform", id_: int = 0):
    async with site.state.database.write() as session:
        await invitations.invite(
            session, email, role, scope, id_, by=site.manager, roles=site.roles
        )
    return await secret_for(site, email)


async def secret_for(site: Installation, email: str) -> str:
    async with site.state.database.read() as session:
        mails = await session.scalars(
            select(OutboxMail).where(OutboxMail.address == email).order_by(OutboxMail.id.desc())
        )
        return next(m.data["path"] for m in mails if m.kind == "core.invitation").split("/")[-1]


async def member(site: Installation, account_id: int) -> Member:
    async with site.state.database.read() as session:
        rows = await session.execute(
            select(RoleGrant.role, RoleGrant.scope, RoleGrant.scope_id).where(
                RoleGrant.account_id == account_id
            )
        )
        found = await session.get_one(Account, account_id)
        return Member(found.id, found.email, found.name, grants_of(rows.all(), site.roles))


async def test_who_reads_the_mail_becomes_editor_of_the_organisation(installation):
    id_ = await organisation(installation)
    secret = await invite(installation, "Ria@Example.org".lower(), EDITOR, ORGANISATION, id_)
    async with installation.client() as client:
        shown = await client.get(f"/uitnodiging/{secret}")
        assert "De Wilg" in shown.text
        assert "Redacteur" in shown.text
        answer = await client.post(
            f"/uitnodiging/{secret}", data={"name": " Ria  de Wit "}, headers=OURS
        )
        assert answer.status_code == 303
        page = await client.get("/mijn/organisaties/de-wilg/mensen")
        assert "Ria de Wit (dat ben jij)" in page.text
        assert "Verstuur de uitnodiging" not in page.text


async def test_what_was_agreed_to_is_kept_for_a_new_account_only(installation):
    id_ = await organisation(installation)
    await installation.account("jan@example.org")
    for email in ("jan@example.org", "ria@example.org"):
        secret = await invite(installation, email, EDITOR, ORGANISATION, id_)
        async with installation.client() as client:
            await client.post(f"/uitnodiging/{secret}", headers=OURS)
    async with installation.state.database.read() as session:
        kept = (await session.execute(select(Consent.email, Consent.text))).all()
    assert kept == [("ria@example.org", AGREED)]


async def test_opening_the_link_changes_nothing(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.client() as client:
        for _ in range(3):
            assert (await client.get(f"/uitnodiging/{secret}")).status_code == 200
    async with installation.state.database.read() as session:
        assert (
            await session.scalar(select(Account).where(Account.email == "ria@example.org")) is None
        )


async def test_a_link_works_once(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.client() as client:
        assert (await client.post(f"/uitnodiging/{secret}", headers=OURS)).status_code == 303
    async with installation.client() as client:
        assert (await client.post(f"/uitnodiging/{secret}", headers=OURS)).status_code == 410


async def test_a_name_that_cannot_be_is_shown_again_and_the_link_still_works(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.client() as client:
        wrong = await client.post(f"/uitnodiging/{secret}", data={"name": "x" * 201}, headers=OURS)
        assert wrong.status_code == 422
        assert "x" * 201 in wrong.text
        assert (await client.post(f"/uitnodiging/{secret}", headers=OURS)).status_code == 303


async def test_saying_no_ends_it(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.client() as client:
        assert (await client.post(f"/uitnodiging/{secret}/nee", headers=OURS)).status_code == 200
        assert (await client.get(f"/uitnodiging/{secret}")).status_code == 410
    async with installation.state.database.read() as session:
        assert (await session.scalars(select(Invitation.answer))).all() == ["declined"]


async def test_a_second_invitation_makes_the_first_link_worthless(installation):
    first = await invite(installation, "ria@example.org", "platform-manager")
    second = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.state.database.write() as session:
        with pytest.raises(NotFound):
            await invitations.look(session, first)
        assert (await invitations.look(session, second)).email == "ria@example.org"


async def test_after_two_weeks_it_is_over(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    with frozen(now() + timedelta(days=14, minutes=1)):
        async with installation.state.database.write() as session:
            with pytest.raises(Gone):
                await invitations.accept(session, secret, text=AGREED)


async def test_two_who_press_at_once_make_one_account(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")

    async def press() -> str:
        try:
            async with installation.state.database.write() as session:
                await invitations.accept(session, secret, text=AGREED)
        except Gone:
            return "gone"
        return "done"

    assert sorted(await asyncio.gather(press(), press())) == ["done", "gone"]


async def test_who_holds_the_role_is_not_invited_again(installation):
    id_ = await organisation(installation)
    await installation.account("ria@example.org", EDITOR, ORGANISATION, id_)
    with pytest.raises(Conflict):
        await invite(installation, "ria@example.org", EDITOR, ORGANISATION, id_)


async def test_an_owner_invites_to_the_own_organisation_only(installation):
    own, other = await organisation(installation), await organisation(installation, "De Eik")
    owner = await member(
        installation, await installation.account("ria@example.org", OWNER, ORGANISATION, own)
    )
    async with installation.state.database.write() as session:
        roles = installation.roles
        await invitations.invite(
            session, "jan@example.org", EDITOR, ORGANISATION, own, by=owner, roles=roles
        )
        with pytest.raises(NotFound):
            await invitations.invite(
                session, "jan@example.org", EDITOR, ORGANISATION, other, by=owner, roles=roles
            )
        with pytest.raises(Forbidden):
            await invitations.invite(
                session, "jan@example.org", "platform-manager", by=owner, roles=roles
            )


async def test_an_editor_invites_nobody(installation):
    id_ = await organisation(installation)
    client = await installation.logged_in("ria@example.org", EDITOR, scope=ORGANISATION, id_=id_)
    path = "/mijn/organisaties/de-wilg/mensen"
    proof = csrf_in((await client.get(path)).text)
    form = {"_csrf": proof, "email": "jan@example.org", "role": EDITOR}
    assert (await client.post(path, data=form, headers=OURS)).status_code in (403, 404)
    await client.aclose()


@pytest.mark.parametrize("role", ["resident ", "platform-manager", ""])
async def test_the_page_of_an_organisation_gives_its_own_roles_only(installation, role):
    id_ = await organisation(installation)
    client = await installation.logged_in("ria@example.org", OWNER, scope=ORGANISATION, id_=id_)
    path = "/mijn/organisaties/de-wilg/mensen"
    proof = csrf_in((await client.get(path)).text)
    form = {"_csrf": proof, "email": "jan@example.org", "role": role}
    answer = await client.post(path, data=form, headers=OURS)
    assert answer.status_code == 422
    assert "jan@example.org" in answer.text
    await client.aclose()


async def test_others_do_not_see_the_people(installation):
    await organisation(installation)
    other = await organisation(installation, "De Eik")
    client = await installation.logged_in("ria@example.org", OWNER, scope=ORGANISATION, id_=other)
    assert (await client.get("/mijn/organisaties/de-wilg/mensen")).status_code == 404
    await client.aclose()


async def test_an_owner_hands_over_and_leaves(installation):
    id_ = await organisation(installation)
    jan = await installation.account("jan@example.org", EDITOR, ORGANISATION, id_)
    ria_id = await installation.account("ria@example.org", OWNER, ORGANISATION, id_)
    ria = await member(installation, ria_id)
    async with installation.state.database.write() as session:
        with pytest.raises(Conflict, match="enige eigenaar"):
            await people.remove(session, id_, ria_id, by=ria)
        await people.change_role(session, id_, jan, OWNER, by=ria)
        await people.remove(session, id_, ria_id, by=ria)
    async with installation.state.database.read() as session:
        team = await people.team_of(session, "de-wilg", by=await member(installation, jan))
    assert [(person.email, person.is_owner) for person in team.people] == [
        ("jan@example.org", True)
    ]


async def test_two_owners_who_remove_each_other_leave_one(installation):
    id_ = await organisation(installation)
    both = [
        await installation.account(f"{name}@example.org", OWNER, ORGANISATION, id_)
        for name in ("ria", "jan")
    ]
    members = [await member(installation, account_id) for account_id in both]

    async def remove(by: Member, whom: int) -> str:
        try:
            async with installation.state.database.write() as session:
                await people.remove(session, id_, whom, by=by)
        except Conflict:
            return "refused"
        return "done"

    done = await asyncio.gather(remove(members[0], both[1]), remove(members[1], both[0]))
    assert sorted(done) == ["done", "refused"]


async def test_who_is_taken_away_hears_of_it_and_is_logged_out(installation):
    id_ = await organisation(installation)
    client = await installation.logged_in("jan@example.org", EDITOR, scope=ORGANISATION, id_=id_)
    async with installation.state.database.write() as session:
        jan = await accounts.account_by_email(session, "jan@example.org")
        await people.remove(session, id_, jan, by=installation.manager)
        kinds = (await session.scalars(select(OutboxMail.kind))).all()
    assert "core.role_taken" in kinds
    assert (await client.get("/mijn")).status_code in (302, 303)
    await client.aclose()


async def test_the_last_platform_manager_stays(installation):
    ria = await installation.account("ria@example.org", "platform-manager")
    async with installation.state.database.write() as session:
        with pytest.raises(Conflict):
            await giving.take(
                session, ria, "platform-manager", "platform", 0, by=installation.manager
            )


async def test_a_withdrawn_invitation_no_longer_works(installation):
    secret = await invite(installation, "ria@example.org", "platform-manager")
    async with installation.state.database.write() as session:
        [found] = await invitations.list_open(session, None, by=installation.manager)
        await invitations.withdraw(session, found.id, by=installation.manager)
        with pytest.raises(NotFound):
            await invitations.look(session, secret)


async def test_the_mail_has_no_whole_address_of_the_site(installation):
    await invite(installation, "ria@example.org", "platform-manager")
    async with installation.state.database.read() as session:
        [data] = (await session.scalars(select(OutboxMail.data))).all()
    assert re.fullmatch(r"/uitnodiging/[\w-]{40,}", data["path"])


async def test_an_address_that_cannot_be_is_refused(installation):
    async with installation.state.database.write() as session:
        with pytest.raises(Invalid):
            await invitations.invite(
                session, "ria", "platform-manager", by=installation.manager,
                roles=installation.roles,
            )  # fmt: skip
