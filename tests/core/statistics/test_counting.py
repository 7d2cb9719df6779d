"""Views are written in batches: none lost, none doubled, whatever happens meanwhile."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from core.statistics.counting import Views
from core.statistics.models import PageView
from core.testing.databases import Databases
from tests.core.web.edge_world import BY_BROWSER, World, registry_of_core, world_at


async def test_views_wait_while_the_database_cannot_take_them(world: World) -> None:
    await world.get("/")
    async with world.state.database.write() as session:
        await session.execute(text("alter table page_view rename to away"))
    with pytest.raises(OperationalError):
        await world.edge.views.flush()
    await world.get("/")
    async with world.state.database.write() as session:
        await session.execute(text("alter table away rename to page_view"))
    await world.edge.views.flush()
    async with world.state.database.read() as session:
        assert await session.scalar(select(PageView.views)) == 2


async def test_no_view_is_lost_or_doubled_when_the_edge_stops_during_a_write(world: World) -> None:
    world.edge.views = Views(world.state.database, world.edge._calendar, every=0.001)
    world.edge._serving._views = world.edge.views
    await world.edge.start()
    for _ in range(200):
        await world.get("/")
        await asyncio.sleep(0.0005)
    await world.edge.stop()
    async with world.state.database.read() as session:
        assert await session.scalar(select(PageView.views)) == 200


async def test_two_processes_add_to_the_same_counts_on_either_database(
    databases: Databases,
) -> None:
    async with world_at(databases.fresh(registry_of_core())) as world:
        for number in (2, 3):
            views = Views(world.state.database, world.edge._calendar)
            for _ in range(number):
                views.add(1, "/a", "192.0.2.1", BY_BROWSER)
                views.add(1, "/b", "192.0.2.1", BY_BROWSER)
            await views.flush()
        async with world.state.database.read() as session:
            rows = await session.execute(select(PageView.path, PageView.views))
            assert sorted(map(tuple, rows)) == [("/a", 5), ("/b", 5)]
