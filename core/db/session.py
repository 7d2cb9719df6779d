"""One unit of work per request: read sessions, write sessions, and the kinds that may be seen."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from core.db.changes import follow
from core.db.hints import deliver


class Database:
    """The engine of a process and its two kinds of session.

    Every query of ORM entities through these sessions sees only rows of content whose kind is
    in ``kinds`` (installed and enabled): a row of a plugin that is gone never breaks a page.
    """

    def __init__(self, engine: AsyncEngine, content: type[Any]) -> None:
        self.engine = engine
        self.kinds: frozenset[str] = frozenset()
        self.changed: list[Callable[[], None]] = []
        self.hinted: list[Callable[[str], None]] = []
        session_class = type("AppSession", (Session,), {})
        _show_only(session_class, content)
        follow(session_class, self._tell)
        deliver(session_class, self._hint)
        self._read = async_sessionmaker(
            engine, expire_on_commit=False, sync_session_class=session_class
        )
        self._write = async_sessionmaker(
            engine.execution_options(write=True),
            expire_on_commit=False,
            sync_session_class=session_class,
        )

    def _tell(self) -> None:
        for listener in self.changed:
            listener()

    def _hint(self, key: str) -> None:
        for listener in self.hinted:
            listener(key)

    @asynccontextmanager
    async def read(self, kinds: frozenset[str] | None = None) -> AsyncIterator[AsyncSession]:
        """Open a session that never commits."""
        async with self._read() as session:
            session.info["kinds"] = self.kinds if kinds is None else kinds
            yield session

    @asynccontextmanager
    async def write(self, kinds: frozenset[str] | None = None) -> AsyncIterator[AsyncSession]:
        """Open a session that commits at the end and rolls back on any exception."""
        async with self._write() as session:
            session.info["kinds"] = self.kinds if kinds is None else kinds
            yield session
            await session.commit()

    @asynccontextmanager
    async def rehearse(self) -> AsyncIterator[AsyncSession]:
        """Open a session that writes and takes everything back in the end: nothing is changed."""
        async with self._write() as session:
            session.info["kinds"] = self.kinds
            yield session
            await session.rollback()

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def _show_only(session_class: type[Session], content: type[Any]) -> None:
    @lru_cache(maxsize=64)
    def criterion(kinds: frozenset[str]) -> Any:
        return with_loader_criteria(content, content.kind.in_(kinds), include_aliases=True)

    @event.listens_for(session_class, "do_orm_execute")
    def _only_installed_kinds(state: ORMExecuteState) -> None:
        plain = state.is_select and not state.is_column_load and not state.is_relationship_load
        if not plain or state.execution_options.get("all_kinds"):
            return
        kinds = state.session.info.get("kinds", frozenset())
        state.statement = state.statement.options(criterion(kinds))
