"""Views of pages, written in batches."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.statistics.models import PageView

Seen = tuple[date, int, str]
"""A day (here, not UTC), the id of a site, and a path."""


async def add_views(session: AsyncSession, counts: Mapping[Seen, int]) -> None:
    """Add counted views to what is stored, in one statement."""
    if not counts:
        return
    insert: Any = (
        sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    )
    statement = insert(PageView)
    statement = statement.on_conflict_do_update(
        index_elements=["day", "site_id", "path"],
        set_={"views": PageView.views + statement.excluded.views},
    )
    # In one order for all processes: rows are locked one by one.
    rows = [
        {"day": day, "site_id": site_id, "path": path, "views": views}
        for (day, site_id, path), views in sorted(counts.items())
    ]
    await session.execute(statement, rows)
