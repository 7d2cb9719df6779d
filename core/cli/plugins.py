"""``buurtbasis plugins``: what is installed, and whether it is on."""

import click

from core.accounts.members import keys_by_role, operator
from core.checks import check_registry
from core.cli.runtime import Runtime, run, run_in_database, table
from core.db.session import Database
from core.errors import NotFound
from core.manage import switches
from core.registry import Owned, Registry

WHAT = (
    ("kinds", "soorten", "key"),
    ("routes", "pagina's", ""),
    ("sections", "onderdelen", "key"),
    ("navigation", "menu", "path"),
    ("permissions", "rechten", "key"),
    ("settings", "instellingen", "key"),
    ("imports", "import", "noun"),
    ("emails", "mails", "key"),
    ("personal_data", "persoonsgegevens", "key"),
    ("jobs", "taken", "key"),
    ("commands", "opdrachten", "name"),
)
"""Fields of the registry, how they are called, and the attribute that names an item."""


async def plugin_rows(runtime: Runtime, database: Database) -> list[tuple[str, ...]]:
    """Return the installed plugins as rows: name, version, on or off, label."""
    async with database.read() as session:
        on = await switches.read_enabled(session, runtime.registry)
    return [
        (info.name, info.version, "aan" if info.name in on else "uit", info.label)
        for info in (loaded.info for loaded in runtime.registry.plugins)
    ]


def describe(registry: Registry, name: str) -> list[tuple[str, str]]:
    """Return what a plugin says of itself and what it declared; raises NotFound."""
    try:
        loaded = registry.plugin(name)
    except KeyError:
        raise NotFound("De module ‘%(name)s’ is er niet.", name=name) from None
    info = loaded.info
    rows = [
        ("naam", info.name), ("label", info.label), ("wat", info.summary),
        ("versie", info.version), ("tabellen", f"{info.prefix}_…" if info.prefix else "van core"),
        ("heeft nodig", ", ".join(info.requires)), ("map", str(loaded.folder)),
    ]  # fmt: skip
    for field, title, attribute in WHAT:
        own: list[Owned[object]] = [o for o in getattr(registry, field) if o.plugin == name]
        rows.append((title, ", ".join(_names(own, attribute))))
    return [(title, text) for title, text in rows if text]


def _names(own: list[Owned[object]], attribute: str) -> list[str]:
    if attribute:
        return [str(getattr(owned.item, attribute)) for owned in own]
    handlers = [handler for owned in own for handler in getattr(owned.item, "handlers", ())]
    return sorted({path for handler in handlers for path in handler.paths})


async def switch(runtime: Runtime, database: Database, name: str, enabled: bool) -> str:
    """Switch a plugin on or off and return its label."""
    by = operator(keys_by_role(owned.item for owned in runtime.registry.permissions))
    async with database.write() as session:
        module = await switches.switch_plugin(session, runtime.registry, name, enabled, by=by)
    return module.label


@click.group()
def group() -> None:
    """Modules bekijken en aan- of uitzetten."""


@group.command(name="list")
def list_() -> None:
    """Show every installed plugin and whether it is on."""
    click.echo(table(("naam", "versie", "", "label"), run_in_database(plugin_rows)))


@group.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what a plugin is and what it adds."""

    async def work(runtime: Runtime) -> list[tuple[str, str]]:
        return describe(runtime.registry, name)

    for title, text in run(work):
        click.echo(f"{title:<14}{text}")


def _switch(name: str, enabled: bool) -> str:
    async def work(runtime: Runtime, database: Database) -> str:
        return await switch(runtime, database, name, enabled)

    return run_in_database(work)


@group.command()
@click.argument("name")
def enable(name: str) -> None:
    """Switch a plugin on for the whole platform."""
    click.echo(f"{_switch(name, True)} staat nu aan.")


@group.command()
@click.argument("name")
def disable(name: str) -> None:
    """Switch a plugin off for the whole platform; what is in it stays."""
    click.echo(f"{_switch(name, False)} staat nu uit.")


@group.command()
def check() -> None:
    """Check what the installed plugins declare, as at every start."""

    async def work(runtime: Runtime) -> list[str]:
        check_registry(runtime.registry)
        return [loaded.info.name for loaded in runtime.registry.plugins]

    click.echo(f"Alles past: {', '.join(run(work))}.")
