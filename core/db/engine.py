"""Engines for both databases, with SQLite told to behave like a database that many use at once."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from core.db import sqlite_driver

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "busy_timeout=5000",
    "cache_size=-16000",
    "mmap_size=268435456",
)

SERVER = {"plan_cache_mode": "force_custom_plan", "jit": "off", "random_page_cost": "1.1"}
"""Let PostgreSQL plan each query for its own values: a list read in order until the page is full
is right for a frequent category and wrong for a rare one. Our pages read few rows, from memory or
from a disk without moving parts: an index costs little there, compiling a query much."""


def make_engine(url: str, *, foreign_keys: bool = True) -> AsyncEngine:
    """Return an engine for ``url``.

    ``foreign_keys=False`` is for migrations on SQLite only: rebuilding a table there would
    otherwise delete the rows that refer to it.
    """
    if not url.startswith("sqlite"):
        return create_async_engine(
            url, pool_size=5, max_overflow=5, pool_pre_ping=True,
            connect_args={"server_settings": SERVER},
        )  # fmt: skip
    engine = create_async_engine(
        url, pool_size=5, max_overflow=5, connect_args={"async_creator_fn": sqlite_driver.connect}
    )
    switch = f"foreign_keys={'on' if foreign_keys else 'off'}"

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # SQLAlchemy decides where a transaction begins
        cursor = dbapi.cursor()
        for pragma in (*PRAGMAS, switch):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another wrote in
        # between, whatever the busy timeout; so one that will write takes the lock at its start.
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
