"""``buurtbasis expire``: go down the freshness ladder now, or see what that would do."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncSession

from core.cli.runtime import Runtime, run_in_database, table
from core.clock import at_local, frozen, local, now, today
from core.db.session import Database
from core.freshness.ladder import go, prepare
from core.freshness.run import Run

STEPS = {
    "purged": "Voorgoed verwijderd",
    "archived": "Naar het archief",
    "hidden": "Verborgen",
    "call": "Op de bellijst",
    "reminded": "Tweede mail",
    "ended": "De laatste datum is geweest",
    "asked": "Eerste mail",
}


@dataclass(slots=True)
class Outcome:
    """What moved, by the step that it came on."""

    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def note(self, step: str, rows: Sequence[Any]) -> None:
        """Remember a batch."""
        self.rows[step] += rows


@click.command()
@click.option("--at", "day", default="", help="Alsof het deze dag is, zoals 2027-03-01.")
@click.option("--dry-run", is_flag=True, help="Laat alleen zien wat er zou gebeuren.")
@click.option("--list", "with_names", is_flag=True, help="Noem ook elk onderdeel.")
@click.option("--yes", is_flag=True, help="Doe het, ook als het een andere dag is dan vandaag.")
def expire(day: str, dry_run: bool, with_names: bool, yes: bool) -> None:
    """Vraag, verberg, archiveer en verwijder wat daarvoor aan de beurt is.

    Met --dry-run verandert er niets.
    """
    moment = _moment(day)
    if local(moment).date() != today() and not (dry_run or yes):
        raise click.ClickException(
            f"Vandaag is het {today()}. Kijk eerst met --dry-run wat er op {day} zou gebeuren, en"
            " geef --yes als je dat nu al wilt."
        )

    async def work(runtime: Runtime, database: Database) -> Outcome:
        outcome = Outcome()
        async with database.read() as session:
            reindex, policies = await prepare(session, runtime.registry)
        with frozen(moment):
            async with _writing(database, dry_run) as write:
                await go(Run(write, moment, policies, reindex, note=outcome.note))
        return outcome

    found = run_in_database(work)
    _tell(found, with_names)
    if dry_run:
        click.echo("Dit was om te kijken: er is niets veranderd.")


def _moment(day: str) -> datetime:
    if not day:
        return now()
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise click.ClickException(
            f"‘{day}’ is geen dag. Schrijf een dag zo: 2027-03-01."
        ) from None
    return now() if wanted == today() else at_local(wanted, time.min)


@asynccontextmanager
async def _writing(database: Database, dry_run: bool) -> AsyncIterator[Any]:
    """Give what opens a transaction; for a look they are all one, that is taken back in the end."""
    if not dry_run:
        yield database.write
        return
    async with database.rehearse() as session:

        @asynccontextmanager
        async def same() -> AsyncIterator[AsyncSession]:
            yield session

        yield same


def _tell(found: Outcome, with_names: bool) -> None:
    rows = [
        (label, str(len(found.rows[step]))) for step, label in STEPS.items() if step in found.rows
    ]
    if not rows:
        click.echo("Er is niets aan de beurt.")
        return
    click.echo(table(("stap", "aantal"), rows))
    if with_names:
        lines = [
            (label, row.kind, row.slug, row.title)
            for step, label in STEPS.items()
            for row in found.rows.get(step, ())
        ]
        click.echo("")
        click.echo(table(("stap", "soort", "adres", "titel"), lines))
