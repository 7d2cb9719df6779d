"""One's own account: name, language, another address, and leaving."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from core.accounts import profile
from core.accounts.models import Account, LoginSession, RoleGrant
from core.accounts.sessions import FRESH
from core.audit.models import AuditEntry
from core.clock import frozen, now
from core.content.models import PUBLISHED
from core.db.changes import touch
from core.mail.models import OutboxMail
from core.neighbourhoods.models import Site
from core.organisations.models import Organisation

OURS = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
EMAIL, NEW = "jan@voorbeeld.nl", "jan@nieuw.voorbeeld.nl"


async def send(client: Any, path: str, **data: str) -> Any:
    text = (await client.get("/mijn/account")).text
    found = re.search(r'name="_csrf" value="([^"]+)"', text)
    return await client.post(path, headers=OURS, data={"_csrf": found[1] if found else "", **data})


async def mails(installation: Any) -> list[tuple[str, str]]:
    async with installation.state.database.read() as session:
        rows = await session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        return [(row.kind, row.address) for row in rows]


async def link_in_mail(installation: Any) -> str:
    async with installation.state.database.read() as session:
        row = await session.scalar(
            select(OutboxMail)
            .where(OutboxMail.kind == "core.new_address")
            .order_by(OutboxMail.id.desc())
            .limit(1)
        )
    return str(row.data["path"])


async def address_of(installation: Any, id_: int = 1) -> str:
    async with installation.state.database.read() as session:
        return str(await session.scalar(select(Account.email).where(Account.id == id_)))


async def test_a_member_changes_name_and_language_of_mail(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    saved = await send(client, "/mijn/account", name="  Jan   de Boer ", language="en")
    assert saved.headers["location"] == "/mijn/account?gedaan=bewaard"
    shown = await client.get(saved.headers["location"])
    assert "Bewaard." in shown.text
    assert 'value="Jan de Boer"' in shown.text
    assert '<option value="en" selected' in shown.text


async def test_what_is_wrong_comes_back_as_typed(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    long = await send(client, "/mijn/account", name="x" * 201, language="nl")
    assert long.status_code == 422
    assert "x" * 201 in long.text
    assert 'href="#name"' in long.text
    odd = await send(client, "/mijn/account", name="Jan", language="fr")
    assert odd.status_code == 422
    assert 'href="#language"' in odd.text
    for email in ("jan", EMAIL, ""):
        answer = await send(client, "/mijn/account/adres", email=email)
        assert answer.status_code == 422, email
        assert 'href="#email"' in answer.text
    assert await mails(installation) == []


async def test_an_address_changes_when_the_new_one_was_proved(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    asked = await send(client, "/mijn/account/adres", email=NEW)
    assert asked.headers["location"] == "/mijn/account?gedaan=gestuurd"
    assert await mails(installation) == [("core.new_address", NEW), ("core.security", EMAIL)]
    link = await link_in_mail(installation)
    async with installation.client() as elsewhere:
        for _ in range(2):
            assert NEW in (await elsewhere.get(link)).text
        assert await address_of(installation) == EMAIL
        done = await elsewhere.post(link, headers=OURS)
        assert "Gelukt" in done.text
        assert (await elsewhere.post(link, headers=OURS)).status_code == 410
        assert (await elsewhere.get("/mijn")).status_code == 303, "it logs nobody in"
    assert await address_of(installation) == NEW
    assert (await mails(installation))[-1] == ("core.security", EMAIL)
    assert NEW in (await client.get("/mijn")).text


async def test_a_taken_address_is_answered_alike_and_gets_no_link(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await installation.account("bep@voorbeeld.nl")
    taken = await send(client, "/mijn/account/adres", email="bep@voorbeeld.nl")
    free = await send(client, "/mijn/account/adres", email=NEW)
    assert (taken.status_code, taken.headers) == (free.status_code, free.headers)
    kinds = [kind for kind, address in await mails(installation) if address == "bep@voorbeeld.nl"]
    assert kinds == []


async def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await send(client, "/mijn/account/adres", email=NEW)
    other = await installation.account(NEW)
    answer = await client.get("/mijn/account")
    csrf = re.search(r'name="_csrf" value="([^"]+)"', answer.text)
    assert csrf
    link = await link_in_mail(installation)
    late = await client.post(link, headers=OURS, data={"_csrf": csrf[1]})
    assert late.status_code == 409
    assert [await address_of(installation, id_) for id_ in (1, other)] == [EMAIL, NEW]


async def test_the_last_link_counts_for_a_day_on_its_own_site(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    await send(client, "/mijn/account/adres", email=NEW)
    first = await link_in_mail(installation)
    await send(client, "/mijn/account/adres", email="derde@voorbeeld.nl")
    async with installation.state.database.write() as session:
        session.add(Site(area_id=installation.area_id, name="Wijk", hostname="wijk.example"))
        touch(session)
    second = await link_in_mail(installation)
    there = "http://wijk.example"
    async with installation.client() as guest, installation.client(there) as other:
        assert (await guest.get(first)).status_code == 404
        assert (await other.get(second)).status_code == 404
        with frozen(now() + profile.LASTS + timedelta(seconds=1)):
            assert (await guest.post(second, headers=OURS)).status_code == 410
    assert await address_of(installation) == EMAIL


async def test_another_address_asks_first_who_one_is_and_keeps_what_was_typed(
    installation: Any,
) -> None:
    client = await installation.logged_in(EMAIL)
    with frozen(now() + FRESH + timedelta(seconds=1)):
        led = await send(client, "/mijn/account/adres", email=NEW)
        assert led.headers["location"].startswith("/mijn/beveiliging/bevestig?volgende=")
        assert (
            'name="volgende" value="/mijn/account?email='
            in (await client.get(led.headers["location"])).text
        )
    assert await mails(installation) == []


async def add_organisation(installation: Any, slug: str) -> int:
    async with installation.state.database.write() as session:
        made = Organisation(
            title=slug.title(), slug=slug, area_id=installation.area_id, status=PUBLISHED,
            claimed_at=now(), sort_key=slug, created_at=now(), updated_at=now(),
        )  # fmt: skip
        session.add(made)
        await session.flush()
        return int(made.id)


async def claimed(installation: Any, id_: int) -> bool:
    async with installation.state.database.read() as session:
        found = await session.scalar(select(Organisation.claimed_at).where(Organisation.id == id_))
    return found is not None


async def test_who_leaves_is_gone_and_the_log_keeps_a_number(installation: Any) -> None:
    organisation = await add_organisation(installation, "breiclub")
    client = await installation.logged_in(
        EMAIL, "organisation-owner", scope="organisation", id_=organisation
    )
    page = await client.get("/mijn/account/verwijderen")
    assert "Breiclub overdragen" in page.text
    assert (await client.get("/mijn")).status_code == 200, "looking changes nothing"
    gone = await send(client, "/mijn/account/verwijderen")
    assert gone.headers["location"] == "/account-verwijderd"
    assert "max-age=0" in gone.headers["set-cookie"].lower()
    assert (await client.get("/mijn")).status_code == 303
    assert not await claimed(installation, organisation)
    async with installation.state.database.read() as session:
        for table in (Account, LoginSession, RoleGrant):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        log = [vars(row) for row in await session.scalars(select(AuditEntry))]
    assert EMAIL not in str(log)
    assert {row["subject"] for row in log} == {"account:1", f"content:{organisation}"}
    assert await installation.account(EMAIL) == 2, "the number is nobody else's"


async def test_an_organisation_with_others_stays_theirs(installation: Any) -> None:
    shared = await add_organisation(installation, "breiclub")
    scope = {"scope": "organisation", "id_": shared}
    await installation.account("bep@voorbeeld.nl", "organisation-owner", **scope)
    client = await installation.logged_in(EMAIL, "organisation-owner", **scope)
    assert "overdragen" not in (await client.get("/mijn/account/verwijderen")).text
    await send(client, "/mijn/account/verwijderen")
    assert await claimed(installation, shared)


async def test_the_only_platform_manager_cannot_leave(installation: Any) -> None:
    client = await installation.logged_in(EMAIL, "platform-manager")
    assert "<button" not in (await client.get("/mijn/account/verwijderen")).text.split("<main")[1]
    assert (await send(client, "/mijn/account/verwijderen")).status_code == 409
    assert await address_of(installation) == EMAIL
    await installation.account("bep@voorbeeld.nl", "platform-manager")
    assert (await send(client, "/mijn/account/verwijderen")).status_code == 303


async def test_leaving_asks_first_who_one_is(installation: Any) -> None:
    client = await installation.logged_in(EMAIL)
    with frozen(now() + FRESH + timedelta(seconds=1)):
        led = await client.get("/mijn/account/verwijderen")
        assert led.headers["location"].startswith("/mijn/beveiliging/bevestig?")
        await send(client, "/mijn/account/verwijderen")
    assert await address_of(installation) == EMAIL
