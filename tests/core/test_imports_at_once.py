"""Two imports at once: one succeeds, the other says so in a sentence; nothing is there twice."""

import asyncio

from sqlalchemy import func, select

from core.cli.demo import load_ground
from core.content.models import Content
from core.errors import Conflict, Unavailable
from core.imports.engine import carry_out, plan_import
from core.imports.table import Table
from core.testing.factories import CENTRE
from core.testing.world import World


async def test_two_imports_of_the_same_titles_at_once_leave_those_of_one(ground: World) -> None:
    spec = next(o.item for o in ground.registry.imports if o.item.noun == "organisations")
    rows = [{"id": str(number), "naam": f"Huis {number}", **CENTRE} for number in range(30)]
    table = Table(tuple(rows[0]), list(enumerate(rows, 2)))
    plans = [await plan_import(ground.database, spec, table, source) for source in ("a", "a")]
    reindex = ground.app.state.extra["reindex"]
    done = await asyncio.gather(
        *(carry_out(ground.database, plan, reindex) for plan in plans), return_exceptions=True
    )
    assert [one for one in done if isinstance(one, int)] == [30]
    assert [type(one) in (Conflict, Unavailable) for one in done].count(True) == 1
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Content.__table__)) == 30


async def test_the_ground_can_be_laid_twice_at_once(ground: World) -> None:
    await asyncio.gather(load_ground(ground.database), load_ground(ground.database))
