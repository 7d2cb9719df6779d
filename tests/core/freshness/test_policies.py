"""How long the steps last is the manager's to say, by kind; and how fresh the areas are."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from core.clock import frozen
from core.freshness.figures import freshness_by_area
from core.freshness.policies import policies_in_force
from core.testing.people import Login
from core.testing.world import World, switch
from tests.core.freshness.conftest import BEGIN, Ladder

Entries = Callable[..., Awaitable[Any]]
PATH = "/beheer/actueel"


async def test_the_manager_changes_the_days_of_one_kind(
    ground: World, ladder: Ladder, make_entries: Entries, log_in: Login
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep")
    manager = await log_in("beheer@example.org", "platform-manager")
    assert "Dagen tot we vragen of het nog klopt" in (await manager.get(PATH)).text
    key = "freshness.activity.confirm_after"
    wrong = await manager.post(PATH, data={"getoond": key, key: "0"})
    assert wrong.status_code == 422
    assert f'href="#{key}"' in wrong.text
    saved = await manager.post(PATH, data={"getoond": key, key: "30"})
    assert saved.status_code == 303
    await ladder.on_day(30)
    assert [await ladder.step(id_) for id_ in (soup, organisation)] == ["asked", "fresh"]
    async with ground.database.read() as session:
        policies = await policies_in_force(session, ground.registry)
    assert policies["activity"].confirm_after == timedelta(days=30)
    assert policies["activity"].remind_after == timedelta(days=14)


async def test_what_belongs_to_a_plugin_that_is_off_waits(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep")
    await ladder.on_day(0)
    await switch(ground, "activities", on=False)
    await ladder.on_day(91)
    assert [await ladder.step(id_) for id_ in (soup, organisation)] == ["fresh", "asked"]
    await switch(ground, "activities", on=True)
    await ladder.on_day(300)
    assert await ladder.step(soup) == "asked", "it is asked before anything is taken away"


async def test_the_figures_of_an_area_are_those_below_it_too(
    ground: World, ladder: Ladder, make_entries: Entries, log_in: Login
) -> None:
    organisation, (soup, _) = await make_entries("De Eik", "Soep", "Koffie")
    await ladder.on_day(0)
    await ladder.write(soup, step="call")
    await ladder.write(organisation, step="asked")
    manager = await log_in("beheer@example.org", "platform-manager")
    with frozen(BEGIN):
        async with ground.database.read() as session:
            area_id = (await ladder.entry(soup)).area_id
            (found,) = await freshness_by_area(session, area_id)
    # The organisation that every activity of these tests would have is there as well.
    assert (found.shown, found.fresh, found.waiting, found.to_call) == (4, 2, 1, 1)
    assert found.share == 50
    assert "Hoe actueel is alles?" in (await manager.get("/beheer")).text
