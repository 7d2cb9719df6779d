"""SQLite by one trip a statement: the same results as by aiosqlite."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.db import sqlite_driver
from core.db.engine import make_engine

THINGS = Table(
    "thing", MetaData(), Column("id", Integer, primary_key=True), Column("name", Text, unique=True)
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    async with made.begin() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
        await connection.execute(insert(THINGS), [{"name": f"n{at}"} for at in range(200)])
    yield made
    await made.dispose()


async def test_rows_come_with_their_names(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        rows = (await connection.execute(select(THINGS).order_by(THINGS.c.id).limit(2))).all()
    assert [(row.id, row.name) for row in rows] == [(1, "n0"), (2, "n1")]


async def test_no_rows_have_names_too(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        result = await connection.execute(select(THINGS).where(THINGS.c.id < 0))
        assert list(result.keys()) == ["id", "name"]
        assert result.all() == []


async def test_a_new_row_says_its_id_and_a_change_how_many(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        added = await connection.execute(insert(THINGS).values(name="new"))
        assert added.inserted_primary_key == (201,)
        changed = await connection.execute(
            update(THINGS).where(THINGS.c.id <= 7).values(name=THINGS.c.name + "x")
        )
        assert changed.rowcount == 7


async def test_many_rows_return_their_ids(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        added = await connection.execute(
            insert(THINGS).returning(THINGS.c.id, sort_by_parameter_order=True),
            [{"name": "a"}, {"name": "b"}],
        )
        assert list(added.scalars()) == [201, 202]


async def test_rows_can_be_streamed(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        found = [row.id async for row in await connection.stream(select(THINGS.c.id))]
    assert len(found) == 200


async def test_what_is_not_committed_is_gone(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(insert(THINGS).values(name="lost"))
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(THINGS)) == 200


async def test_an_error_leaves_the_connection_usable(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(insert(THINGS).values(name="n1"))
        await connection.rollback()
        assert await connection.scalar(text("select 1")) == 1


async def test_a_statement_is_one_trip_to_the_thread(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    trips: list[object] = []
    inner = sqlite_driver.Connection._execute

    async def count(self: sqlite_driver.Connection, work: object, *args: object) -> object:
        trips.append(work)
        return await inner(self, work, *args)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(sqlite_driver.Connection, "_execute", count)
    async with engine.connect() as connection:
        assert (await connection.execute(select(THINGS.c.id))).first() is not None
    # The beginning of the transaction, the statement, and the rollback.
    assert len(trips) == 3


async def test_a_connection_that_cannot_open_says_so(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'none' / 'a.db'}")
    with pytest.raises(Exception, match="unable to open") as caught:
        async with engine.connect():
            pass
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
