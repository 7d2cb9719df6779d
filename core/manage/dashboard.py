"""What the dashboard counts: entries of an area by kind and status."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import (
    ARCHIVED,
    CATEGORY,
    DRAFT,
    HIDDEN,
    PUBLISHED,
    REVIEW,
    ContentArea,
    ContentTerm,
    Term,
)
from core.neighbourhoods.models import Area
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


@dataclass(frozen=True, slots=True)
class Counted:
    """How many published entries of each kind there are in something."""

    slug: str
    name: str
    kinds: dict[str, int]

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.kinds.values())


async def count_by_area(session: AsyncSession, area: AreaView, *, by: Member) -> list[Counted]:
    """Return what is published in the areas right below one, by name."""
    require(by, "core.manage", on=area, ancestors=await ancestors_of(session, area.id))
    rows = await session.execute(
        select(Area.slug, Area.name, ContentArea.kind, func.count())
        .join(ContentArea, ContentArea.ancestor_id == Area.id)
        .where(Area.parent_id == area.id, ContentArea.status == PUBLISHED)
        .group_by(Area.id, Area.slug, Area.name, ContentArea.kind)
        .order_by(Area.name)
    )
    return _gather(rows)


async def count_by_category(session: AsyncSession, area: AreaView, *, by: Member) -> list[Counted]:
    """Return what is published in an area by main category, in the order of the vocabulary.

    An entry with several categories counts in each.
    """
    require(by, "core.manage", on=area, ancestors=await ancestors_of(session, area.id))
    rows = await session.execute(
        select(Term.slug, Term.name, ContentArea.kind, func.count())
        .join(ContentTerm, ContentTerm.term_id == Term.id)
        .join(ContentArea, ContentArea.content_id == ContentTerm.content_id)
        .where(Term.vocabulary == CATEGORY, Term.parent_id.is_(None))
        .where(ContentArea.ancestor_id == area.id, ContentArea.status == PUBLISHED)
        .group_by(Term.id, Term.slug, Term.name, Term.position, ContentArea.kind)
        .order_by(Term.position, Term.name)
    )
    return _gather(rows)


def _gather(rows: Iterable[Any]) -> list[Counted]:
    found: dict[str, Counted] = {}
    for slug, name, kind, count in rows:
        found.setdefault(slug, Counted(slug, name, {})).kinds[kind] = count
    return list(found.values())
