"""``buurtbasis accounts``: make accounts, give roles, and print login links."""

import click
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import directory, service, sessions
from core.accounts.members import (
    AREA,
    CORE_ROLES,
    ORGANISATION,
    PLATFORM,
    ROLE_LABELS,
    keys_by_role,
    operator,
)
from core.cli.runtime import Runtime, run_in_database, table
from core.content.service import find_entry
from core.db.session import Database
from core.errors import Invalid
from core.neighbourhoods import service as areas
from core.organisations.models import Organisation

MINUTES = int(sessions.LINK_LASTS.total_seconds() // 60)


def _roles(runtime: Runtime) -> dict[str, frozenset[str]]:
    return keys_by_role(owned.item for owned in runtime.registry.permissions)


async def _scope(session: AsyncSession, role: str, slug: str | None) -> tuple[str, int]:
    """Return what a role is for; a role of a plugin is for an area, or for the platform."""
    scope = CORE_ROLES.get(role, AREA if slug else PLATFORM)
    if scope == PLATFORM:
        if slug:
            raise Invalid("De rol ‘%(role)s’ geldt overal: laat --for weg.", role=role)
        return PLATFORM, 0
    if not slug:
        raise Invalid(
            "Zeg met --for voor welke buurt of organisatie de rol ‘%(role)s’ is.", role=role
        )
    if scope == ORGANISATION:
        found = await find_entry(session, Organisation, "/organisaties", slug, all_statuses=True)
        return scope, found.id
    return scope, (await areas.by_slug(session, slug)).id


async def _grant(
    runtime: Runtime, session: AsyncSession, account_id: int, role: str, slug: str | None
) -> None:
    roles = _roles(runtime)
    scope, scope_id = await _scope(session, role, slug)
    await service.grant_role(
        session, account_id, role, scope, scope_id, by=operator(roles), roles=roles
    )


async def _link(runtime: Runtime, session: AsyncSession, account_id: int) -> str:
    secret = await sessions.make_link(session, account_id)
    return f"{runtime.settings.base_url.rstrip('/')}/inloggen/{secret}"


async def create_account(
    runtime: Runtime, database: Database, email: str, role: str, slug: str | None, name: str
) -> str:
    """Make an account with a role and return the address of its login link."""
    async with database.write() as session:
        by = operator(_roles(runtime))
        account_id = await service.create_account(session, email, name, by=by)
        await _grant(runtime, session, account_id, role, slug)
        return await _link(runtime, session, account_id)


async def grant_role(
    runtime: Runtime, database: Database, email: str, role: str, slug: str | None
) -> None:
    """Give an account one more role."""
    async with database.write() as session:
        account_id = await service.account_by_email(session, email)
        await _grant(runtime, session, account_id, role, slug)


async def link_account(runtime: Runtime, database: Database, email: str) -> str:
    """Return the address of a new login link."""
    async with database.write() as session:
        account_id = await service.account_by_email(session, email)
        return await _link(runtime, session, account_id)


async def reset_factors(runtime: Runtime, database: Database, email: str) -> None:
    """Take every second factor of an account away."""
    async with database.write() as session:
        account_id = await service.account_by_email(session, email)
        await directory.reset_factors(session, account_id, by=operator(_roles(runtime)))


def _role_words(role: str, scope: str, scope_id: int) -> str:
    return f"{role} ({scope} {scope_id})" if scope_id else role


async def account_rows(runtime: Runtime, database: Database) -> list[tuple[str, ...]]:
    """Return the accounts as rows: address, name, roles, since when."""
    async with database.read() as session:
        found = await service.list_accounts(session, by=operator(_roles(runtime)))
    return [
        (
            account.email if account.is_active else f"{account.email} (uit)",
            account.name,
            ", ".join(_role_words(*role) for role in account.roles),
            account.created_at.date().isoformat(),
        )
        for account in found
    ]


def _say_link(link: str) -> None:
    click.echo(f"Open deze link binnen {MINUTES} minuten. Hij werkt één keer:")
    click.echo(link)


ROLE = click.option(
    "--role", required=True, help=f"{', '.join(ROLE_LABELS)}, or a role of a plugin."
)
FOR = click.option("--for", "slug", help="Slug of the area or organisation that the role is for.")


@click.group()
def group() -> None:
    """Accounts en hun rollen."""


@group.command()
@click.argument("email")
@ROLE
@FOR
@click.option("--name", default="", help="The person's name.")
def create(email: str, role: str, slug: str | None, name: str) -> None:
    """Make an account with a role, and print a login link."""

    async def work(runtime: Runtime, database: Database) -> str:
        return await create_account(runtime, database, email, role, slug, name)

    link = run_in_database(work)
    click.echo(f"Account gemaakt: {service.fold_email(email)}, {ROLE_LABELS.get(role, role)}.")
    _say_link(link)


@group.command()
@click.argument("email")
@ROLE
@FOR
def grant(email: str, role: str, slug: str | None) -> None:
    """Give an account one more role; it is logged out everywhere."""

    async def work(runtime: Runtime, database: Database) -> None:
        await grant_role(runtime, database, email, role, slug)

    run_in_database(work)
    click.echo("De rol is gegeven.")


@group.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a login link that works once, for ten minutes."""

    async def work(runtime: Runtime, database: Database) -> str:
        return await link_account(runtime, database, email)

    _say_link(run_in_database(work))


@group.command(name="reset-factors")
@click.argument("email")
def reset_factors_(email: str) -> None:
    """Take the second step away of somebody who lost it; logging in asks for a new one."""

    async def work(runtime: Runtime, database: Database) -> None:
        await reset_factors(runtime, database, email)

    run_in_database(work)
    click.echo("De tweede stap is weggehaald. Wie platformbeheerder is, stelt een nieuwe in.")


@group.command(name="list")
def list_() -> None:
    """Show the accounts and their roles."""
    click.echo(table(("e-mail", "naam", "rollen", "sinds"), run_in_database(account_rows)))
