"""A small world for the tests of counting."""

from collections.abc import AsyncIterator

import pytest

from core.testing.databases import Databases
from tests.core.web.edge_world import World, registry_of_core, world_at


@pytest.fixture
async def world(sqlite_databases: Databases) -> AsyncIterator[World]:
    """An edge on SQLite."""
    async with world_at(sqlite_databases.fresh(registry_of_core())) as found:
        yield found


@pytest.fixture
async def either(databases: Databases) -> AsyncIterator[World]:
    """An edge on SQLite, and again on PostgreSQL."""
    async with world_at(databases.fresh(registry_of_core())) as found:
        yield found
