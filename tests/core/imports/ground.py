"""A small municipality to import into, and the shortest ways to do it and to look at the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from core.content.models import Content
from core.content.vocabulary import Vocabulary, add_standard_terms, read_vocabulary
from core.db.changes import read_versions
from core.db.engine import make_engine
from core.db.session import Database
from core.declarations import ImportSpec
from core.imports.engine import carry_out, plan_import
from core.imports.models import ImportRow
from core.imports.plan import CHANGED, CONFLICT, ERROR, NEW, UNCHANGED, Plan
from core.imports.table import Table
from core.neighbourhoods.models import AreaCode, AreaPostcode, Site
from core.neighbourhoods.tree import add_area
from core.registry import Registry
from core.search.indexer import Indexer
from core.search.service import find

Row = Mapping[str, str]
NORTH = "BU0001"
ACTIONS = (NEW, CHANGED, UNCHANGED, CONFLICT, ERROR)


def organisation(number: int = 1, **cells: str) -> Row:
    """Return the cells of an organisation."""
    return {"id": f"o{number}", "naam": f"Proefclub {number}", "gebied": NORTH, **cells}


def activity(number: int = 1, **cells: str) -> Row:
    """Return the cells of an activity of the first organisation."""
    base = {"id": f"a{number}", "organisatie_id": "o1", "titel": f"Breien {number}",
            "gebied": NORTH, "wanneer": "elke dinsdag 10:00-12:00"}  # fmt: skip
    return {**base, **cells}


def as_table(rows: Sequence[Row]) -> Table:
    """Return rows as a file holds them; the first says what columns there are."""
    headers = tuple(dict.fromkeys(name for row in rows for name in row))
    full = [{name: row.get(name, "") for name in headers} for row in rows]
    return Table(headers, list(enumerate(full, 2)))


@dataclass
class Ground:
    """A database with areas and terms."""

    database: Database
    registry: Registry
    url: str
    vocabulary: Vocabulary

    def spec(self, noun: str) -> ImportSpec:
        return next(owned.item for owned in self.registry.imports if owned.item.noun == noun)

    async def plan(self, noun: str, rows: Sequence[Row], **more: Any) -> Plan:
        return await self.plan_table(noun, as_table(rows), **more)

    async def plan_table(self, noun: str, table: Table, **more: Any) -> Plan:
        return await plan_import(self.database, self.spec(noun), table, "proef", **more)

    async def apply(self, plan: Plan, **more: Any) -> int:
        reindex = Indexer(self.registry, lambda: self.vocabulary).reindex
        return await carry_out(self.database, plan, reindex, **more)

    async def load(self, noun: str, rows: Sequence[Row], **more: Any) -> int:
        return await self.apply(await self.plan(noun, rows, **more))

    async def count(self, model: type[Any]) -> int:
        async with self.database.read() as session:
            counted = select(func.count()).select_from(model.__table__)
            return int(await session.scalar(counted) or 0)

    async def counts(self, *models: type[Any]) -> list[int]:
        return [await self.count(model) for model in (Content, ImportRow, *models)]

    async def row(self, title: str) -> Any:
        table = Content.__table__
        async with self.database.read() as session:
            found = await session.execute(select(table).where(table.c.title == title))
            return found.mappings().one()

    async def edit(self, title: str, **values: Any) -> None:
        """Change an entry as somebody on the site would."""
        table = Content.__table__
        async with self.database.write() as session:
            await session.execute(update(Content).where(table.c.title == title).values(values))

    async def found(self, query: str) -> int:
        async with self.database.read() as session:
            kinds = tuple(self.database.kinds)
            return (await find(session, query, kinds=kinds, vocabulary=self.vocabulary)).total

    async def version(self) -> int:
        async with self.database.read() as session:
            return sum((await read_versions(session)).values())


def summary(plan: Plan) -> dict[str, int]:
    """Return how many rows have each action, those of none left out."""
    return {action: plan.count(action) for action in ACTIONS if plan.count(action)}


def reasons(plan: Plan) -> list[tuple[int, str]]:
    """Return row and column of everything that is wrong."""
    return [(problem.row, problem.column) for problem in plan.problems]


async def lay(registry: Registry, url: str) -> Ground:
    """Write one municipality with two neighbourhoods, its site and the standard terms."""
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(owned.item.key for owned in registry.kinds)
    async with database.write() as session:
        top = await add_area(session, kind="municipality", name="Proefstad")
        for name in ("Noord", "Zuid-West"):
            await add_area(session, kind="neighbourhood", name=name, parent_id=top)
        session.add(AreaCode(code=NORTH, year=2026, area_id=2))
        session.add(AreaPostcode(pc4="1234", area_id=3, share=1.0))
        session.add(Site(area_id=1, name="Proefbasis", is_platform=True))
        await add_standard_terms(session)
    async with database.read() as session:
        vocabulary = await read_vocabulary(session)
    return Ground(database, registry, url, vocabulary)
