"""``buurtbasis``: commands that are imported only when they are called."""

import importlib

import click

from core.declarations import Command

GROUPS = {
    "serve": ("core.cli.serve:serve", "De site laten draaien."),
    "db": ("core.cli.db:group", "De tabellen van de database."),
    "areas": ("core.cli.areas:group", "Gebieden, grenzen en postcodes."),
    "accounts": ("core.cli.accounts:group", "Accounts en hun rollen."),
    "plugins": ("core.cli.plugins:group", "Modules bekijken en aan- of uitzetten."),
    "import": ("core.cli.imports:group", "Organisaties en aanbod uit een bestand halen."),
    "demo": ("core.cli.demo:group", "Voorbeeldgegevens van Amersfoort."),
    "jobs": ("core.cli.jobs:group", "Taken achter de schermen."),
    "outbox": ("core.cli.outbox:group", "Mails: wat er ging, en wat niet."),
    "worker": ("core.cli.worker:worker", "Werk achter de schermen, in een eigen proces."),
    "organisations": ("core.cli.organisations:group", "Organisaties uitnodigen."),
    "audit": ("core.cli.audit:group", "Het logboek: wie deed wat."),
    "privacy": ("core.cli.privacy:group", "Iemands gegevens opvragen en wissen."),
    "expire": ("core.cli.expire:expire", "Vragen, verbergen en opruimen wat oud is."),
    "search": ("core.cli.search:group", "De zoekindex."),
}
"""Core's commands: where each lives, and what it is for."""


class LazyGroup(click.Group):
    """Knows the names of its commands and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return core's commands and those of plugins."""
        return [*GROUPS, *(command.name for command in _of_plugins())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None."""
        if cmd_name in GROUPS:
            module, _, attribute = GROUPS[cmd_name][0].partition(":")
            found: click.Command = getattr(importlib.import_module(module), attribute)
            return found
        for command in _of_plugins():
            if command.name == cmd_name:
                loaded: click.Command = command.load()
                return loaded
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        rows = [(name, text) for name, (_, text) in GROUPS.items()]
        rows += [(command.name, command.help) for command in _of_plugins()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _of_plugins() -> list[Command]:
    """Return the commands of plugins; none when a plugin is broken, so that core's still work."""
    runtime = importlib.import_module("core.cli.runtime")
    try:
        registry = runtime.load_runtime().registry
    except runtime.DomainError as error:
        click.echo(str(error), err=True)
        return []
    return [owned.item for owned in registry.commands]


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="buurtbasis")
def main() -> None:
    """Buurtbasis: what there is to do, to join and to borrow in the neighbourhood."""
