"""Changes: seen at once in the process that made them, within a second in every other."""

import asyncio
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from core.db.changes import EVERYTHING, read_versions, touch
from core.db.stored import PluginSwitch, StoredSetting
from core.neighbourhoods.models import Site
from core.testing.databases import Databases
from core.web.refresh import read_snapshot
from tests.core.web.edge_world import World, registry_of_core, world_at

ROOT = Path(__file__).resolve().parents[3]
CHANGES = 100


async def test_the_very_next_request_after_a_local_change_gets_a_new_page(world: World) -> None:
    for at in range(20):
        world.pages.body = b"%d" % at
        await world.change(world.city)
        assert (await world.get("/a")).body == b"%d" % at


async def test_a_change_that_is_rolled_back_changes_nothing(world: World) -> None:
    await world.get("/a")
    with pytest.raises(IntegrityError):
        await break_off(world)
    await world.get("/a")
    assert len(world.pages.asked) == 1


async def break_off(world: World) -> None:
    async with world.state.database.write() as session:
        touch(session)
        await session.execute(text("update site set hostname = 'twice.example'"))


async def test_a_local_change_of_a_site_is_known_to_the_very_next_request(world: World) -> None:
    await world.get("/a")
    async with world.state.database.write() as session:
        site = await session.scalar(select(Site).where(Site.hostname == "leusden.example"))
        assert site is not None
        site.hostname = "nieuw.example"
        touch(session)
    assert (await world.get("/a", host="leusden.example")).status == 421
    assert (await world.get("/a", host="nieuw.example")).status == 200


async def test_a_change_elsewhere_leaves_the_pages_of_another_municipality(
    database_file: str,
) -> None:
    async with world_at(database_file) as world:
        leusden = {"host": "leusden.example"}
        for host in ({}, leusden):
            await world.get("/a", **host)
        await change_elsewhere(database_file, world.city)
        await world.edge.refresher.look()
        await world.get("/a", **leusden)
        assert len(world.pages.asked) == 2
        await world.get("/a")
        assert len(world.pages.asked) == 3
        await change_elsewhere(database_file, EVERYTHING)
        await world.edge.refresher.look()
        for host in ({}, leusden):
            await world.get("/a", **host)
        assert len(world.pages.asked) == 5


async def test_a_snapshot_holds_sites_switches_and_settings(world: World) -> None:
    state = world.state
    async with state.database.write() as session:
        session.add(PluginSwitch(plugin="gone", is_enabled=True))
        session.add(StoredSetting(key="gone.key", value=1))
        declared = [owned.item for owned in state.registry.settings]
        texts = [setting for setting in declared if isinstance(setting.default, str)]
        session.add(StoredSetting(key=texts[0].key, value="Onze buurt"))
    found = await read_snapshot(state.database, state.registry, state.settings)
    assert set(found.sites) == {"", "leusden.example"}
    assert found.sites[""].municipality_id == world.city
    assert found.enabled == {"core"}
    assert found.stored[texts[0].key] == "Onze buurt"
    assert set(found.stored) == {setting.key for setting in declared}
    assert state.database.kinds == {owned.item.key for owned in state.registry.kinds}


async def test_a_site_that_shows_everything_follows_every_counter(database_file: str) -> None:
    async with world_at(database_file) as world:
        async with world.state.database.write() as session:
            await session.execute(
                text("update area set kind = 'country', municipality_id = null where id = :id"),
                {"id": world.city},
            )
            touch(session)
        await world.get("/a")
        await change_elsewhere(database_file, world.other_city)
        await world.edge.refresher.look()
        await world.get("/a")
        assert len(world.pages.asked) == 2


async def test_the_edge_goes_on_while_the_database_is_away(world: World) -> None:
    await world.edge.start()
    await world.get("/a")
    async with world.state.database.write() as session:
        await session.execute(text("alter table cache_version rename to away"))
    await asyncio.sleep(0.7)
    assert (await world.get("/a")).status == 200
    async with world.state.database.write() as session:
        await session.execute(text("alter table away rename to cache_version"))
        await session.execute(text("update cache_version set version = version + 1"))
    await asyncio.sleep(0.8)
    await world.get("/a")
    assert len(world.pages.asked) == 2
    await world.edge.stop()


async def change_elsewhere(url: str, scope: int, times: int = 1, pause: float = 0) -> list[float]:
    """Have a second process commit changes; return when each was in, in seconds since 1970."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.core.web.change_often", url, str(scope), str(times),
        str(pause), cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode == 0
    return [float(line) for line in said.split()]


async def look_on(world: World, seen: dict[int, float], until: int) -> None:
    """Be a guest who reloads a page that shows how often something changed."""

    async def show(_: object) -> None:
        async with world.state.database.read() as session:
            world.pages.body = b"%d" % (await read_versions(session)).get(world.city, 0)

    world.pages.before = show
    while max(seen, default=0) < until:
        found = int((await world.get("/a")).body)
        for version in range(max(seen, default=0) + 1, found + 1):
            seen[version] = time.time()
        await asyncio.sleep(0.004)


@pytest.mark.slow
async def test_a_change_of_another_process_is_seen_within_a_second(
    databases: Databases,
) -> None:
    url = databases.fresh(registry_of_core())
    seen: dict[int, float] = {}
    async with world_at(url, rate_limit=10**6) as world:
        await world.edge.start()
        guest = asyncio.create_task(look_on(world, seen, until=CHANGES))
        committed = await change_elsewhere(url, world.city, CHANGES, pause=0.07)
        await asyncio.wait_for(guest, timeout=10)
        await world.edge.stop()
    worst = max(seen[at + 1] - moment for at, moment in enumerate(committed))
    print(f"{CHANGES} changes by another process: worst lag {worst:.2f} s")
    assert worst < 1


@pytest.mark.parametrize("fails", [False, True])
async def test_a_savepoint_neither_tells_of_a_change_nor_forgets_it(
    world: World, *, fails: bool
) -> None:
    told: list[bool] = []
    world.state.database.changed.append(lambda: told.append(True))
    async with world.state.database.write() as session:
        before = await read_versions(session)
        touch(session, [world.city])
        with suppress(ValueError):
            async with session.begin_nested():
                if fails:
                    raise ValueError
        assert not told
    assert told == [True]
    async with world.state.database.read() as session:
        assert (await read_versions(session))[world.city] == before.get(world.city, 0) + 1
