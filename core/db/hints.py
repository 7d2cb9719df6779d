"""Hints: what a transaction asks to be looked at soon after its commit, and forgets without it.

A hint may get lost; what must happen is found again in the database.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session


def hint(session: AsyncSession, key: str) -> None:
    """Ask that the job ``key`` runs as soon as this transaction is committed."""
    session.info.setdefault("hints", set()).add(key)


def deliver(session_class: type[Session], tell: Callable[[str], None]) -> None:
    """Call ``tell`` with every hint after the commit of its transaction, in this process."""

    @event.listens_for(session_class, "after_commit")
    def _tell(session: Session) -> None:
        if not session.in_nested_transaction():
            for key in session.info.pop("hints", ()):
                tell(key)

    @event.listens_for(session_class, "after_rollback")
    def _forget(session: Any) -> None:
        if not session.in_nested_transaction():
            session.info.pop("hints", None)
