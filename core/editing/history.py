"""The history of an entry: every change with who, when and in which quality."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.editing.models import Revision

ORGANISATION, EDITOR, IMPORT, FEED, LADDER, VISITOR = (
    "organisation",
    "editor",
    "import",
    "feed",
    "ladder",
    "visitor",
)


async def record(
    session: AsyncSession,
    content_id: int,
    action: str,
    *,
    by: Member | None,
    actor: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf: bool = False,
    note: str = "",
) -> int:
    """Add a line to the history of an entry and return its number within the entry.

    ``before`` and ``after`` hold only what changed, as plain JSON values.
    """
    last = await session.scalar(
        select(func.max(Revision.number)).where(Revision.content_id == content_id)
    )
    number = (last or 0) + 1
    session.add(
        Revision(
            content_id=content_id, number=number, at=now(),
            account_id=(by.account_id or None) if by else None, actor=actor,
            on_behalf=on_behalf, action=action, before=dict(before or {}),
            after=dict(after or {}), note=note,
        )
    )  # fmt: skip
    await session.flush()
    return number
