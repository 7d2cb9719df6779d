"""Change counters: how every process learns that what it has cached is no longer right.

A counter per municipality and one for everything is raised as the last act of a writing
transaction, so that nobody sees the new number before the rows that it stands for.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, event, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db.base import BIG, Base

EVERYTHING = 0
"""The scope of a change that any page may show."""

_RAISE = text(
    "insert into cache_version (scope, version) values (:scope, 1)"
    " on conflict (scope) do update set version = cache_version.version + 1"
)


class CacheVersion(Base):
    """How often something changed in a scope: a municipality's area id, or ``EVERYTHING``."""

    __tablename__ = "cache_version"

    scope: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BIG)


def touch(session: AsyncSession, scopes: Iterable[int] = (EVERYTHING,)) -> None:
    """Note that this transaction changes what guests see in ``scopes``."""
    session.info.setdefault("touched", set()).update(scopes)


def raise_now(connection: Connection, scopes: Iterable[int] = (EVERYTHING,)) -> None:
    """Raise the counters at once, for code that works on a bare connection; call it last."""
    for scope in sorted(scopes):
        connection.execute(_RAISE, {"scope": scope})


async def read_versions(session: AsyncSession) -> dict[int, int]:
    """Return every counter."""
    rows = await session.execute(select(CacheVersion.scope, CacheVersion.version))
    return {row.scope: row.version for row in rows}


def follow(session_class: type[Session], changed: Callable[[], None]) -> None:
    """Raise touched counters before each commit and call ``changed`` after it, in this process.

    The end of a savepoint is neither: what was touched counts when the whole is committed.
    """

    @event.listens_for(session_class, "before_commit")
    def _raise(session: Session) -> None:
        touched: set[int] = session.info.get("touched", set())
        if touched and not session.in_nested_transaction():
            session.flush()
            raise_now(session.connection(), touched)

    @event.listens_for(session_class, "after_commit")
    def _tell(session: Session) -> None:
        if not session.in_nested_transaction() and session.info.pop("touched", None):
            changed()

    @event.listens_for(session_class, "after_rollback")
    def _forget(session: Any) -> None:
        if not session.in_nested_transaction():
            session.info.pop("touched", None)
