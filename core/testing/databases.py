"""Databases for tests: each a copy of a template that was migrated once in this process."""

import asyncio
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import make_url

from core.db.migrate import upgrade_all
from core.loading import build_registry

if TYPE_CHECKING:
    from core.registry import Registry

T = TypeVar("T")
PREFIX = "buurtbasis_test"

Fill = Callable[["Registry", str], Coroutine[Any, Any, None]]
"""Writes rows into a new template, given its URL."""
Key = tuple[tuple[str, ...], Fill | None]


class Databases(Protocol):
    """Makes databases of one kind, with the tables of a registry."""

    def fresh(self, registry: "Registry | None" = None, fill: Fill | None = None) -> str:
        """Return the URL of a new database; without a registry that of all installed plugins.

        With ``fill`` it has the rows that this wrote, once, into the template.
        """

    def drop(self, url: str) -> None:
        """Remove a database that ``fresh`` made, also when it is still in use."""

    def close(self) -> None:
        """Remove what is left."""


class Background:
    """An event loop in a thread of its own, so that tests with and without a loop can use it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` to its end and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> "Background":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


class SqliteDatabases:
    """SQLite files in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[Key, Path] = {}

    def fresh(self, registry: "Registry | None" = None, fill: Fill | None = None) -> str:
        """Copy the template into a new file."""
        template = self._template(registry or build_registry(), fill)
        path = self._folder / f"{secrets.token_hex(6)}.db"
        shutil.copyfile(template, path)
        return f"sqlite+aiosqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove the file and those that SQLite keeps beside it."""
        path = Path(url.split("///", 1)[1])
        for found in path.parent.glob(f"{path.name}*"):
            found.unlink()

    def close(self) -> None:
        """Leave the folder to pytest, which keeps those of the last runs."""

    def _template(self, registry: "Registry", fill: Fill | None) -> Path:
        key = names(registry), fill
        if key not in self._templates:
            path = self._folder / f"template-{len(self._templates)}.db"
            with Background() as background:
                background.run(_prepare(registry, f"sqlite+aiosqlite:///{path}", fill))
            with sqlite3.connect(path) as connection:
                connection.execute("pragma wal_checkpoint(truncate)")
            connection.close()
            self._templates[key] = path
        return self._templates[key]


class PostgresDatabases:
    """Databases on the server at ``server_url``."""

    def __init__(self, server_url: str) -> None:
        self._server = make_url(server_url).set(drivername="postgresql")
        # Names carry this number; its advisory lock says that this process lives.
        self._number = secrets.randbelow(2**31)
        self._templates: dict[Key, str] = {}
        self._background = Background()
        self._connection: Any = self._background.run(self._open())

    def fresh(self, registry: "Registry | None" = None, fill: Fill | None = None) -> str:
        """Clone the template."""
        template = self._template(registry or build_registry(), fill)
        name = self._name()
        self._do(f'create database "{name}" template "{template}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Drop the database and break its connections."""
        self._do(f'drop database if exists "{make_url(url).database}" with (force)')

    def close(self) -> None:
        """Drop every database of this process and disconnect."""
        self._background.run(self._drop_all(self._number))
        self._background.run(self._connection.close())
        self._background.close()

    async def _open(self) -> Any:
        self._connection = await asyncpg.connect(self._server.render_as_string(hide_password=False))
        await self._connection.execute("select pg_advisory_lock($1)", self._number)
        await self._clear_orphans()
        return self._connection

    async def _clear_orphans(self) -> None:
        """Drop databases of test runs whose process was killed: nobody holds their lock."""
        rows = await self._connection.fetch(
            "select distinct split_part(datname, '_', 3)::bigint from pg_database"
            " where datname ~ $1",
            f"^{PREFIX}_[0-9]+_[0-9a-f]+$",
        )
        for (number,) in rows:
            if number != self._number and await self._connection.fetchval(
                "select pg_try_advisory_lock($1)", number
            ):
                await self._drop_all(number)
                await self._connection.execute("select pg_advisory_unlock($1)", number)

    async def _drop_all(self, number: int) -> None:
        for (name,) in await self._connection.fetch(
            "select datname from pg_database where datname ~ $1", f"^{PREFIX}_{number}_[0-9a-f]+$"
        ):
            await self._connection.execute(f'drop database if exists "{name}" with (force)')

    def _template(self, registry: "Registry", fill: Fill | None) -> str:
        key = names(registry), fill
        if key not in self._templates:
            name = self._name()
            self._do(f'create database "{name}"')
            self._background.run(_prepare(registry, self._url(name), fill))
            self._templates[key] = name
        return self._templates[key]

    def _do(self, statement: str) -> None:
        self._background.run(self._connection.execute(statement))

    def _name(self) -> str:
        return f"{PREFIX}_{self._number}_{secrets.token_hex(6)}"

    def _url(self, name: str) -> str:
        url = self._server.set(drivername="postgresql+asyncpg", database=name)
        return url.render_as_string(hide_password=False)


async def _prepare(registry: "Registry", url: str, fill: Fill | None) -> None:
    await upgrade_all(url, registry)
    if fill:
        await fill(registry, url)


def names(registry: "Registry") -> tuple[str, ...]:
    """Return the names of the plugins in ``registry``: what decides which tables there are."""
    return tuple(loaded.info.name for loaded in registry.plugins)
