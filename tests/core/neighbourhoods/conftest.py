"""A small made-up municipality of squares, in a real database."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.content.service import write_lists
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.official import Report, import_official
from core.neighbourhoods.official_file import OfficialFile, read_official
from core.registry import Registry
from tests.core.neighbourhoods.squares import MOMENT, collection


@pytest.fixture(scope="session")
def core_alone() -> Registry:
    """Give a registry without any plugin."""
    return build_registry(only=[])


@pytest.fixture
async def database(
    fresh_database: Callable[..., str], core_alone: Registry
) -> AsyncIterator[Database]:
    """Give an empty database with core's tables."""
    database = Database(make_engine(fresh_database(core_alone)), Content)
    yield database
    await database.close()


def read(features: Sequence[dict[str, Any]], year: int) -> OfficialFile:
    """Return features as a file that was read."""
    return read_official(json.dumps(collection(features)).encode(), year=year)


@pytest.fixture
def import_year(database: Database) -> Callable[..., Any]:
    """Import the features of a year in a transaction of its own."""

    async def work(
        features: Sequence[dict[str, Any]], year: int, *, detailed: bool = False, **more: Any
    ) -> Report:
        async with database.write() as session:
            return await import_official(session, read(features, year), detailed=detailed, **more)

    return work


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
