"""What commands share: settings, registry and database, and one way to end with a sentence."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import click

from core.content.models import Content
from core.content.vocabulary import read_vocabulary
from core.db.engine import make_engine
from core.db.migrate import require_current
from core.db.session import Database
from core.db.trouble import is_passing
from core.errors import DomainError
from core.loading import build_registry
from core.registry import Registry
from core.search.indexer import Indexer
from core.settings import Settings, load_settings

T = TypeVar("T")

BUSY = "De database is bezet of niet te bereiken; er is niets veranderd. Probeer het zo weer."


@dataclass(frozen=True, slots=True)
class Runtime:
    """The installation that a command works on."""

    settings: Settings
    registry: Registry

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open the database; every installed kind can be seen, switched off or not."""
        database = Database(make_engine(self.settings.database_url), Content)
        database.kinds = frozenset(owned.item.key for owned in self.registry.kinds)
        try:
            yield database
        finally:
            await database.close()


def load_runtime() -> Runtime:
    """Return the runtime of this environment; raises ConfigurationError or PluginError."""
    settings = load_settings(os.environ)
    return Runtime(settings, build_registry(settings.plugins, settings.plugins_block))


def run(work: Callable[[Runtime], Awaitable[T]]) -> T:
    """Run the work of a command; a user's mistake is one sentence and exit code 1."""

    async def go() -> T:
        return await work(load_runtime())

    try:
        return asyncio.run(go())
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        if is_passing(error):
            raise click.ClickException(f"{BUSY} ({getattr(error, 'orig', error)})") from error
        raise


def run_in_database(work: Callable[[Runtime, Database], Awaitable[T]]) -> T:
    """Run the work of a command with the database open."""

    async def go(runtime: Runtime) -> T:
        await require_current(runtime.settings.database_url, runtime.registry)
        async with runtime.database() as database:
            return await work(runtime, database)

    return run(go)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in columns."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [headings, tuple("-" * width for width in widths), *rows]
    ]
    return "\n".join(lines)


async def indexer(runtime: Runtime, database: Database) -> Indexer:
    """Return what keeps lists and search right, with the terms of this moment."""
    async with database.read() as session:
        vocabulary = await read_vocabulary(session)
    return Indexer(runtime.registry, lambda: vocabulary)
