"""``buurtbasis search``: the index of words."""

from typing import TYPE_CHECKING

import click
from sqlalchemy import func, select

from core.cli.runtime import Runtime, run_in_database
from core.content.models import PUBLISHED, Content
from core.content.vocabulary import read_vocabulary
from core.db.session import Database
from core.search.service import rebuild

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@click.group()
def group() -> None:
    """De zoekindex."""


@group.command("rebuild")
def rebuild_() -> None:
    """Maak de zoekindex opnieuw, uit wat er gepubliceerd is."""

    async def work(runtime: Runtime, database: Database) -> int:
        async with database.write() as session:
            vocabulary = await read_vocabulary(session)
            table = Content.__table__.c
            total = await session.scalar(select(func.count()).where(table.status == PUBLISHED))
            bar: ProgressBar[int]
            with click.progressbar(length=total or 0, label="Zoekindex") as bar:
                return await rebuild(session, vocabulary, runtime.registry.search, bar.update)

    number = run_in_database(work)
    click.echo(f"De zoekindex is opnieuw gemaakt: {number} vermeldingen.")
