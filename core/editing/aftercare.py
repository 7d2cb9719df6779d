"""What follows a saved edit: an editor's look, and a word for the freshness of the entry."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import DRAFT, HIDDEN, PUBLISHED, REVIEW
from core.content.service import Reindex
from core.editing.service import Saved, quality_of
from core.freshness import service as freshness
from core.moderation import service as moderation


async def after_edit(
    session: AsyncSession, row: Any, saved: Saved, *, by: Member, key: str, reindex: Reindex
) -> str:
    """Let an editor look at what changed, and take the edit as a word that the rest is right.

    What is published stays so. A draft is offered, and so is what an editor took away: its
    organisation asks again by mending it. Returns the status of the entry from now on.
    """
    if not saved.changed:
        return saved.status
    refused = saved.status == HIDDEN and await moderation.is_refused(session, saved.id)
    if saved.status == DRAFT or refused:
        return await moderation.offer(session, saved.id, by=by, reindex=reindex)
    if saved.status in (PUBLISHED, REVIEW):
        await moderation.submit(session, saved.id, by=by)
    if saved.status == PUBLISHED:
        actor, on_behalf = quality_of(by, key, row.owner_id, row.id)
        await freshness.confirm(session, [saved.id], actor=actor, by=by, on_behalf=on_behalf)
    return saved.status
