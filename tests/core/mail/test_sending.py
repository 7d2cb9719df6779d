"""Mail goes out once, waits when the server is away, and is given up where it will never arrive."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.clock import frozen, now
from core.mail import leases
from core.mail.models import DEAD, LEASED, PENDING, REFUSED, SENT, MailRefusal, OutboxMail
from core.mail.sending import send_due
from core.mail.service import post
from core.mail.unsubscribe import EVERY_LIST, Wish, refuse
from core.settings import Settings
from core.testing.world import World

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def put(world: World, *addresses: str, kind: str = "core.test", **options: Any) -> None:
    async with world.database.write() as session:
        for address in addresses:
            await post(session, kind, address, key=address, data={}, **options)


async def rows(world: World) -> dict[str, OutboxMail]:
    async with world.database.read() as session:
        found = await session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        return {row.address: row for row in found}


def settings_of(world: World, url: str | None) -> Settings:
    settings: Settings = world.app.state.settings
    return replace(settings, smtp_url=url)


async def send(world: World, url: str | None) -> int:
    return await send_due(world.database, settings_of(world, url), world.registry)


async def test_mail_goes_once_over_one_connection(ground: World, mailbox: Any) -> None:
    addresses = [f"p{number}@voorbeeld.nl" for number in range(15)]
    await put(ground, *addresses)
    assert await send(ground, mailbox.url) == 15
    assert await send(ground, mailbox.url) == 0
    assert [message["To"] for message in mailbox.messages] == addresses
    assert len(mailbox.sessions) == 1
    assert len(set(mailbox.ids())) == 15
    assert "Proefbasis" in mailbox.messages[0]["Subject"]
    found = await rows(ground)
    assert {(row.state, row.lease, row.problem) for row in found.values()} == {(SENT, "", "")}
    assert all(row.sent_at for row in found.values())


async def test_without_a_mail_server_mail_stays_to_be_read(ground: World) -> None:
    await put(ground, "a@voorbeeld.nl")
    assert await send(ground, None) == 1
    assert (await rows(ground))["a@voorbeeld.nl"].state == SENT


async def test_mail_of_later_waits_for_its_moment(ground: World, mailbox: Any) -> None:
    await put(ground, "a@voorbeeld.nl", at=now() + timedelta(hours=1))
    assert await send(ground, mailbox.url) == 0
    with frozen(now() + timedelta(hours=2)):
        assert await send(ground, mailbox.url) == 1


async def test_an_address_that_does_not_exist_bounces_and_the_others_go(
    ground: World, mailbox: Any
) -> None:
    mailbox.refused["weg@voorbeeld.nl"] = "550 5.1.1 No such user"
    await put(ground, "a@voorbeeld.nl", "weg@voorbeeld.nl", "b@voorbeeld.nl")
    assert await send(ground, mailbox.url) == 2
    row = (await rows(ground))["weg@voorbeeld.nl"]
    assert (row.state, row.is_bounce, row.problem) == (DEAD, True, "550 5.1.1 No such user")
    async with ground.database.read() as session:
        refusal = (await session.scalars(select(MailRefusal))).one()
    assert (refusal.address, refusal.list_key) == ("weg@voorbeeld.nl", EVERY_LIST)


@pytest.mark.parametrize(
    ("rcpt", "data", "state", "is_bounce"),
    [
        ("450 4.2.1 Mailbox is busy", "", PENDING, False),
        ("550 5.7.1 Relaying denied", "", PENDING, False),
        ("", "451 4.3.0 Later please", PENDING, False),
        ("", "554 5.6.0 We do not like this", DEAD, False),
    ],
)
async def test_what_the_server_says_decides_whether_a_mail_is_tried_again(
    ground: World, mailbox: Any, rcpt: str, data: str, state: str, is_bounce: bool
) -> None:
    address = "a@voorbeeld.nl"
    if rcpt:
        mailbox.refused[address] = rcpt
    if data:
        mailbox.refused_data[address] = data
    with frozen(NOON):
        await put(ground, address, "b@voorbeeld.nl")
        assert await send(ground, mailbox.url) == 1
    row = (await rows(ground))[address]
    assert (row.state, row.is_bounce, row.attempts) == (state, is_bounce, 1)
    assert row.due_at == (NOON + leases.PAUSES[0] if state == PENDING else NOON)
    assert (rcpt or data)[:3] in row.problem


async def test_a_mail_that_keeps_failing_is_tried_ever_later_and_then_given_up(
    ground: World, mailbox: Any
) -> None:
    mailbox.refused["a@voorbeeld.nl"] = "450 4.2.1 Mailbox is busy"
    moment, pauses = NOON, []
    with frozen(moment):
        await put(ground, "a@voorbeeld.nl")
    for _ in range(20):
        with frozen(moment):
            await send(ground, mailbox.url)
            row = (await rows(ground))["a@voorbeeld.nl"]
        if row.state == DEAD:
            break
        pauses.append(row.due_at - moment)
        moment = row.due_at
    assert pauses == list(leases.PAUSES)
    assert row.state == DEAD
    assert "Mailbox is busy" in row.problem


async def test_a_server_that_is_away_costs_no_mail_an_attempt(ground: World, mailbox: Any) -> None:
    await put(ground, "a@voorbeeld.nl")
    with pytest.raises(ConnectionError, match=r"127\.0\.0\.1"):
        await send(ground, "smtp://127.0.0.1:1")
    row = (await rows(ground))["a@voorbeeld.nl"]
    assert (row.state, row.attempts, row.lease) == (PENDING, 0, "")
    assert await send(ground, mailbox.url) == 1


async def test_a_server_that_hangs_up_now_and_then_gets_the_rest_over_a_new_connection(
    ground: World, mailbox: Any
) -> None:
    mailbox.most = 5
    await put(ground, *(f"p{number}@voorbeeld.nl" for number in range(17)))
    assert await send(ground, mailbox.url) == 15
    with frozen(now() + leases.PAUSES[0]):
        assert await send(ground, mailbox.url) == 2
    assert len(set(mailbox.ids())) == len(mailbox.ids()) == 17


async def test_a_mail_of_an_unknown_kind_waits_and_stops_no_other(
    ground: World, mailbox: Any
) -> None:
    await put(ground, "a@voorbeeld.nl", kind="gone.news")
    await put(ground, "b@voorbeeld.nl")
    assert await send(ground, mailbox.url) == 1
    row = (await rows(ground))["a@voorbeeld.nl"]
    assert (row.state, row.attempts) == (PENDING, 1)
    assert "Geen enkele module" in row.problem


async def test_who_stopped_a_list_gets_no_more_of_it_but_other_mail(
    ground: World, mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = tuple(
        replace(owned, item=replace(owned.item, list_=True))
        if owned.item.key == "core.test" else owned
        for owned in ground.registry.emails
    )  # fmt: skip
    registry = replace(ground.registry, emails=lists)
    async with ground.database.write() as session:
        await refuse(session, Wish("A@Voorbeeld.nl", "core.test"))
        await refuse(session, Wish("A@Voorbeeld.nl", "core.test"))
        await refuse(session, Wish("c@voorbeeld.nl", "core.other"))
    await put(ground, "a@voorbeeld.nl", "b@voorbeeld.nl", "c@voorbeeld.nl")
    assert await send_due(ground.database, settings_of(ground, mailbox.url), registry) == 2
    assert {address: row.state for address, row in (await rows(ground)).items()} == {
        "a@voorbeeld.nl": REFUSED, "b@voorbeeld.nl": SENT, "c@voorbeeld.nl": SENT,
    }  # fmt: skip


async def test_two_senders_at_once_send_each_mail_once(ground: World, mailbox: Any) -> None:
    await put(ground, *(f"p{number}@voorbeeld.nl" for number in range(60)))
    done = await asyncio.gather(*(send(ground, mailbox.url) for _ in range(3)))
    assert sum(done) == 60
    assert len(set(mailbox.ids())) == len(mailbox.ids()) == 60


async def test_what_a_killed_sender_took_goes_after_its_lease(ground: World, mailbox: Any) -> None:
    with frozen(NOON):
        await put(ground, "a@voorbeeld.nl")
        async with ground.database.write() as session:
            assert len(await leases.take(session, "somebody", 20)) == 1
        assert await send(ground, mailbox.url) == 0
    with frozen(NOON + leases.LEASE):
        assert await send(ground, mailbox.url) == 1


async def test_who_lost_a_lease_changes_nothing_any_more(ground: World) -> None:
    await put(ground, "a@voorbeeld.nl")
    async with ground.database.write() as session:
        (taken,) = await leases.take(session, "slow", 20)
        await session.execute(update(OutboxMail).values(lease="quick"))
        await leases.mark_failed(session, taken, "slow", "too late")
        await leases.give_back(session, "slow")
    row = (await rows(ground))["a@voorbeeld.nl"]
    assert (row.state, row.lease, row.problem) == (LEASED, "quick", "")


async def test_a_sender_that_must_stop_finishes_one_mail_and_gives_the_others_back(
    ground: World, mailbox: Any
) -> None:
    await put(ground, *(f"p{number}@voorbeeld.nl" for number in range(20)))
    task = asyncio.create_task(send(ground, mailbox.url))
    async with asyncio.timeout(20):
        while not mailbox.messages:  # noqa: ASYNC110 - the server has its own thread
            await asyncio.sleep(0.005)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    found = list((await rows(ground)).values())
    sent = [row.message_id for row in found if row.state == SENT]
    assert {row.state for row in found} <= {SENT, PENDING}
    assert len(sent) == len(mailbox.messages)
    await send(ground, mailbox.url)
    assert len(set(mailbox.ids())) == len(mailbox.ids()) == 20
