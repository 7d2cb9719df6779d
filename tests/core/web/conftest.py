"""A small world for the tests of the edge."""

from collections.abc import AsyncIterator

import pytest

from core.testing.databases import Databases
from tests.core.web.edge_world import World, registry_of_core, world_at


@pytest.fixture
def database_file(sqlite_databases: Databases) -> str:
    """The URL of a fresh SQLite database with core's tables."""
    return sqlite_databases.fresh(registry_of_core())


@pytest.fixture
async def world(database_file: str) -> AsyncIterator[World]:
    """An edge with two sites behind it."""
    async with world_at(database_file, hosts=("buurt.example",)) as found:
        yield found
