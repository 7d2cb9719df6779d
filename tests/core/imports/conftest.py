"""A database with a small municipality, on both databases, with the activities plugin."""

from collections.abc import AsyncIterator, Callable

import pytest

from core.loading import build_registry
from core.registry import Registry
from tests.core.imports.ground import Ground, lay, organisation


@pytest.fixture(scope="session")
def with_activities() -> Registry:
    """Give a registry of core and activities."""
    return build_registry(only=["activities"])


@pytest.fixture
async def ground(
    fresh_database: Callable[..., str], with_activities: Registry
) -> AsyncIterator[Ground]:
    """Give a municipality without entries."""
    made = await lay(with_activities, fresh_database(with_activities))
    yield made
    await made.database.close()


@pytest.fixture
async def settled(ground: Ground) -> Ground:
    """Give a municipality with one organisation in it."""
    await ground.load("organisations", [organisation()])
    return ground
