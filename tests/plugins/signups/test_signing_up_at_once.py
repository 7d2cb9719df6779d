"""A hundred people sign up at once in several processes: never more than there are places."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy import select

from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from plugins.signups import service
from plugins.signups.models import Signup
from plugins.signups.offering import read_offered

PROCESSES, EACH, PLACES = 4, 25, 7


def sign_up_many(url: str, process: int, activity_id: int, occurrence_id: int) -> list[str]:
    """Sign up people from a process of its own; returns the states."""
    build_registry()  # maps every class
    return asyncio.run(_all_at_once(url, process, activity_id, occurrence_id))


async def _all_at_once(url: str, process: int, activity_id: int, occurrence_id: int) -> list[str]:
    database = Database(make_engine(url), Content)
    database.kinds = frozenset({"activity", "organisation"})

    async def one(number: int) -> str:
        wish = service.Wish("Wie", f"p{process}-{number}@example.org", "", 1)
        async with database.write() as session:
            return await service.sign_up(session, activity_id, occurrence_id, wish)

    try:
        return list(await asyncio.gather(*(one(number) for number in range(EACH))))
    finally:
        await database.close()


async def test_a_hundred_at_once_never_have_more_places_than_there_are(
    ground, with_rule, people, taken
):
    made = await with_rule(capacity=PLACES)
    async with ground.database.read() as session:
        offered = await read_offered(session, made.id)
    url, choice = (
        ground.database.engine.url.render_as_string(hide_password=False),
        offered.choices[0].occurrence_id,
    )
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        found = await asyncio.gather(*(
            loop.run_in_executor(pool, sign_up_many, url, number, made.id, choice)
            for number in range(PROCESSES)
        ))  # fmt: skip
    states = [state for part in found for state in part]
    assert states.count("unconfirmed") == PLACES
    assert states.count("waiting") == PROCESSES * EACH - PLACES
    assert await taken() == PLACES
    everybody = await people()
    assert {one.state for one in everybody[PLACES:]} == {"waiting"}


async def test_of_a_late_click_and_a_prompt_one_a_single_one_gets_the_place(
    ground, with_rule, people, taken
):
    made = await with_rule(capacity=1)
    async with ground.database.read() as session:
        choice = (await read_offered(session, made.id)).choices[0].occurrence_id
    for name in ("ans", "bep", "cor"):
        async with ground.database.write() as session:
            wish = service.Wish(name, f"{name}@example.org", "", 1)
            await service.sign_up(session, made.id, choice, wish)
    ans, bep, _cor = await people()
    async with ground.database.write() as session:
        await service.cancel(session, ans.id)

    async def act(what):
        async with ground.database.write() as session:
            await what(session, bep.id)

    await asyncio.gather(act(service.confirm), act(service.cancel), return_exceptions=True)
    states = [one.state for one in await people()]
    assert states in (["cancelled", "cancelled", "offered"], ["cancelled", "confirmed", "waiting"])
    assert await taken() == 1
    async with ground.database.read() as session:
        assert await session.scalar(select(Signup.id).where(Signup.id == bep.id))
