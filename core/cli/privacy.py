"""``buurtbasis privacy``: give or erase what is known of somebody, with or without an account."""

from collections.abc import Sequence
from pathlib import Path

import click

from core.accounts.members import Member, keys_by_role, operator
from core.accounts.service import fold_email
from core.cli.runtime import Runtime, indexer, run_in_database, table
from core.clock import now
from core.db.session import Database
from core.privacy import retention, service
from core.privacy.leaving import forget
from core.privacy.service import Erased
from core.privacy.views import as_json
from core.words import Words


class _Undo(Exception):
    """Ends a transaction whose outcome was only to be looked at."""


def _by(runtime: Runtime) -> Member:
    return operator(keys_by_role(owned.item for owned in runtime.registry.permissions))


def _dutch() -> Words:
    return Words("nl", str, lambda one, many, number: one if number == 1 else many)


async def export_person(runtime: Runtime, database: Database, email: str) -> str:
    """Return all that is known of an address, as JSON."""
    async with database.write() as session:
        account_id = await service.account_of(session, email)
        known = await service.export(session, runtime.registry, email, account_id, by=_by(runtime))
    return as_json(known, _dutch(), now())


async def erase_person(
    runtime: Runtime, database: Database, email: str, *, dry_run: bool
) -> Sequence[Erased]:
    """Erase all that is known of an address; a dry run does the same and takes it back."""
    reindex = (await indexer(runtime, database)).reindex
    found: Sequence[Erased] = ()
    try:
        async with database.write() as session:
            account_id = await service.account_of(session, email)
            found = await forget(
                session, runtime.registry, email, account_id, reindex, by=_by(runtime)
            )
            if dry_run:
                raise _Undo
    except _Undo:
        pass
    return found


@click.group()
def group() -> None:
    """Iemands gegevens opvragen en wissen."""


@group.command()
@click.argument("email")
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="File.")
def export(email: str, path: Path | None) -> None:
    """Give all that is known of an address, as JSON."""

    async def work(runtime: Runtime, database: Database) -> str:
        return await export_person(runtime, database, fold_email(email))

    text = run_in_database(work)
    if path:
        path.write_text(text, "utf-8")
        click.echo(f"Geschreven: {path}")
    else:
        click.echo(text, nl=False)


@group.command()
@click.argument("email")
@click.option("--dry-run", is_flag=True, help="Show what would be erased, and erase nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, dry_run: bool, yes: bool) -> None:
    """Erase all that is known of an address; it cannot be undone."""
    if not (dry_run or yes):
        click.confirm(f"Alles van {email} wissen? Dit kun je niet terugdraaien.", abort=True)

    async def work(runtime: Runtime, database: Database) -> Sequence[Erased]:
        return await erase_person(runtime, database, fold_email(email), dry_run=dry_run)

    rows = [(one.label, str(one.count)) for one in run_in_database(work) if one.count]
    if not rows:
        click.echo("Van dit adres is niets bekend.")
        return
    click.echo(table(("wat", "zou worden gewist" if dry_run else "gewist"), rows))


@group.command()
def rules() -> None:
    """Show how long everything is kept."""

    async def work(runtime: Runtime, _: Database) -> list[retention.Rule]:
        return retention.rules_in_words(runtime.registry, _dutch())

    rows = [(rule.label, f"{rule.keep} {rule.since}") for rule in run_in_database(work)]
    click.echo(table(("wat", "hoe lang"), rows))
