"""A small made-up municipality of squares, in a real database."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.official import Report, import_official
from core.neighbourhoods.official_file import OfficialFile, read_official
from core.registry import Registry
from tests.core.neighbourhoods.squares import collection


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
