"""What is said about entries, and what becomes of them: confirmed, stopped, paused, back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.clock import frozen
from core.content.models import HIDDEN, PUBLISHED, REVIEW, Content
from core.editing.models import Revision
from core.errors import Invalid
from core.freshness import service
from core.testing.factories import Made
from core.testing.world import World

MARCH = datetime(2027, 3, 3, 9, tzinfo=UTC)


async def read(world: World, id_: int) -> Any:
    async with world.database.read() as session:
        columns = Content.__table__.c
        return (await session.execute(select(*columns).where(columns.id == id_))).one()


async def lines(world: World, id_: int) -> list[tuple[int, str, str]]:
    async with world.database.read() as session:
        rows = await session.execute(
            select(Revision.number, Revision.action, Revision.actor)
            .where(Revision.content_id == id_)
            .order_by(Revision.number)
        )
        return [tuple(row) for row in rows]


async def do(world: World, what: Any, ids: list[int], *args: Any, at: datetime = MARCH) -> Any:
    with frozen(at):
        async with world.database.write() as session:
            return await what(session, ids, *args, actor="organisation")


async def test_confirming_is_seen_at_once_and_stands_in_the_history(
    ground: World, activity: Made, organisation: Made
) -> None:
    async with ground.client() as client:
        assert "Overgenomen op" in (await client.get(f"/activiteiten/{activity.slug}")).text
        done = await do(ground, service.confirm, [activity.id, organisation.id, activity.id])
        assert sorted(done) == sorted([activity.id, organisation.id])
        text = (await client.get(f"/activiteiten/{activity.slug}")).text
    assert "Gecontroleerd op 3 maart 2027 door de organisatie" in text
    assert await lines(ground, activity.id) == [(1, "confirmed", "organisation")]
    await do(ground, service.confirm, [activity.id])
    assert [number for number, *_ in await lines(ground, activity.id)] == [1, 2]


async def test_only_what_is_published_can_be_confirmed(ground: World, activity: Made) -> None:
    async with ground.database.write() as session:
        await session.execute(
            update(Content).where(Content.id == activity.id).values(status=REVIEW)
        )
    assert await do(ground, service.confirm, [activity.id]) == []
    assert await lines(ground, activity.id) == []


async def test_what_has_stopped_is_gone_and_one_click_brings_it_back_at_its_address(
    ground: World, activity: Made, organisation: Made
) -> None:
    reindex = ground.app.state.extra["reindex"]
    async with ground.client() as client:
        address = f"/activiteiten/{activity.slug}"
        assert await do(ground, service.stop, [activity.id], reindex) == [activity.id]
        gone = await client.get(address)
        assert gone.status_code == 410
        assert "Het Huis van Nu" in gone.text
        assert "Koffie op dinsdag" not in (await client.get("/zoeken?q=koffie")).text
        assert "Koffie op dinsdag" not in (await client.get("/activiteiten")).text
        await do(ground, service.stop, [organisation.id], reindex)
        back = await do(ground, service.restore, [activity.id], reindex)
        assert back == sorted([activity.id, organisation.id]), "its organisation comes back too"
        assert (await client.get(address)).status_code == 200
        assert "Koffie op dinsdag" in (await client.get("/zoeken?q=koffie")).text
    actions = [action for _, action, _ in await lines(ground, activity.id)]
    assert actions == ["hidden", "restored"]


async def test_what_an_editor_hid_does_not_come_back_by_itself(
    ground: World, activity: Made
) -> None:
    async with ground.database.write() as session:
        await session.execute(
            update(Content).where(Content.id == activity.id).values(status=HIDDEN)
        )
    reindex = ground.app.state.extra["reindex"]
    assert await do(ground, service.restore, [activity.id], reindex) == []
    assert (await read(ground, activity.id)).status == HIDDEN


async def test_what_has_no_date_to_come_stays_away(ground: World, activity: Made) -> None:
    reindex = ground.app.state.extra["reindex"]
    await do(ground, service.stop, [activity.id], reindex)
    over = MARCH - timedelta(days=1)
    async with ground.database.write() as session:
        await session.execute(
            update(Content).where(Content.id == activity.id).values(expires_at=over)
        )
    assert await do(ground, service.restore, [activity.id], reindex) == []


async def test_a_pause_counts_as_a_word_and_the_question_comes_when_it_ends(
    ground: World, activity: Made
) -> None:
    until = MARCH + timedelta(days=60)
    assert await do(ground, service.pause, [activity.id], until) == [activity.id]
    row = await read(ground, activity.id)
    assert (row.paused_until, row.step_due_at, row.confirmed_at) == (until, until, MARCH)
    assert row.status == PUBLISHED
    await do(ground, service.pause, [activity.id], None)
    assert (await read(ground, activity.id)).paused_until is None
    assert [action for _, action, _ in await lines(ground, activity.id)] == ["paused", "resumed"]


@pytest.mark.parametrize("days", [-1, 0, 400])
async def test_a_pause_ends_within_a_year(ground: World, activity: Made, days: int) -> None:
    with pytest.raises(Invalid):
        await do(ground, service.pause, [activity.id], MARCH + timedelta(days=days))
    assert (await read(ground, activity.id)).paused_until is None


async def test_publishing_is_a_word_too(ground: World, activity: Made) -> None:
    with frozen(MARCH):
        async with ground.database.write() as session:
            await service.begin(session, [activity.id])
    row = await read(ground, activity.id)
    assert (row.step, row.confirmed_at, row.confirmed_by) == ("fresh", MARCH, "import")


async def test_what_is_paused_has_no_dates_until_it_goes_on(ground: World, activity: Made) -> None:
    """It takes place on Tuesdays."""
    until = datetime(2027, 3, 23, 0, tzinfo=UTC)
    await do(ground, service.pause, [activity.id], until)
    with frozen(MARCH):
        async with ground.client() as client:
            agenda = (await client.get("/activiteiten")).text
            page = (await client.get(f"/activiteiten/{activity.slug}")).text
            count = (await client.get("/activiteiten?tot=2027-03-31&van=2027-03-03")).text
    assert "Dinsdag 23 maart" in agenda
    assert "Dinsdag 9 maart" not in agenda
    assert "Staat stil tot 23 maart" in page
    assert "dinsdag 16 maart" not in page
    assert "2 activiteiten" in count
