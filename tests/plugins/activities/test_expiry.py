"""Pages with the next date of an activity end when that date does, wherever the card is."""

from datetime import time, timedelta

from sqlalchemy import update

from core.clock import at_local, frozen, today
from core.content.models import HIDDEN, Content
from core.testing.factories import Made, Make
from core.testing.world import World

NOW = at_local(today() + timedelta(days=1), time(9))
DAY = NOW.date().isoformat()
LATER = (NOW + timedelta(days=7)).date().isoformat()


async def test_an_organisation_does_not_show_a_date_that_is_over(
    ground: World, organisation: Made, make_activity: Make
) -> None:
    await make_activity(titel="Tweemaal", datum=f"{DAY}, {LATER}", van="10:00", tot="11:00")
    path = f"/organisaties/{organisation.slug}"
    async with ground.client() as client:
        with frozen(NOW):
            before = (await client.get(path)).text
        with frozen(NOW + timedelta(minutes=5)):
            assert (await client.get(path)).text == before
        with frozen(NOW + timedelta(hours=3)):
            assert (await client.get(path)).text != before


async def test_a_card_does_not_name_an_organisation_that_is_hidden(
    ground: World, organisation: Made, make_activity: Make
) -> None:
    await make_activity(titel="Biljarten")
    async with ground.client() as client:
        assert "Het Huis van Nu" in (await client.get("/activiteiten")).text
        async with ground.database.write() as session:
            hidden = update(Content).where(Content.id == organisation.id).values(status=HIDDEN)
            await session.execute(hidden)
            await ground.app.state.extra["reindex"](session, [organisation.id])
        text = (await client.get("/activiteiten")).text
        assert "Biljarten" in text
        assert "Het Huis van Nu" not in text


async def test_what_runs_past_midnight_stays_in_the_agenda_until_it_is_over(
    ground: World, make_activity: Make
) -> None:
    await make_activity(titel="Nachtwake", datum=DAY, van="22:00", tot="02:00")
    midnight = at_local(NOW.date() + timedelta(days=1), time.min)
    async with ground.client() as client:
        for path in ("/activiteiten", "/activiteiten?dag=vandaag", "/"):
            with frozen(midnight + timedelta(hours=1)):
                assert "Nachtwake" in (await client.get(path)).text
            with frozen(midnight + timedelta(hours=3)):
                assert "Nachtwake" not in (await client.get(path)).text
