"""A write raises the counters of every municipality whose pages show what was written."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from core.content.models import Content
from core.db.changes import EVERYTHING, read_versions
from core.testing.factories import Made, Make
from core.testing.world import World


@pytest.fixture
async def elsewhere(make_area: Callable[..., Awaitable[int]]) -> int:
    """Another municipality."""
    return await make_area("Verderop", None, kind="municipality")


async def raised_by_a_write(site: World, id_: int, **values: object) -> set[int]:
    """Change an entry as an editor does, and return the scopes whose counters rose."""
    async with site.database.read() as session:
        before = await read_versions(session)
    async with site.database.write() as session:
        await session.execute(update(Content).where(Content.id == id_).values(**values))
        await site.app.state.extra["reindex"](session, [id_])
    async with site.database.read() as session:
        after = await read_versions(session)
    return {scope for scope, version in after.items() if version != before.get(scope)}


async def home_of(site: World) -> int:
    found = site.app.state.snapshot.sites[""].municipality_id
    assert found
    return found


async def test_a_write_touches_the_municipality_of_the_entry_alone(
    ground: World, organisation: Made, elsewhere: int
) -> None:
    assert await raised_by_a_write(ground, organisation.id, title="Nieuw") == {
        await home_of(ground)
    }


async def test_an_entry_that_moves_touches_the_municipality_that_it_leaves(
    ground: World, organisation: Made, elsewhere: int
) -> None:
    raised = await raised_by_a_write(ground, organisation.id, area_id=elsewhere)
    assert raised - {EVERYTHING} == {await home_of(ground), elsewhere}


async def test_an_owner_touches_the_municipalities_of_what_it_offers(
    ground: World, organisation: Made, make_activity: Make, elsewhere: int
) -> None:
    activity = await make_activity()
    await raised_by_a_write(ground, activity.id, area_id=elsewhere)
    raised = await raised_by_a_write(ground, organisation.id, title="Nieuw")
    assert raised - {EVERYTHING} == {await home_of(ground), elsewhere}
