"""One trip to SQLite's thread for each statement, where aiosqlite makes four.

A trip costs more than most of our queries. What is used of aiosqlite's inside is the same in
every release of 0.22, to which ``pyproject.toml`` keeps us.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Self

import aiosqlite

CHUNK = 64
"""Rows that a streamed result reads at once; aiosqlite's own number."""


class Connection(aiosqlite.Connection):
    """A connection with quick cursors."""

    def cursor(self) -> Any:
        """Return a cursor; unlike aiosqlite's it is there at once."""
        return Cursor(self)

    async def rollback(self) -> None:
        """Roll back; without a transaction that needs no trip."""
        if self.in_transaction:
            await super().rollback()


class Cursor(aiosqlite.Cursor):
    """A cursor that executes, reads every row and closes in one go."""

    def __init__(self, connection: Connection) -> None:
        self.iter_chunk_size = CHUNK
        self._conn = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        """Execute a statement and read its rows."""
        self._rows = await self._trip("execute", sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        """Execute a statement for many parameters."""
        self._rows = await self._trip("executemany", sql, parameters)
        return self

    async def _trip(self, method: str, sql: str, parameters: Any) -> list[Any]:
        execute: Any = self._conn._execute
        found: list[Any] = await execute(self._run, method, sql, parameters)
        return found

    def _run(self, method: str, sql: str, parameters: Any) -> list[Any]:
        """Work in SQLite's thread."""
        self._cursor = self._conn._conn.cursor()
        try:
            getattr(self._cursor, method)(sql, parameters)
            return self._cursor.fetchall() if self._cursor.description else []
        finally:
            self._cursor.close()

    async def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    async def fetchone(self) -> Any:
        """Return the next row, or None."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows."""
        size = size or 1
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def close(self) -> None:
        """Forget the rows; SQLite's cursor is closed already."""
        self._rows = []


def connect(database: str, **options: Any) -> Connection:
    """Return a connection that opens when it is awaited; for SQLAlchemy's engine."""
    connection = Connection(partial(sqlite3.connect, database, **options), CHUNK)
    with suppress(AttributeError):
        connection._thread.daemon = True
    return connection
