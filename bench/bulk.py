"""Many rows at once into either database: SQLite by ``executemany``, PostgreSQL by ``COPY``."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, Protocol

import asyncpg

CHUNK = 20_000
LATER = ("activities_occurrence", "content_area", "content_term", "content")
"""Tables whose indexes are dropped before the rows and made after them."""


class Bulk(Protocol):
    """Writes rows."""

    async def write(self, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Add tuples to a table."""

    async def run(self, statement: str) -> None:
        """Run one statement."""

    async def close(self) -> None:
        """Make the indexes that were dropped, and disconnect."""


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Yield lists of at most ``size`` rows."""
    iterator = iter(rows)
    while part := list(islice(iterator, size)):
        yield part


async def open_bulk(url: str) -> Bulk:
    """Return what writes into the database at a SQLAlchemy ``url``."""
    if url.startswith("sqlite"):
        return SqliteBulk(url.split("///", 1)[1])
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    found = PostgresBulk(connection)
    await found.drop_indexes()
    return found


class SqliteBulk:
    """Rows into a SQLite file."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("synchronous=off", "journal_mode=wal", "cache_size=-400000"):
            self._connection.execute(f"pragma {pragma}")
        found = self._connection.execute(
            "select name, sql, tbl_name from sqlite_master where type = 'index' and sql not null"
        )
        self._indexes = [(name, sql) for name, sql, table in found if table in LATER]
        for name, _ in self._indexes:
            self._connection.execute(f"drop index {name}")

    async def write(self, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Add tuples to a table."""
        marks = ", ".join("?" * len(columns))
        names = ", ".join(f'"{name}"' for name in columns)
        statement = f"insert into {table} ({names}) values ({marks})"
        self._connection.execute("begin")
        self._connection.executemany(statement, (tuple(map(_plain, row)) for row in rows))
        self._connection.execute("commit")

    async def run(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    async def close(self) -> None:
        """Make the indexes that were dropped, and disconnect."""
        for _, sql in self._indexes:
            self._connection.execute(sql)
        self._connection.execute("pragma wal_checkpoint(truncate)")
        self._connection.close()


class PostgresBulk:
    """Rows into a PostgreSQL database."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._indexes: list[str] = []

    async def drop_indexes(self) -> None:
        """Drop what ``close`` makes again: indexes that are no constraint."""
        rows = await self._connection.fetch(
            "select i.indexname, i.indexdef from pg_indexes i"
            " left join pg_constraint c on c.conname = i.indexname"
            " where i.tablename = any($1) and c.oid is null",
            list(LATER),
        )
        for name, definition in rows:
            self._indexes.append(definition)
            await self._connection.execute(f"drop index {name}")

    async def write(self, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Add tuples to a table."""
        for part in chunks(rows):
            await self._connection.copy_records_to_table(table, records=part, columns=columns)

    async def run(self, statement: str) -> None:
        """Run one statement."""
        await self._connection.execute(statement)

    async def close(self) -> None:
        """Make the indexes that were dropped, and disconnect."""
        for definition in self._indexes:
            await self._connection.execute(definition)
        rows = await self._connection.fetch(
            "select table_name from information_schema.columns"
            " where column_name = 'id' and column_default like 'nextval%'"
        )
        for (table,) in rows:
            await self._connection.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'),"
                f" coalesce((select max(id) from {table}), 1))"
            )
        await self._connection.close()


async def look_at(url: str) -> None:
    """Let the database count what its tables hold; only now, for all of them at once.

    SQLite must not know how its full-text tables were when they were empty: it would read them
    whole for every entry that is added. So it knows nothing of those.
    """
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.split("///", 1)[1], isolation_level=None)
        connection.execute("analyze")
        connection.execute("delete from sqlite_stat1 where tbl like 'search_fts%'")
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
        return
    server = await asyncpg.connect(url.replace("+asyncpg", ""))
    await server.execute("vacuum analyze")
    await server.close()


def _plain(value: Any) -> Any:
    """Return a value as SQLAlchemy writes it on SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value
