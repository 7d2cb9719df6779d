"""One maker per page: who asks meanwhile waits, and nobody waits in vain."""

import asyncio

from core.web.visit import Visit
from tests.core.web.edge_world import PAGE, World


async def test_twenty_guests_at_once_have_one_page_made(world: World) -> None:
    async def slow(_: Visit) -> None:
        await asyncio.sleep(0.02)

    world.pages.before = slow
    answers = await asyncio.gather(*(world.get("/a") for _ in range(20)))
    assert len(world.pages.asked) == 1
    assert {answer.body for answer in answers} == {PAGE}


async def test_when_the_first_is_cut_off_one_of_the_others_takes_over(world: World) -> None:
    begun = asyncio.Event()

    async def slow(_: Visit) -> None:
        begun.set()
        await asyncio.sleep(0.02)

    world.pages.before = slow
    first = asyncio.create_task(world.get("/a"))
    await begun.wait()
    others = [asyncio.create_task(world.get("/a")) for _ in range(5)]
    await asyncio.sleep(0)
    first.cancel()
    assert {(await other).status for other in others} == {200}
    assert len(world.pages.asked) == 2


async def test_one_who_waits_and_leaves_takes_nobody_along(world: World) -> None:
    async def slow(_: Visit) -> None:
        await asyncio.sleep(0.02)

    world.pages.before = slow
    tasks = [asyncio.create_task(world.get("/a")) for _ in range(3)]
    await asyncio.sleep(0.005)
    tasks[1].cancel()
    assert [(await tasks[at]).status for at in (0, 2)] == [200, 200]
    assert len(world.pages.asked) == 1


async def test_when_the_first_fails_the_others_go_on_by_themselves_at_once(world: World) -> None:
    calls = 0

    async def fail_first(_: Visit) -> None:
        nonlocal calls
        calls += 1
        mine = calls
        await asyncio.sleep(0.02)
        if mine == 1:
            raise RuntimeError("the first one broke")

    world.pages.before = fail_first
    answers = await asyncio.gather(*(world.get("/a") for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 500]


async def test_who_comes_after_a_change_does_not_wait_for_a_page_from_before_it(
    world: World,
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def read(_: Visit) -> None:
        world.pages.body = b"oud"
        begun.set()
        await go_on.wait()

    world.pages.before = read
    early = asyncio.create_task(world.get("/a"))
    await begun.wait()
    await world.change()

    async def read_new(_: Visit) -> None:
        world.pages.body = b"nieuw"

    world.pages.before = read_new
    assert (await world.get("/a")).body == b"nieuw"
    world.pages.body = b"oud"
    go_on.set()
    await early
    assert (await world.get("/a")).body == b"nieuw"
