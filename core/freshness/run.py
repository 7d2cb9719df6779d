"""One run down the ladder: its moment and policies, its transactions, and what it moved."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED
from core.content.service import Reindex
from core.db.base import UTCDateTime
from core.freshness.policies import Policies
from core.freshness.service import CONTENT, MANY
from core.freshness.steps import due_at

LOCK = 0x6C6164646572
"""Key of PostgreSQL's advisory lock; SQLite has one writer anyway."""


@dataclass(slots=True)
class Run:
    """One run down the ladder: the moment, the policies, and what happened."""

    write: Callable[[], AbstractAsyncContextManager[AsyncSession]]
    at: datetime
    policies: Policies
    reindex: Reindex
    moved: Counter[str] = field(default_factory=Counter)
    """How many entries came on each step; ``purged`` for those that are gone."""
    note: Callable[[str, Sequence[Any]], None] = lambda step, rows: None
    """Hears of every batch: the step, and rows with id, kind, title and slug."""

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[AsyncSession]:
        """Open the transaction of one batch."""
        async with self.write() as session:
            if session.get_bind().dialect.name == "postgresql":
                await session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield session

    def tell(self, step: str, rows: Sequence[Any]) -> None:
        """Count what came on a step."""
        if rows:
            self.moved[step] += len(rows)
            self.note(step, rows)

    def next_due(self, step: str) -> ColumnElement[datetime]:
        """Return when what comes on ``step`` now is due for the one after it, by its kind."""
        dues = {
            kind: literal(due_at(policy, step, self.at), UTCDateTime())
            for kind, policy in self.policies.items()
        }
        return case(dues, value=CONTENT.c.kind)

    def stands_on(self, *steps: str) -> list[ColumnElement[bool]]:
        """Return what is true of published entries whose time on these steps is over."""
        c = CONTENT.c
        return [
            c.step.in_(steps), c.status == PUBLISHED, c.step_due_at <= self.at,
            self.is_known, or_(c.paused_until.is_(None), c.paused_until <= self.at),
        ]  # fmt: skip

    @property
    def is_known(self) -> ColumnElement[bool]:
        """Whether an entry is of a kind that is on now."""
        return CONTENT.c.kind.in_(list(self.policies))


BRIEF = (CONTENT.c.id, CONTENT.c.kind, CONTENT.c.title, CONTENT.c.slug)
"""What is told of an entry that moved."""


async def move(
    session: AsyncSession, run: Run, step: str, where: Sequence[ColumnElement[bool]], **values: Any
) -> list[Any]:
    """Bring the next batch of entries on a step and return their rows.

    They are looked up first and changed by their ids: PostgreSQL, which does not know how many
    stand on a step, would otherwise go through them for each of them.
    """
    due_first = (CONTENT.c.step, CONTENT.c.step_due_at, CONTENT.c.id)
    chosen = select(CONTENT.c.id).where(*where).order_by(*due_first).limit(MANY)
    ids = list(await session.scalars(chosen))
    changed = await session.execute(
        update(CONTENT)
        .where(CONTENT.c.id.in_(ids), *where)
        .values(step=step, step_due_at=run.next_due(step), **values)
        .returning(*BRIEF)
    )
    rows = list(changed)
    run.tell(step, rows)
    return rows
