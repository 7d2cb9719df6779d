"""``buurtbasis organisations``: invite imported organisations to look after their own entry."""

import click

from core.accounts.members import keys_by_role, operator
from core.cli.runtime import Runtime, run_in_database
from core.db.session import Database
from core.organisations import inviting


@click.group()
def group() -> None:
    """Organisaties die hun eigen pagina gaan bijhouden."""


@group.command()
@click.option(
    "--all", "everybody", is_flag=True, required=True, help="All that never were invited."
)
@click.option("--dry-run", is_flag=True, help="Only say how many.")
def invite(everybody: bool, dry_run: bool) -> None:
    """Mail every imported organisation that nobody looks after a link to its entry."""

    async def work(runtime: Runtime, database: Database) -> tuple[int, int]:
        return await invite_everybody(runtime, database, dry_run=dry_run)

    sent, left = run_in_database(work)
    if dry_run:
        click.echo(f"{sent} organisaties kunnen een uitnodiging krijgen. Er is niets verstuurd.")
    else:
        click.echo(f"{sent} uitnodigingen staan klaar. Overgeslagen: {left}.")


async def invite_everybody(
    runtime: Runtime, database: Database, *, dry_run: bool
) -> tuple[int, int]:
    """Invite in portions, each in its own transaction; return how many, and how many not."""
    by = operator(keys_by_role(owned.item for owned in runtime.registry.permissions))
    sent, left, after = 0, 0, 0
    while True:
        if dry_run:
            async with database.read() as session:
                ids = await inviting.uninvited(session, by=by, after=after)
            sent += len(ids)
            after = ids[-1] if len(ids) == inviting.MOST else 0
        else:
            async with database.write() as session:
                made, after = await inviting.invite_all(session, by=by, after=after)
            sent += made.sent
            left += sum(made.left.values())
        if not after:
            return sent, left
