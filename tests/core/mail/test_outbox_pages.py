"""The manager sees how mail went; anybody with its link stops a list, and nothing else."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from core.mail.models import DEAD, PENDING, SENT, MailRefusal, OutboxMail
from core.mail.service import post
from tests.core.conftest import OURS, Installation, csrf_in

OUTBOX = "/beheer/postvak"


async def put(site: Installation, *addresses: str, **values: Any) -> list[OutboxMail]:
    """Post mails, with other values than those of a new one."""
    async with site.state.database.write() as session:
        for address in addresses:
            await post(session, "core.test", address, key=address, data={})
        if values:
            await session.execute(update(OutboxMail).values(values))
    return await rows(site)


async def rows(site: Installation) -> list[OutboxMail]:
    async with site.state.database.read() as session:
        return list(await session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


async def refusals(site: Installation) -> list[tuple[str, str]]:
    async with site.state.database.read() as session:
        found = await session.scalars(select(MailRefusal))
        return [(one.address, one.list_key) for one in found]


async def test_without_a_mail_server_the_manager_reads_mail_here(
    installation: Installation,
) -> None:
    (row,) = await put(installation, "a@voorbeeld.nl")
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    listed = (await manager.get(OUTBOX)).text
    assert "Een proefmail van Proefbasis" in listed
    assert "Aan a@voorbeeld.nl" in listed
    one = (await manager.get(f"{OUTBOX}/{row.id}")).text
    assert "Als je dit leest, dan werkt het versturen van mail." in one
    assert "Links in deze mail" not in one
    shown = await manager.get(f"{OUTBOX}/{row.id}/html")
    assert shown.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha")
    assert shown.headers["cache-control"] == "no-store"


async def test_where_mail_leaves_the_house_nobody_reads_it_here(
    installation: Installation,
) -> None:
    (row,) = await put(installation, "a@voorbeeld.nl")
    installation.state.settings = replace(
        installation.state.settings, smtp_url="smtp://mail.voorbeeld.nl"
    )
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    for path in (OUTBOX, f"{OUTBOX}/{row.id}"):
        page = (await manager.get(path)).text
        assert "a@voorbeeld.nl" in page
        assert "Proefmail" in page
        assert "Als je dit leest" not in page
    assert (await manager.get(f"{OUTBOX}/{row.id}/html")).status_code == 404


@pytest.mark.parametrize("role", ["", "area-editor"])
async def test_others_see_no_mail(installation: Installation, role: str) -> None:
    (row,) = await put(installation, "a@voorbeeld.nl")
    here: dict[str, Any] = {"scope": "area", "id_": installation.area_id} if role else {}
    client = await installation.logged_in("x@voorbeeld.nl", role, **here)
    for path in (OUTBOX, f"{OUTBOX}/{row.id}", f"{OUTBOX}/{row.id}/html"):
        assert (await client.get(path)).status_code == 403
    assert (await installation.client().get(OUTBOX)).status_code == 303


async def test_the_list_goes_on_and_shows_what_failed(installation: Installation) -> None:
    await put(installation, *(f"p{number}@voorbeeld.nl" for number in range(60)))
    async with installation.state.database.write() as session:
        wrong = update(OutboxMail).where(OutboxMail.address.in_(["p3@voorbeeld.nl"]))
        await session.execute(wrong.values(state=DEAD, problem="550 No such user"))
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    first = (await manager.get(OUTBOX)).text
    assert "p59@voorbeeld.nl" in first
    assert "p3@voorbeeld.nl" not in first
    after = re.search(r"na=(\d+)", first)
    assert after
    second = (await manager.get(f"{OUTBOX}?na={after[1]}")).text
    assert second.count("Aan p") == 10
    failed = (await manager.get(f"{OUTBOX}?soort=problemen")).text
    assert failed.count("Aan p") == 1
    assert "p3@voorbeeld.nl" in failed
    for query in ("na=x", "na=-1", f"na={2**64}", "soort=anders"):
        assert (await manager.get(f"{OUTBOX}?{query}")).status_code == 400
    for wrong_id in (0, 999_999, 2**70):
        assert (await manager.get(f"{OUTBOX}/{wrong_id}")).status_code == 404


async def test_a_mail_that_failed_is_sent_again_and_one_that_went_is_not(
    installation: Installation,
) -> None:
    (row,) = await put(
        installation, "a@voorbeeld.nl", state=DEAD, problem="550 Full", attempts=7, is_bounce=True
    )
    async with installation.state.database.write() as session:
        session.add(MailRefusal(address="a@voorbeeld.nl", list_key="*", created_at=row.created_at))
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    path = f"{OUTBOX}/{row.id}"
    form = {"_csrf": csrf_in((await manager.get(path)).text)}
    assert (await manager.post(path, headers=OURS)).status_code == 403
    assert (await manager.post(path, data=form, headers=OURS)).status_code == 303
    (row,) = await rows(installation)
    assert (row.state, row.attempts, row.is_bounce) == (PENDING, 0, False)
    assert await refusals(installation) == []
    await put(installation, state=SENT)
    assert (await manager.post(path, data=form, headers=OURS)).status_code == 409


async def test_a_link_in_a_mail_stops_its_list_by_a_button_and_can_be_taken_back(
    installation: Installation,
) -> None:
    (row,) = await put(installation, "A@Voorbeeld.nl")
    guest, path = installation.client(), f"/afmelden/{row.stop_token}"
    page = await guest.get(path)
    assert page.status_code == 200
    assert await refusals(installation) == []
    done = await guest.post(path, data={"weer": "0"}, headers=OURS)
    assert done.status_code == 303
    assert await refusals(installation) == [("a@voorbeeld.nl", "core.test")]
    assert "je krijgt deze mails niet meer" in (await guest.get(done.headers["location"])).text
    await guest.post(path, data={"weer": "1"}, headers=OURS)
    assert await refusals(installation) == []


async def test_a_mail_program_stops_a_list_with_one_click_without_an_origin(
    installation: Installation,
) -> None:
    (row,) = await put(installation, "a@voorbeeld.nl")
    name, said = "List-Unsubscribe", "One-Click"
    one_click = {name: said}
    member = await installation.logged_in("m@voorbeeld.nl")
    for client in (installation.client(), member):
        for how in ({"data": one_click}, {"files": {name: (None, said)}}):
            answer = await client.post(f"/afmelden/{row.stop_token}", **how)  # type: ignore[arg-type]
            assert (answer.status_code, answer.content) == (200, b"")
        wrong = await client.post("/afmelden/" + "x" * 32, data=one_click)
        assert wrong.status_code == 404
    assert await refusals(installation) == [("a@voorbeeld.nl", "core.test")]
