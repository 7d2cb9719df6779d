"""The history of an entry: every change with who, when and in which quality."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.content.models import Content
from core.editing.models import Revision

ORGANISATION, EDITOR, IMPORT, FEED, LADDER, VISITOR = (
    "organisation",
    "editor",
    "import",
    "feed",
    "ladder",
    "visitor",
)
CHANGED, UNDONE = "changed", "undone"
"""Actions that raise the version of an entry by one."""


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

    ``before`` and ``after`` hold only what changed, as plain JSON values. What a member does goes
    into the audit log, too, with the names of the fields: what they held stays here.
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
    if by is not None:
        await audit.note(
            session, f"content.{action}", f"content:{content_id}", by=by,
            on_behalf=on_behalf, fields=sorted(after or {}),
        )  # fmt: skip
    return number


async def record_many(
    session: AsyncSession,
    ids: Sequence[int],
    action: str,
    *,
    by: Member | None,
    actor: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf: bool = False,
    note: str = "",
) -> None:
    """Add the same line to the history of many entries, in one statement; see ``record``."""
    content = cast("Table", Content.__table__).c
    columns = cast("Table", Revision.__table__).c
    last = select(func.max(columns.number)).where(columns.content_id == content.id)
    values = {
        "content_id": content.id,
        "number": func.coalesce(last.scalar_subquery(), 0) + 1,
        **{
            name: literal(value, columns[name].type)
            for name, value in {
                "at": now(), "account_id": (by.account_id or None) if by else None,
                "actor": actor, "on_behalf": on_behalf, "action": action,
                "before": dict(before or {}), "after": dict(after or {}), "note": note,
            }.items()
        },
    }  # fmt: skip
    rows = select(*values.values()).where(content.id.in_(ids))
    await session.execute(insert(Revision).from_select(list(values), rows))
