"""Views, visitors and presses on contact details, written in batches."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content
from core.statistics.models import ContactClick, PageView, VisitorDay

Seen = tuple[date, int, str]
"""A day (here, not UTC), the id of a site, and a path; an empty path is the site as a whole."""
Pressed = tuple[date, int, str]
"""A day, the id of an entry, and what was pressed."""

PHONE, MAIL, SITE = "phone", "mail", "site"
TARGETS = (PHONE, MAIL, SITE)


async def add_views(
    session: AsyncSession, counts: Mapping[Seen, int], visitors: Mapping[Seen, int] | None = None
) -> None:
    """Add counted views, and the visitors who were new, to what is stored."""
    new = visitors or {}
    sites = [
        {"day": day, "site_id": site_id, "visitors": count}
        for (day, site_id, path), count in sorted(new.items())
        if not path
    ]
    pages = [
        {"day": day, "site_id": site_id, "path": path, "views": views, "visitors": found}
        for (day, site_id, path), views, found in sorted(
            (seen, counts.get(seen, 0), new.get(seen, 0)) for seen in {*counts, *new} if seen[2]
        )
    ]
    await _add(session, VisitorDay, ("day", "site_id"), ("visitors",), sites)
    await _add(session, PageView, ("day", "site_id", "path"), ("views", "visitors"), pages)


async def add_presses(session: AsyncSession, presses: Counter[Pressed]) -> None:
    """Add presses on contact details of entries that exist and can be seen."""
    wanted = {content_id for _day, content_id, _target in presses}
    there = set(
        await session.scalars(
            select(Content.id).where(Content.id.in_(wanted), Content.status == PUBLISHED)
        )
        if wanted
        else ()
    )
    rows = [
        {"day": day, "content_id": content_id, "target": target, "clicks": clicks}
        for (day, content_id, target), clicks in sorted(presses.items())
        if content_id in there
    ]
    await _add(session, ContactClick, ("day", "content_id", "target"), ("clicks",), rows)


async def _add(
    session: AsyncSession,
    model: type[Any],
    keys: tuple[str, ...],
    numbers: tuple[str, ...],
    rows: list[dict[str, Any]],
) -> None:
    """Add rows to what is stored, in the order given: rows are locked one by one."""
    if not rows:
        return
    sqlite_ = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if sqlite_ else postgresql.insert
    statement = insert(model)
    added = {name: getattr(model, name) + statement.excluded[name] for name in numbers}
    await session.execute(
        statement.on_conflict_do_update(index_elements=list(keys), set_=added), rows
    )
