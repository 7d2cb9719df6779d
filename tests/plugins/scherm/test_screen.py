"""The screen in the hall: what stands on it, what leaves it, and what its script is given."""

from collections.abc import Callable
from datetime import time, timedelta

from sqlalchemy import select

from core.clock import at_local, frozen, today
from core.testing.factories import Make
from core.testing.world import World
from plugins.activities.models import Occurrence

PAGE = "/scherm/amersfoort"
NOW = at_local(today() + timedelta(days=1), time(9))
DAY = NOW.date().isoformat()
NEXT = (NOW + timedelta(days=1)).date().isoformat()
AFTER = (NOW + timedelta(days=2)).date().isoformat()


async def read(world: World, path: str = PAGE, **headers: str) -> str:
    async with world.client() as client:
        answer = await client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.text


async def test_today_and_tomorrow_stand_on_it_and_no_more(
    ground: World, make_activity: Make
) -> None:
    for title, day in (("Koffie", DAY), ("Soep", NEXT), ("Later", AFTER)):
        await make_activity(titel=title, datum=day, van="10:00", tot="12:00")
    with frozen(NOW):
        text = await read(ground)
    assert text.index("Vandaag</span>") < text.index("Koffie") < text.index("Morgen</span>")
    assert text.index("Morgen</span>") < text.index("Soep")
    assert "10:00 – 12:00" in text
    assert "Later" not in text
    assert "<nav" not in text


async def test_a_date_that_is_over_leaves_and_the_day_says_so(
    ground: World, make_activity: Make
) -> None:
    await make_activity(titel="Koffie", datum=DAY, van="10:00", tot="11:00")
    gone = '<p class="hall-note">Er staat niets meer in de agenda.'
    with frozen(NOW):
        text = await read(ground)
        assert "Koffie" in text
        assert gone not in text
    with frozen(NOW + timedelta(hours=3)):
        text = await read(ground)
        assert "Koffie" not in text
        assert gone in text


async def test_a_cancelled_date_is_shown_as_such(ground: World, make_activity: Make) -> None:
    await make_activity(titel="Koffie", datum=DAY, van="10:00", tot="11:00")
    async with ground.database.write() as session:
        first = await session.scalar(select(Occurrence))
        first.is_cancelled = True
    with frozen(NOW):
        assert "Gaat niet door" in await read(ground)


async def test_of_a_full_day_it_says_how_many_more_there_are(
    ground: World, make_activity: Make, queries: Callable
) -> None:
    for number in range(17):
        await make_activity(titel=f"Koffie {number}", datum=DAY, van="10:00", tot="11:00")
    with frozen(NOW):
        await read(ground, "/scherm/stadskern")
        with queries(at_most=20):
            text = await read(ground)
    assert text.count("<h3>") == 14
    assert "En nog 3 activiteiten op de site." in text


async def test_its_script_gets_the_list_alone(ground: World, make_activity: Make) -> None:
    await make_activity(titel="Koffie", datum=DAY, van="10:00", tot="11:00")
    with frozen(NOW):
        text = await read(ground, **{"HX-Request": "true"})
    assert "Koffie" in text
    assert 'id="screen"' in text
    assert "<html" not in text


async def test_an_unknown_area_is_not_there(ground: World) -> None:
    async with ground.client() as client:
        assert (await client.get("/scherm/nergens")).status_code == 404


async def test_the_page_of_the_area_leads_to_it(ground: World) -> None:
    assert f'href="{PAGE}"' in await read(ground, "/buurten/amersfoort")


async def test_it_speaks_english(ground: World) -> None:
    text = await read(ground, f"{PAGE}?taal=en")
    assert "There is nothing in the agenda yet." in text
    assert "Last updated at" in text
