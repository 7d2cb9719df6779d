"""One person: all that is known is given, and after erasing no table holds the address."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Text, cast, func, or_, select

from core.accounts.members import Member, keys_by_role, operator
from core.accounts.models import AccessToken, Account, Invitation, LoginSession, RoleGrant
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED, Content
from core.db.session import Database
from core.declarations import PersonalData
from core.editing import drafts
from core.editing.history import record
from core.errors import Forbidden
from core.freshness.models import PhoneCall
from core.mail.models import MailRefusal, OutboxMail
from core.mail.service import post
from core.manage.switches import read_enabled, switch_plugin
from core.media.models import Image
from core.moderation.models import ModerationCase
from core.neighbourhoods.models import Area
from core.organisations.models import Organisation, OrganisationClaim
from core.privacy.models import Consent
from core.privacy.service import account_of, consented, erase, export
from core.registry import Owned, Registry
from core.testing.world import World

SANNE = "sanne.de-vries@voorbeeld.nl"
LONGER = f"o{SANNE}"


def manager(registry: Registry) -> Member:
    return operator(keys_by_role(owned.item for owned in registry.permissions))


async def leave_alone(session: Any, ids: Any) -> None:
    """Stand in for the index, which these entries are not in."""


async def make_entry(session: Any, **values: Any) -> int:
    area_id = await session.scalar(select(func.min(Area.id)))
    entry = Organisation(
        area_id=area_id, title="De Proef", slug="de-proef", sort_key="de proef", status=PUBLISHED,
        created_at=now(), updated_at=now(), **values,
    )  # fmt: skip
    session.add(entry)
    await session.flush()
    entry.owner_id = entry.id
    return entry.id


async def live_a_life(session: Any) -> int:
    """Leave traces everywhere, as an owner of an organisation does; returns the account."""
    account = Account(email=SANNE, name="Sanne", created_at=now())
    session.add_all([account, Account(email=LONGER, created_at=now())])
    await session.flush()
    id_ = account.id
    entry = await make_entry(
        session, email=SANNE.upper(), description=f"Mail naar {SANNE}, of kom langs."
    )
    session.add_all([
        RoleGrant(account_id=id_, role="organisation-owner", scope="organisation", scope_id=entry),
        LoginSession(id_hash="h" * 64, account_id=id_, created_at=now(), seen_at=now()),
        AccessToken(
            token_hash="t" * 64, purpose="organisations.claim", subject=SANNE,
            created_at=now(), expires_at=now(), data={"email": SANNE},
        ),
        Invitation(
            email=SANNE, role="area-editor", scope="area", created_at=now(), expires_at=now()
        ),
        OrganisationClaim(
            organisation_id=entry, kind="registration", email=SANNE, account_id=id_, state="open",
            note=f"Ik ben {SANNE}", created_at=now(),
        ),
        ModerationCase(content_id=entry, kind="report", email=SANNE, body="Fout", created_at=now()),
        PhoneCall(
            organisation_id=entry, at=now(), account_id=id_, outcome="later", note=f"mail {SANNE}"
        ),
        Image(
            hash="f" * 64, media_type="image/webp", width=1, height=1, bytes=1, uploaded_by=id_,
            kept_until=now(), created_at=now(),
        ),
        MailRefusal(address=SANNE, list_key="core.klopt", created_at=now()),
    ])  # fmt: skip
    me = Member(id_, SANNE, "Sanne", ())
    await record(
        session, entry, "changed", by=me, actor="organisation", after={"email": SANNE},
        before={"email": "é" + LONGER},
    )  # fmt: skip
    await drafts.save(session, "tests.form", "new:1", [("email", SANNE)], 0, by=me)
    await post(session, "core.test", SANNE, key=f"a:{SANNE}", data={"to": SANNE}, account_id=id_)
    await post(session, "core.test", "redactie@voorbeeld.nl", key="b", data={"who": SANNE})
    await consented(session, SANNE, "tests.purpose", "Ja, dat wil ik.", id_)
    await audit.note(session, "tests.done", f"account:{id_}", by=me)
    return id_


async def tables_with(database: Database, registry: Registry, text: str) -> list[str]:
    """Return every table that holds a text, in whatever column, as typed or in other cases."""
    found = []
    async with database.read() as session:
        for owned in registry.models:
            table = owned.item.__table__
            columns = [func.lower(cast(column, Text)).contains(text) for column in table.columns]
            count = await session.scalar(
                select(func.count()).select_from(table).where(or_(*columns))
            )
            if count:
                found.append(table.name)
    return sorted(found)


async def test_all_that_is_known_is_given(ground: World) -> None:
    async with ground.database.write() as session:
        id_ = await live_a_life(session)
    async with ground.database.write() as session:
        known = await export(session, ground.registry, SANNE, id_, by=manager(ground.registry))
    filled = {one.key for one in known if one.things}
    assert filled == {one.key for one in known} - {"core.factors", "core.visits", "signups.people"}
    (account,) = next(one.things for one in known if one.key == "core.account")
    assert account["Naam"] == "Sanne"


async def test_after_erasing_no_table_holds_the_address(ground: World) -> None:
    registry, database = ground.registry, ground.database
    async with database.write() as session:
        id_ = await live_a_life(session)
    assert len(await tables_with(database, registry, SANNE)) > 8
    async with database.write() as session:
        erased = await erase(session, registry, SANNE, id_, leave_alone, by=manager(registry))
    counts = {one.key: one.count for one in erased}
    assert counts["core.account"] == 1
    assert counts["core.traces"] == 4  # the entry, a call, history, a mail to somebody else
    async with database.write() as session:
        longer = await session.scalar(select(Account).where(Account.email == LONGER))
        assert longer is not None  # a longer address is somebody else's
        longer.email = "iemand@voorbeeld.nl"
    left = await tables_with(database, registry, SANNE)
    assert left == ["revision"]  # where the longer address stands, untouched
    async with database.read() as session:
        assert await account_of(session, SANNE) == 0
        entry = (await session.scalars(select(Content))).one()
        assert (entry.email, entry.description) == ("", "Mail naar …, of kom langs.")
        consent = (await session.scalars(select(Consent))).one()
        assert (consent.email, consent.text) == ("", "Ja, dat wil ik.")
        mails = (await session.scalars(select(OutboxMail).order_by(OutboxMail.id))).all()
        assert [(mail.address, mail.state) for mail in mails] == [
            ("", "refused"), ("redactie@voorbeeld.nl", "pending"),
        ]  # fmt: skip
        assert (await audit.verify(session)).broken_at is None


async def test_who_has_no_account_is_erased_and_nobody_else(ground: World) -> None:
    """What nobody's account is behind, is not the stranger's."""
    registry, database = ground.registry, ground.database
    async with database.write() as session:
        entry = await make_entry(session)
        await record(session, entry, "created", by=None, actor="import")
        await consented(session, "ander@voorbeeld.nl", "tests.purpose", "Ja.")
        session.add(
            ModerationCase(content_id=entry, kind="report", body="Dicht!", created_at=now())
        )
    async with database.write() as session:
        erased = await erase(session, registry, SANNE, 0, leave_alone, by=manager(registry))
    assert {one.key: one.count for one in erased if one.count} == {}
    async with database.read() as session:
        assert (await session.scalars(select(Consent.email))).one() == "ander@voorbeeld.nl"
        assert (await session.scalars(select(ModerationCase.body))).one() == "Dicht!"


async def test_a_member_may_ask_for_themselves_only(ground: World) -> None:
    grants = ground.registry
    roles = keys_by_role(owned.item for owned in grants.permissions)
    resident = Member(5, "piet@voorbeeld.nl", "", operator(roles).grants[:1])
    async with ground.database.read() as session:
        await export(session, ground.registry, resident.email, 5, by=resident)
        for account_id in (0, 6):
            with pytest.raises(Forbidden):
                await export(session, ground.registry, SANNE, account_id, by=resident)
            with pytest.raises(Forbidden):
                await erase(session, ground.registry, SANNE, account_id, leave_alone, by=resident)


async def test_a_plugin_that_is_off_is_asked_too(ground: World) -> None:
    asked: list[tuple[str, int]] = []

    async def given(session: Any, email: str, account_id: int) -> list[dict[str, str]]:
        asked.append((email, account_id))
        return [{"Kleur": "groen"}]

    async def gone(session: Any, email: str, account_id: int) -> int:
        return 3

    data = Owned("wijkgids", PersonalData("wijkgids.colours", "Kleuren", given, gone))
    registry = replace(ground.registry, personal_data=(*ground.registry.personal_data, data))
    by = manager(registry)
    async with ground.database.write() as session:
        await switch_plugin(session, registry, "wijkgids", enabled=False, by=by)
        assert "wijkgids" not in await read_enabled(session, registry)
        known = await export(session, registry, SANNE, 7, by=by)
        erased = await erase(session, registry, SANNE, 7, leave_alone, by=by)
    assert asked == [(SANNE, 7)]
    assert [one.things for one in known if one.key == data.item.key] == [[{"Kleur": "groen"}]]
    assert [one.count for one in erased if one.key == data.item.key] == [3]
