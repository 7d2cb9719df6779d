"""Links with a secret are good for one purpose, on one site, once, and can be taken back."""

from datetime import timedelta

import pytest

from core.accounts import access
from core.accounts.access import REMEMBERED
from core.clock import frozen, now
from core.errors import Gone, NotFound
from core.testing.world import World

HOUR = timedelta(hours=1)


async def make(world: World, purpose: str = "tests.open", subject: object = 7) -> str:
    async with world.database.write() as session:
        return await access.issue(session, purpose, subject, HOUR, door="front")


async def test_looking_changes_nothing_and_spending_works_once(ground: World) -> None:
    secret = await make(ground)
    for _ in range(3):
        async with ground.database.read() as session:
            found = await access.look(session, "tests.open", secret)
    assert (found.subject, found.data) == ("7", {"door": "front"})
    async with ground.database.write() as session:
        assert (await access.spend(session, "tests.open", secret)).subject == "7"
    async with ground.database.write() as session:
        with pytest.raises(Gone):
            await access.spend(session, "tests.open", secret)


async def test_a_link_opens_nothing_else_and_nothing_elsewhere(ground: World) -> None:
    secret = await make(ground)
    async with ground.database.read() as session:
        for purpose, place, text in (
            ("tests.other", "platform", secret),
            ("tests.open", "site 2", secret),
            ("tests.open", "platform", secret + "x"),
            ("tests.open", "platform", "x" * 5000),
        ):
            with pytest.raises(NotFound):
                await access.look(session, purpose, text, place=place)


async def test_a_link_that_expired_says_so_for_a_week(ground: World) -> None:
    secret = await make(ground)
    with frozen(now() + HOUR + timedelta(seconds=1)):
        async with ground.database.read() as session:
            with pytest.raises(Gone):
                await access.look(session, "tests.open", secret)
    with frozen(now() + REMEMBERED + 2 * HOUR):
        await make(ground)
        async with ground.database.read() as session:
            with pytest.raises(NotFound):
                await access.look(session, "tests.open", secret)


async def test_links_of_a_subject_are_taken_back_together(ground: World) -> None:
    gone = [await make(ground), await make(ground)]
    kept = [await make(ground, subject=8), await make(ground, "tests.other")]
    async with ground.database.write() as session:
        await access.withdraw(session, "tests.open", 7)
    async with ground.database.read() as session:
        for secret in gone:
            with pytest.raises(NotFound):
                await access.look(session, "tests.open", secret)
        assert (await access.look(session, "tests.open", kept[0])).subject == "8"
        assert (await access.look(session, "tests.other", kept[1])).subject == "7"
