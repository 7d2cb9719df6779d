"""The ladder of a small place: a day passes when a test says so."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.clock import frozen, now
from core.content.models import Content
from core.freshness.ladder import run_ladder
from core.jobs.context import Work
from core.mail.models import OutboxMail
from core.testing.factories import Make
from core.testing.world import World

BEGIN = datetime(2027, 1, 4, 9, tzinfo=UTC)
"""A Monday on which everything was confirmed."""


class Ladder:
    """The ladder on the database of a test, with the shortest ways to look at it."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def on_day(self, days: float) -> None:
        """Run the job so many days after the beginning."""
        with frozen(BEGIN + timedelta(days=days)):
            work = Work(self.world.database, now(), self.world.registry)
            await run_ladder(work)

    async def entry(self, id_: int) -> Any:
        """Return the row of an entry; None when it is gone."""
        async with self.world.database.read() as session:
            columns = Content.__table__.c
            return (await session.execute(select(*columns).where(columns.id == id_))).one_or_none()

    async def step(self, id_: int) -> str:
        """Return on which step an entry stands."""
        return str((await self.entry(id_)).step)

    async def mails(self) -> list[tuple[str, str, list[str]]]:
        """Return kind, address and the named titles of every mail."""
        async with self.world.database.read() as session:
            rows = await session.scalars(select(OutboxMail).order_by(OutboxMail.id))
            return [(row.kind, row.address, sorted(row.data["titles"])) for row in rows]

    async def link(self) -> str:
        """Return the path in the last mail."""
        async with self.world.database.read() as session:
            rows = await session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(1))
            return str(rows.one().data["path"])

    async def write(self, id_: int, **values: Any) -> None:
        """Give an entry other values."""
        async with self.world.database.write() as session:
            table = Content.__table__
            await session.execute(update(table).where(table.c.id == id_).values(**values))


@pytest.fixture
def ladder(ground: World) -> Ladder:
    """Give the ladder of a place without entries."""
    return Ladder(ground)


@pytest.fixture
def make_entries(
    ladder: Ladder, make_organisation: Make, make_activity: Make
) -> Callable[..., Awaitable[tuple[int, list[int]]]]:
    """Give ``await make_entries("De Eik", "Koffie", "Soep")``: ids of an organisation and of what
    it offers, confirmed at the beginning. ``email`` is its own address."""

    async def make(name: str, *titles: str, email: str = "info@eik.example") -> Any:
        made = await make_organisation(naam=name, email=email)
        ids = []
        for title in titles:
            entry = await make_activity(titel=title, organisatie_id=made.slug)
            ids.append(entry.id)
        for id_ in (made.id, *ids):
            await ladder.write(id_, confirmed_at=BEGIN, created_at=BEGIN, published_at=BEGIN)
        return made.id, ids

    return make
