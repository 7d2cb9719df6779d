"""Made-up years of official boundaries, and what is where after an import."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.content.service import write_lists
from core.db.session import Database
from core.neighbourhoods.models import (
    Area,
)
from tests.core.neighbourhoods.squares import MOMENT, area, at, box, town

SECOND = town(
    # Beukhof is split, and one of the parts gets the code that Ceders had.
    area("BU99010101", "Beukhof-West", box(1, 0, 0.8, 1.2)),
    area("BU99010103", "Beukhof-Midden", box(1.8, 0, 0.3, 1.2)),
    area("BU99010102", "Beukhof-Oost", box(2.1, 0, 0.9, 1.2)),
    # Ceders goes on under the code that Acht had, and Acht under another name and code.
    area("BU99010100", "Ceders", box(1, 1.2, 2, 0.8)),
    area("BU99010109", "Achterhof", box(0, 0, 1, 2)),
    area("BU99010200", "Dorp", box(3, 0, 3, 2)),
)
"""The next year: codes are reused, one area is split, one renamed."""

MERGED = town(
    area("BU99010100", "Acht", box(0, 0, 1, 2)),
    area("BU99010101", "Beukhof en Ceders", box(1, 0, 2, 2)),
    area("BU99010200", "Dorp", box(3, 0, 3, 2)),
)


async def ids_by_slug(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(select(Area.slug, Area.id).where(Area.ended_year.is_(None)))
        return dict(rows.all())


async def add_entries(
    session: AsyncSession, entries: Sequence[tuple[str, int, float | None, float | None]]
) -> list[int]:
    """Add entries (title, area id, lon, lat) with their lists and return their ids."""
    rows = [
        {
            "kind": "content", "area_id": area_id, "title": title, "slug": title,
            "sort_key": title, "status": "published", "lon": lon, "lat": lat,
            "created_at": MOMENT, "updated_at": MOMENT,
        }
        for title, area_id, lon, lat in entries
    ]  # fmt: skip
    statement = insert(Content).returning(Content.id, sort_by_parameter_order=True)
    ids = list((await session.execute(statement, rows)).scalars())
    await write_lists(session, ids)
    return ids


async def fill(database: Database, places: Sequence[tuple[str, str, float, float]]) -> list[int]:
    """Add entries (title, slug of the area, x, y in squares)."""
    ids = await ids_by_slug(database)
    async with database.write() as session:
        return await add_entries(
            session, [(title, ids[slug], *at(x, y)) for title, slug, x, y in places]
        )


async def areas_of_entries(database: Database) -> dict[str, str]:
    """Return the slug of the area of every entry, by title."""
    async with database.read() as session:
        rows = await session.execute(
            select(Content.title, Area.slug)
            .join(Area, Area.id == Content.area_id)
            .execution_options(all_kinds=True)
        )
        return dict(rows.all())
