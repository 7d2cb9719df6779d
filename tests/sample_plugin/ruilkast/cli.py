"""``buurtbasis ruilkast``: cabinets on the command line."""

import click
from sqlalchemy import select

from core.cli.runtime import Runtime, run_in_database, table
from core.db.session import Database
from ruilkast.models import Cabinet


@click.group()
def group() -> None:
    """Ruilkasten."""


@group.command(name="list")
def list_() -> None:
    """Show every cabinet."""

    async def work(_runtime: Runtime, database: Database) -> list[tuple[str, ...]]:
        async with database.read() as session:
            rows = await session.scalars(select(Cabinet).order_by(Cabinet.sort_key, Cabinet.id))
            return [(row.title, row.holds, "stil" if row.is_quiet else "") for row in rows]

    click.echo(table(("naam", "wat", ""), run_in_database(work)))
