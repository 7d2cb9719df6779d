"""A small world for the tests of the edge."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.db.migrate import upgrade_all
from tests.core.web.edge_world import World, registry_of_core, world_at


@pytest.fixture(scope="session")
async def tables_of_core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with core's tables, to copy."""
    file = tmp_path_factory.mktemp("tables") / "core.db"
    await upgrade_all(f"sqlite+aiosqlite:///{file}", registry_of_core())
    return file


@pytest.fixture
def database_file(tables_of_core: Path, tmp_path: Path) -> str:
    """The URL of a fresh database with core's tables."""
    file = shutil.copy(tables_of_core, tmp_path / "site.db")
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def world(database_file: str) -> AsyncIterator[World]:
    """An edge with two sites behind it."""
    async with world_at(database_file, hosts=("buurt.example",)) as found:
        yield found
