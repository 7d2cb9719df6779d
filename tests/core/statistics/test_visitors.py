"""Visitors without cookies: everybody once a day, whichever process sees them; then forgotten."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.clock import at_local, frozen
from core.statistics.counting import Calendar, Views
from core.statistics.models import DailySalt, PageView, VisitorDay, VisitorMark
from core.statistics.visits import count_new, forget_marks, is_browser, salts_of
from tests.core.web.edge_world import BROWSER, World

MONDAY = date(2026, 11, 23)
NOON = at_local(MONDAY, time(12))
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
OURS = {b"user-agent": BROWSER.encode()}


async def visitors(world: World) -> dict[date, int]:
    async with world.state.database.read() as session:
        rows = await session.execute(select(VisitorDay.day, VisitorDay.visitors))
        return dict(rows.all())


async def pages(world: World) -> dict[str, tuple[int, int]]:
    async with world.state.database.read() as session:
        rows = await session.execute(select(PageView.path, PageView.views, PageView.visitors))
        return {path: (views, found) for path, views, found in rows}


async def rows_of(world: World, model: Any) -> int:
    async with world.state.database.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_who_looks_twice_is_one_visitor_of_the_site_and_of_each_page(either: World) -> None:
    with frozen(NOON):
        for path in ("/", "/", "/a", "/a"):
            await either.get(path)
            await either.edge.views.flush()
        await either.get("/a", user_agent=PHONE)
        await either.edge.views.flush()
    assert await visitors(either) == {MONDAY: 2}
    assert await pages(either) == {"/": (2, 1), "/a": (3, 2)}


async def test_two_processes_tell_the_same_visitor(either: World) -> None:
    """Each process has its own memory; salt and marks are in the database."""
    calendar = Calendar()
    calendar.turn_to(NOON)
    with frozen(NOON):
        for actors in (("192.0.2.1", "192.0.2.2"), ("192.0.2.2", "192.0.2.3")):
            process = Views(either.state.database, calendar)
            for actor in actors:
                process.add(1, "/a", actor, OURS)
            await process.flush()
    assert await visitors(either) == {MONDAY: 3}
    assert await pages(either) == {"/a": (4, 3)}


async def test_after_midnight_everybody_is_new_and_nobody_can_be_told_from_yesterday(
    either: World,
) -> None:
    midnight = at_local(MONDAY + timedelta(days=1), time(0))
    with frozen(midnight - timedelta(minutes=1)):
        await either.get("/a")
    with frozen(midnight + timedelta(minutes=1)):
        await either.get("/a")
        await either.edge.views.flush()  # yesterday's last view comes in late
    assert await visitors(either) == {MONDAY: 1, MONDAY + timedelta(days=1): 1}
    async with either.state.database.write() as session:
        await forget_marks(session, midnight)
    async with either.state.database.read() as session:
        assert (await session.scalars(select(DailySalt.day))).all() == [MONDAY + timedelta(days=1)]
        left = set((await session.scalars(select(VisitorMark.day))).all())
        assert left == {MONDAY + timedelta(days=1)}
    assert await visitors(either) == {MONDAY: 1, MONDAY + timedelta(days=1): 1}


async def test_a_day_that_is_over_gets_no_new_salt(either: World) -> None:
    late = at_local(MONDAY + timedelta(days=1), time(0, 30))
    async with either.state.database.write() as session:
        visit = ((MONDAY, 1, "/a"), "192.0.2.1", BROWSER.encode())
        assert await count_new(session, [visit], late) == {}
    assert await rows_of(either, DailySalt) == 0


async def test_all_processes_share_one_salt_a_day(either: World) -> None:
    async with either.state.database.write() as session:
        first = await salts_of(session, [MONDAY])
    async with either.state.database.write() as session:
        second = await salts_of(session, [MONDAY, MONDAY + timedelta(days=1)])
    assert second[MONDAY] == first[MONDAY]
    assert len(set(second.values())) == 2


async def test_robots_count_for_nothing(either: World) -> None:
    for agent in ("Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.0", ""):
        await either.get("/a", user_agent=agent)
    await either.edge.views.flush()
    assert await pages(either) == {}


@pytest.mark.parametrize("wish", ["sec_gpc", "dnt"])
async def test_who_asks_not_to_be_followed_counts_as_a_view_only(world: World, wish: str) -> None:
    await world.get("/a", **{wish: "1"})
    await world.get("/a", **{wish: "0"}, user_agent=PHONE)
    await world.edge.views.flush()
    assert await pages(world) == {"/a": (2, 1)}
    assert list((await visitors(world)).values()) == [1]


async def test_address_and_browser_are_written_nowhere(either: World) -> None:
    with frozen(NOON):
        await either.get("/a")
        await either.edge.views.flush()
    async with either.state.database.read() as session:
        for owned in either.state.registry.models:
            for row in await session.execute(select(owned.item.__table__)):
                assert "127.0.0.1" not in str(row)
                assert "Firefox" not in str(row)


async def test_the_cache_knows_neither_address_nor_browser(world: World) -> None:
    await world.get("/a")
    await world.get("/a", user_agent=PHONE, sec_gpc="1")
    assert len(world.pages.asked) == 1


async def test_visitors_wait_with_their_views_while_the_database_cannot_take_them(
    world: World,
) -> None:
    await world.get("/a")
    async with world.state.database.write() as session:
        await session.execute(text("alter table page_view rename to away"))
    with pytest.raises(DBAPIError):
        await world.edge.views.flush()
    assert await rows_of(world, VisitorMark) == 0
    async with world.state.database.write() as session:
        await session.execute(text("alter table away rename to page_view"))
    await world.edge.views.flush()
    assert await pages(world) == {"/a": (1, 1)}


async def test_many_visitors_of_one_flush_are_all_counted(either: World) -> None:
    at: datetime = NOON
    visits = [
        ((MONDAY, 1, f"/{number % 7}"), f"192.0.2.{number % 250}", b"%d" % number)
        for number in range(3000)
    ]
    async with either.state.database.write() as session:
        found = await count_new(session, visits, at)
        again = await count_new(session, visits[:100], at)
    assert found[MONDAY, 1, ""] == 3000
    assert sum(count for (_, _, path), count in found.items() if path) == 3000
    assert again == {}


def test_browsers_are_told_from_robots() -> None:
    assert is_browser(BROWSER.encode())
    assert is_browser(PHONE.encode())
    assert not is_browser(b"Mozilla/5.0 HeadlessChrome/140.0")
    assert not is_browser(b"python-httpx/0.28")
