"""``buurtbasis db``: tables and migrations."""

import click
from sqlalchemy import Connection

from core.cli.runtime import Runtime, run, table
from core.content.vocabulary import add_standard_terms
from core.db import migrate


@click.group()
def group() -> None:
    """De tabellen van de database."""


@group.command()
def upgrade() -> None:
    """Bring the tables to what the installed code needs, and add terms that are missing."""

    async def work(runtime: Runtime) -> None:
        await migrate.upgrade_all(runtime.settings.database_url, runtime.registry)
        async with runtime.database() as database, database.write() as session:
            await add_standard_terms(session)

    run(work)
    click.echo("The tables are up to date.")


@group.command()
def status() -> None:
    """Show where each owner's tables are; exit code 1 when something is to do."""
    rows: list[tuple[str, ...]] = []

    async def work(runtime: Runtime) -> None:
        def look(connection: Connection) -> None:
            for found in migrate.read_status(connection, runtime.registry):
                state = "up to date" if found.is_current else "run: buurtbasis db upgrade"
                rows.append((found.owner, found.current or "-", found.head or "-", state))

        await migrate.on_migration_connection(runtime.settings.database_url, look)

    run(work)
    click.echo(table(("owner", "database", "code", ""), rows))
    if any(row[1] != row[2] for row in rows):
        raise SystemExit(1)


@group.command()
@click.argument("owner")
@click.argument("message")
def revision(owner: str, message: str) -> None:
    """Write a migration for OWNER from the difference between its models and the database."""

    async def work(runtime: Runtime) -> None:
        owners = {found.name: found for found in migrate.owners(runtime.registry)}
        if owner not in owners:
            raise click.ClickException(f"Unknown owner '{owner}': one of {', '.join(owners)}.")
        await migrate.on_migration_connection(
            runtime.settings.database_url,
            lambda connection: migrate.new_revision(owners[owner], connection, message),
        )

    run(work)


@group.command()
def check() -> None:
    """Fail when a model differs from its tables."""

    async def work(runtime: Runtime) -> list[str]:
        found: list[str] = []
        await migrate.on_migration_connection(
            runtime.settings.database_url,
            lambda connection: found.extend(migrate.differences(connection, runtime.registry)),
        )
        return found

    problems = run(work)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("Models and tables agree.")
