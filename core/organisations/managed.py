"""Organisations as editors look after them: which have people, mail, an invitation, a review."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.listing import PAGE, page_key, read_page_key
from core.content.models import PUBLISHED, REVIEW, Content, ContentArea
from core.content.slugs import sort_key
from core.neighbourhoods.models import Area
from core.organisations.models import Organisation, OrganisationClaim
from core.permissions.service import may, require

KEY = "core.organisations"
FILTERS = ("zonder-mensen", "zonder-mail", "uitgenodigd", "wacht", "alle")
TABLE = Organisation.__table__.c


@dataclass(frozen=True, slots=True)
class ManagedRow:
    """An organisation in the list of an editor."""

    id: int
    title: str
    slug: str
    status: str
    area: str
    email: str
    sort_key: str
    claimed_at: datetime | None
    invited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Managed:
    """A page of the list, the key of the next one, and how many there are in all."""

    rows: list[ManagedRow]
    next_key: str
    total: int


def _invited() -> Select[datetime]:
    """Return since when an organisation has an invitation without an answer."""
    return select(func.max(OrganisationClaim.created_at)).where(
        OrganisationClaim.organisation_id == Content.id,
        OrganisationClaim.kind == "invited",
        OrganisationClaim.state == "unconfirmed",
    )


def _conditions(by: Member, wanted: str, words: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Content.kind == "organisation"]
    unclaimed = (TABLE.claimed_at.is_(None), Content.status == PUBLISHED)
    chosen: dict[str, tuple[ColumnElement[bool], ...]] = {
        "zonder-mensen": unclaimed,
        "zonder-mail": (*unclaimed, Content.email == ""),
        "uitgenodigd": (*unclaimed, _invited().scalar_subquery().is_not(None)),
        "wacht": (Content.status == REVIEW,),
    }
    found += chosen.get(wanted, ())
    if words:
        found.append(Content.sort_key.contains(sort_key(words), autoescape=True))
    return [*found, *in_areas(Content.id, by)]


def in_areas(id_: Any, by: Member) -> list[ColumnElement[bool]]:
    """Return a condition: the organisation lies in an area of this editor; none for who may on
    the whole platform."""
    if may(by, KEY):
        return []
    mine = select(ContentArea.content_id).where(
        ContentArea.ancestor_id.in_(by.areas_with(KEY)), ContentArea.kind == "organisation"
    )
    return [id_.in_(mine)]


async def list_managed(
    session: AsyncSession, *, by: Member, wanted: str = "alle", words: str = "", after: str = ""
) -> Managed:
    """Return a page of the organisations in the member's areas, by name."""
    _require(by)
    where = _conditions(by, wanted, words)
    page = (
        select(
            Content.id, Content.title, Content.slug, Content.status, Area.name, Content.email,
            Content.sort_key, TABLE.claimed_at, _invited().scalar_subquery(),
        )
        .join(Organisation.__table__, TABLE.id == Content.id)
        .join(Area, Area.id == Content.area_id)
        .where(*where)
        .order_by(Content.sort_key, Content.id)
        .limit(PAGE + 1)
    )  # fmt: skip
    if after:
        page = page.where(tuple_(Content.sort_key, Content.id) > tuple_(*read_page_key(after)))
    rows = [ManagedRow(*row) for row in await session.execute(page)]
    total = await session.scalar(
        select(func.count())
        .select_from(Content)
        .join(Organisation.__table__, TABLE.id == Content.id)
        .where(*where)
    )
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Managed(rows, page_key(rows[-1].sort_key, rows[-1].id) if more else "", total or 0)


async def count_managed(session: AsyncSession, *, by: Member, wanted: str) -> int:
    """Return how many organisations in the member's areas a filter finds."""
    _require(by)
    total = await session.scalar(
        select(func.count())
        .select_from(Content)
        .join(Organisation.__table__, TABLE.id == Content.id)
        .where(*_conditions(by, wanted, ""))
    )
    return total or 0


def _require(by: Member) -> None:
    """Ask the permission on the platform, or for some area: only those are listed."""
    if not by.areas_with(KEY):
        require(by, KEY)
