"""Entries for tests, made as an import makes them: by the same targets, with lists and search."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from core.registry import Registry
    from core.testing.world import World

SOURCE = "tests"
CENTRE = {"lon": "5.3871", "lat": "52.1561", "gebied": "Stadskern"}
"""A place in the demonstration's municipality, for entries that do not say theirs."""


class Made(NamedTuple):
    """An entry that a factory made."""

    id: int
    slug: str


Make = Callable[..., Awaitable[Made]]


class Statements:
    """Statements that engines executed, counted while a block of code runs."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def note(self, _connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
        """Remember a statement; an event of SQLAlchemy calls it."""
        self.texts.append(text)


@contextmanager
def count_queries(engine: Any, at_most: int) -> Iterator[Statements]:
    """Count the statements of an engine; more than ``at_most`` fail the test with their texts."""
    from sqlalchemy import event

    found = Statements()
    event.listen(engine.sync_engine, "before_cursor_execute", found.note)
    try:
        yield found
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", found.note)
    if len(found.texts) > at_most:
        listed = "\n\n".join(found.texts)
        raise AssertionError(f"{len(found.texts)} statements, at most {at_most}:\n{listed}")


async def make_rows(world: "World", noun: str, rows: list[dict[str, str]]) -> list[Made]:
    """Import rows of cells and return their entries; a row without ``id`` gets one of its own."""
    from sqlalchemy import select

    from core.content.models import Content
    from core.imports.engine import carry_out, plan_import
    from core.imports.models import ImportRow
    from core.imports.table import Table

    headers = tuple(dict.fromkeys(name for row in rows for name in row))
    full = [{**dict.fromkeys(headers, ""), **row} for row in rows]
    spec = next(o.item for o in world.registry.imports if o.item.noun == noun)
    plan = await plan_import(world.database, spec, Table(headers, list(enumerate(full, 2))), SOURCE)
    wrong = [problem for problem in plan.problems if not problem.is_warning]
    assert not wrong, wrong[:5]
    await carry_out(world.database, plan, world.app.state.extra["reindex"])
    async with world.database.read() as session:
        found = await session.execute(
            select(ImportRow.external_id, Content.id, Content.slug)
            .join(Content, Content.id == ImportRow.content_id)
            .where(ImportRow.noun == noun, ImportRow.source == SOURCE)
        )
        made = {external_id: Made(id_, slug) for external_id, id_, slug in found}
    return [made[row["id"]] for row in rows]


@pytest.fixture(scope="session")
def registry() -> "Registry":
    """Give what every installed plugin declares."""
    from core.loading import build_registry

    return build_registry()


@pytest_asyncio.fixture
async def site(
    fresh_database: Callable[..., str], registry: "Registry", tmp_path: Path
) -> "AsyncIterator[World]":
    """Give the application on a database with the whole demonstration, on each database."""
    from core.testing.world import fill, open_world

    async with open_world(registry, fresh_database(registry, fill), tmp_path) as world:
        yield world


@pytest_asyncio.fixture
async def ground(
    fresh_database: Callable[..., str], registry: "Registry", tmp_path: Path
) -> "AsyncIterator[World]":
    """Give the application with areas, postcodes and terms, and not one entry."""
    from core.testing.world import lay_ground, open_world

    async with open_world(registry, fresh_database(registry, lay_ground), tmp_path) as world:
        yield world


@pytest.fixture
def queries(request: pytest.FixtureRequest) -> Callable[..., AbstractContextManager[Statements]]:
    """Give ``with queries(at_most=4):``, on the database of ``ground`` or ``site``."""
    name = "site" if "site" in request.fixturenames else "ground"
    world: World = request.getfixturevalue(name)
    return lambda at_most: count_queries(world.database.engine, at_most)


@pytest.fixture
def make_area(ground: "World") -> Callable[..., Awaitable[int]]:
    """Give ``make_area(name, parent_id, kind="own")``, which returns an id."""
    from core.neighbourhoods import service

    async def make(name: str, parent_id: int | None, kind: str = "own", **more: Any) -> int:
        async with ground.database.write() as session:
            return await service.add_area(
                session, kind=kind, name=name, parent_id=parent_id, **more
            )

    return make


@pytest.fixture
def make_organisation(ground: "World") -> Make:
    """Give ``make_organisation(naam=…)``; names are those of an import's columns."""
    numbers = count(1)

    async def make(**cells: str) -> Made:
        number = next(numbers)
        row = {"id": f"org-{number}", "naam": f"Organisatie {number}", **CENTRE, **cells}
        return (await make_rows(ground, "organisations", [row]))[0]

    return make


@pytest_asyncio.fixture
async def organisation(make_organisation: Make) -> Made:
    """Give an organisation with nothing special."""
    return await make_organisation(naam="Het Huis van Nu")


@pytest.fixture
def activity_row(organisation: Made) -> Callable[..., dict[str, str]]:
    """Give a callable that completes the cells of an activity."""
    numbers = count(1)

    def complete(**cells: str) -> dict[str, str]:
        number = next(numbers)
        base = {"id": f"act-{number}", "titel": f"Activiteit {number}", **CENTRE}
        return {**base, "organisatie_id": organisation.slug, **cells}

    return complete


@pytest.fixture
def make_activity(ground: "World", activity_row: Callable[..., dict[str, str]]) -> Make:
    """Give ``make_activity(titel=…, wanneer="elke dinsdag 10:00-12:00")``."""

    async def make(**cells: str) -> Made:
        cells = cells if {"wanneer", "datum"} & cells.keys() else {**cells, **WEEKLY}
        return (await make_rows(ground, "activities", [activity_row(**cells)]))[0]

    return make


WEEKLY = {"wanneer": "elke dinsdag 10:00-12:00"}


@pytest_asyncio.fixture
async def activity(make_activity: Make) -> Made:
    """Give an activity on every Tuesday from ten to twelve."""
    return await make_activity(titel="Koffie op dinsdag")
