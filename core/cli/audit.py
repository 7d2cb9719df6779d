"""``buurtbasis audit``: look through the log, and check that nobody changed it."""

import json

import click

from core.audit import service
from core.audit.service import AuditLine, Verified
from core.cli.runtime import Runtime, run_in_database, table
from core.db.session import Database


@click.group()
def group() -> None:
    """Het logboek: wie deed wat, waarmee en wanneer."""


@group.command()
def verify() -> None:
    """Controleer of het logboek heel is: geen regel gewijzigd, geen regel weg."""

    async def work(_: Runtime, database: Database) -> Verified:
        async with database.read() as session:
            return await service.verify(session)

    found = run_in_database(work)
    if found.broken_at is not None:
        raise click.ClickException(
            f"Het logboek is niet heel: regel {found.broken_at} klopt niet of ontbreekt."
            f" De {found.entries} regels ervoor kloppen."
        )
    click.echo(f"Het logboek is heel: {found.entries} regels. Laatste controlegetal:")
    click.echo(found.last_hash)


@group.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def list_(limit: int) -> None:
    """Laat de laatste regels zien, de nieuwste eerst."""

    async def work(_: Runtime, database: Database) -> list[AuditLine]:
        async with database.read() as session:
            return await service.latest(session, limit)

    rows = [
        (
            str(line.id),
            line.at.isoformat(timespec="seconds"),
            f"account {line.actor_id}" if line.actor_id else line.actor,
            line.action,
            line.subject,
            json.dumps(line.details, ensure_ascii=False) if line.details else "",
        )
        for line in run_in_database(work)
    ]
    click.echo(table(("nr", "wanneer", "wie", "wat", "waaraan", "bijzonderheden"), rows))
