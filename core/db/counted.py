"""Carry out a statement that changes rows, and say how many."""

from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import UpdateBase


async def changed(session: AsyncSession, statement: UpdateBase) -> int:
    """Return how many rows an insert, update or delete changed; rows in memory stay as they are."""
    done = await session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount
