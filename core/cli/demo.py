"""``buurtbasis demo``: Amersfoort with invented activities, through the importer."""

from pathlib import Path

import click
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.cli.runtime import Runtime, indexer, run_in_database
from core.clock import today
from core.content.models import Content
from core.content.service import Reindex
from core.content.vocabulary import add_standard_terms
from core.db.session import Database
from core.declarations import Demo
from core.errors import Invalid
from core.imports.engine import carry_out, plan_import
from core.imports.plan import ERROR
from core.imports.table import Table
from core.neighbourhoods import load

DATA = Path(load.__file__).resolve().parents[1] / "demo" / "data"
LOCK = 0x64656D6F
"""Any number that nobody else uses: the advisory lock of PostgreSQL while laying the ground."""
SOURCE = "demo"
NAME = "Buurtbasis Amersfoort"
TAGLINE = "Wat er te doen is bij jou in de buurt"


@click.group()
def group() -> None:
    """Voorbeeldgegevens van Amersfoort."""


@group.command("load")
@click.option("--activities", type=click.IntRange(1, 1_000_000), help="How many; usually 350.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is content already.")
def load_demo(activities: int | None, if_empty: bool) -> None:
    """Load areas, categories, organisations and activities; repeating it changes nothing."""

    async def work(runtime: Runtime, database: Database) -> None:
        if if_empty and await has_content(database):
            return
        await load_ground(database)
        reindex = (await indexer(runtime, database)).reindex
        for owned in runtime.registry.demo:
            await load_entries(runtime, database, owned.item, activities, reindex)

    run_in_database(work)


async def load_entries(
    runtime: Runtime, database: Database, demo: Demo, activities: int | None, reindex: Reindex
) -> None:
    """Import the entries of one kind; ``activities`` None means as many as there usually are."""
    spec = next(o.item for o in runtime.registry.imports if o.item.noun == demo.noun)
    rows = [dict(row) for row in demo.rows(today(), activities)]
    read = Table(tuple(rows[0]), [(number, row) for number, row in enumerate(rows, 2)])
    with click.progressbar(length=len(rows), label=spec.label) as bar:
        plan = await plan_import(database, spec, read, SOURCE, progress=bar.update)
    if plan.count(ERROR):
        raise Invalid("De voorbeelden kloppen niet: %(first)s", first=plan.problems[0])
    await carry_out(database, plan, reindex, is_demo=True)


async def has_content(database: Database) -> bool:
    """Whether anything is there already."""
    async with database.read() as session:
        table = Content.__table__.c
        return (await session.scalar(select(table.id).limit(1))) is not None


async def take_turns(session: AsyncSession) -> None:
    """Wait until no other process lays the ground; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})


async def load_ground(database: Database) -> None:
    """Load what everything stands on: terms, postcodes, areas and the platform's site."""
    async with database.write() as session:
        await take_turns(session)
        await add_standard_terms(session)
        await load.load_postcodes(session)
        await load.load_areas(session, DATA / "areas.geojson")
        await load.load_area_postcodes(session, DATA / "area_postcodes.csv")
        await load.ensure_platform_site(session, name=NAME, tagline=TAGLINE, is_demo=True)
