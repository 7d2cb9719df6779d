"""A database with one small tree of areas, to fill with entries and search."""

import csv
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from core.content.models import CATEGORY, PUBLISHED, Content, ContentTerm, Term
from core.content.vocabulary import Vocabulary, add_standard_terms, read_vocabulary
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.models import Area, AreaAncestor
from core.registry import Registry
from core.search import service
from core.search.service import Found

KINDS = ("organisation", "activity")
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
CITY, NORTH, SOUTH, NOWHERE = 1, 2, 3, 4
AREAS = {CITY: ("Proefstad",), NORTH: ("Noord", CITY), SOUTH: ("Zuid", CITY), NOWHERE: ("Ver",)}


@dataclass
class Searching:
    """A database with the shortest ways to write, index and find entries."""

    database: Database
    vocabulary: Vocabulary
    sources: Sequence[Any] = ()
    city, north, south, nowhere, noon = CITY, NORTH, SOUTH, NOWHERE, NOON

    async def add(self, *rows: dict[str, Any]) -> None:
        """Add entries of content and index them; what is not given has a default."""
        base = {
            "kind": "activity", "area_id": NORTH, "status": PUBLISHED, "sort_key": "",
            "published_at": NOON, "created_at": NOON, "updated_at": NOON,
        }  # fmt: skip
        async with self.database.write() as session:
            for row in rows:
                values = {**base, "slug": f"s{row['id']}", **row}
                await session.execute(insert(Content.__table__).values(values))
        await self.index(*(row["id"] for row in rows))

    async def change(self, content_id: int, **values: Any) -> None:
        """Change the row of an entry and index it again."""
        table = Content.__table__
        async with self.database.write() as session:
            await session.execute(table.update().where(table.c.id == content_id).values(values))
        await self.index(content_id)

    async def tag(self, content_id: int, slug: str) -> dict[str, int]:
        """Give an entry a category and return the ids of it and of those above, by slug."""
        term = self.vocabulary.find(CATEGORY, slug)
        assert term
        ids = self.vocabulary.with_parents({term.id})
        async with self.database.write() as session:
            for id_ in ids:
                values = {"term_id": id_, "content_id": content_id, "is_own": id_ == term.id}
                await session.execute(insert(ContentTerm).values(values))
        await self.index(content_id)
        return {self.vocabulary.by_id[id_].slug: id_ for id_ in ids}

    async def index(self, *ids: int) -> None:
        """Index entries in a transaction of their own."""
        async with self.database.write() as session:
            await service.index(session, ids, self.vocabulary, self.sources)

    async def remove(self, *ids: int) -> None:
        """Take entries out of the index."""
        async with self.database.write() as session:
            await service.remove(session, ids)

    async def find(self, query: str, **more: Any) -> Found:
        """Search in all kinds, unless told otherwise."""
        async with self.database.read() as session:
            wanted = {"kinds": KINDS, "vocabulary": self.vocabulary, **more}
            return await service.find(session, query, **wanted)

    async def ids(self, query: str, **more: Any) -> list[int]:
        """Return only the ids that a query finds."""
        return list((await self.find(query, **more)).ids)

    async def rows(self, statement: Any) -> list[tuple[Any, ...]]:
        """Return what a statement gives, to look at the tables themselves."""
        async with self.database.read() as session:
            return [tuple(row) for row in await session.execute(statement)]


async def _open(url: str) -> Searching:
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(KINDS)
    async with database.write() as session:
        for id_, (name, *above) in AREAS.items():
            row = {"id": id_, "kind": "own", "name": name, "slug": name, "parent_id": None}
            await session.execute(insert(Area).values(row))
            for depth, ancestor in enumerate((id_, *above) if id_ != NOWHERE else ()):
                closure = {"area_id": id_, "ancestor_id": ancestor, "depth": depth}
                await session.execute(insert(AreaAncestor).values(closure))
        if await session.scalar(select(Term.id).limit(1)) is None:
            await add_standard_terms(session)
        return Searching(database, await read_vocabulary(session))


@pytest.fixture(scope="session")
def open_searching() -> Callable[[str], Awaitable[Searching]]:
    """Give a callable that puts areas and terms into the empty database at a URL."""
    return _open


@pytest.fixture(scope="session")
def rows_of() -> Callable[[str], list[dict[str, str]]]:
    """Give a callable that reads a table of this folder."""

    def read(name: str) -> list[dict[str, str]]:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def core_alone() -> Registry:
    """Core without any plugin."""
    return build_registry(only=[])


@pytest.fixture
async def searching(
    fresh_database: Callable[[Registry], str], core_alone: Registry
) -> AsyncIterator[Searching]:
    """A city with two neighbourhoods and the standard vocabulary, without entries."""
    opened = await _open(fresh_database(core_alone))
    yield opened
    await opened.database.close()
