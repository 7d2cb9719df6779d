"""What the dashboard counts: entries of an area by kind and status."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import ARCHIVED, DRAFT, HIDDEN, PUBLISHED, REVIEW, ContentArea
from core.neighbourhoods.service import AreaView
from core.permissions.service import ancestors_of, require

STATUS_WORDS = {
    PUBLISHED: "gepubliceerd",
    REVIEW: "wacht op controle",
    DRAFT: "concept",
    HIDDEN: "verborgen",
    ARCHIVED: "gearchiveerd",
}
"""How each status is said (msgids), in the order in which they are shown."""


async def count_entries(
    session: AsyncSession, area: AreaView, *, by: Member
) -> dict[str, dict[str, int]]:
    """Return how many entries an area has, by kind and then by status."""
    require(by, "core.manage", on=area, ancestors=await ancestors_of(session, area.id))
    rows = await session.execute(
        select(ContentArea.kind, ContentArea.status, func.count())
        .where(ContentArea.ancestor_id == area.id)
        .group_by(ContentArea.kind, ContentArea.status)
    )
    found: dict[str, dict[str, int]] = {}
    for kind, status, count in rows:
        found.setdefault(kind, {})[status] = count
    return found
