"""The end of the ladder: what was long in the archive is deleted, and its address remembered."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, exists, null, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION
from core.accounts.models import AccessToken, Invitation, RoleGrant
from core.content.models import ARCHIVED, ContentAlias
from core.editing.models import Draft
from core.freshness.asking import PURPOSE
from core.freshness.run import BRIEF, Run
from core.freshness.service import CONTENT
from core.freshness.steps import ARCHIVED_STEP
from core.search.service import remove

PURGED = "purged"
BATCH = 500


async def purge(run: Run) -> None:
    """Delete what has been in the archive for long enough, and all that hangs on it.

    Its address goes on answering that it is gone. An organisation waits for what it owns; only
    what it never published goes with it.
    """
    c, owned = CONTENT.c, CONTENT.alias("owned")
    owns = exists().where(owned.c.owner_id == c.id, owned.c.step != "")
    where = [
        c.step == ARCHIVED_STEP, c.status == ARCHIVED, c.step_due_at <= run.at,
        run.is_known, ~owns,
    ]  # fmt: skip
    while True:
        async with run.batch() as session:
            due_first = select(*BRIEF).where(*where).order_by(c.step_due_at, c.id)
            found = due_first.limit(BATCH).with_for_update()
            rows = (await session.execute(found)).all()
            if not rows:
                return
            ids = [row.id for row in rows]
            never_shown = select(c.id).where(c.owner_id.in_(ids))
            await delete_entries(session, list(await session.scalars(never_shown)))
            await _remember(session, ids)
            await delete_entries(session, ids)
            run.tell(PURGED, rows)


async def _remember(session: AsyncSession, ids: Sequence[int]) -> None:
    """Leave a tombstone at each address; former ones lose their entry and so become the same."""
    alias, c = cast("Table", ContentAlias.__table__), CONTENT.c
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = select(c.kind, c.slug, null()).where(c.id.in_(ids))
    await session.execute(
        dialect.insert(alias)
        .from_select(["kind", "slug", "content_id"], rows)
        .on_conflict_do_nothing()
    )


async def delete_entries(session: AsyncSession, ids: Sequence[int]) -> None:
    """Delete entries, with what names them without a foreign key."""
    if not ids:
        return
    names = [str(id_) for id_ in ids]
    for model in (RoleGrant, Invitation):
        await session.execute(
            delete(model).where(model.scope == ORGANISATION, model.scope_id.in_(ids))
        )
    await session.execute(
        delete(AccessToken).where(AccessToken.purpose == PURPOSE, AccessToken.subject.in_(names))
    )
    subjects = [f"{word}:{name}" for word in ("content", "new") for name in names]
    await session.execute(delete(Draft).where(Draft.subject.in_(subjects)))
    await remove(session, ids)
    await session.execute(delete(CONTENT).where(CONTENT.c.id.in_(ids)))
