"""Mail is posted with its cause: once for every key, and not at all without its cause."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.mail.models import PENDING, OutboxMail
from core.mail.service import post
from core.testing.world import World


async def rows(world: World) -> list[OutboxMail]:
    async with world.database.read() as session:
        return list((await session.scalars(select(OutboxMail).order_by(OutboxMail.id))).all())


async def post_and_fail(world: World) -> None:
    async with world.database.write() as session:
        await post(session, "tests.mail", "a@voorbeeld.nl", key="1", data={})
        raise RuntimeError("no cause after all")


async def test_the_same_key_is_posted_once_ever(ground: World) -> None:
    new = []
    for address in ("a@voorbeeld.nl", "b@voorbeeld.nl"):
        async with ground.database.write() as session:
            new.append(await post(session, "tests.mail", address, key="1", data={"n": 1}))
            new.append(await post(session, "tests.other", address, key="1", data={"n": 2}))
    assert new == [True, True, False, False]
    found = await rows(ground)
    assert [(row.kind, row.address, row.data, row.state) for row in found] == [
        ("tests.mail", "a@voorbeeld.nl", {"n": 1}, PENDING),
        ("tests.other", "a@voorbeeld.nl", {"n": 2}, PENDING),
    ]
    assert len({row.message_id for row in found}) == 2


async def test_a_mail_without_its_cause_is_not_posted(ground: World) -> None:
    with pytest.raises(RuntimeError, match="no cause"):
        await post_and_fail(ground)
    assert await rows(ground) == []


async def test_a_mail_may_wait_for_its_moment(ground: World) -> None:
    later = now() + timedelta(days=1)
    async with ground.database.write() as session:
        await post(session, "tests.mail", "a@voorbeeld.nl", key="1", data={}, at=later)
    assert (await rows(ground))[0].due_at == later
