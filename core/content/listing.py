"""Alphabetical lists of entries in an area: filtered, paged by key, counted to a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content, ContentArea, ContentTerm
from core.errors import BadQuery

PAGE = 50
KM_PER_DEGREE = 111.195
"""Length of a degree of latitude on a sphere of the mean earth radius."""
MOST = 1000
"""Lists are counted up to here, then it is "more than"."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of ids with the key of the next page (empty at the end)."""

    ids: list[int]
    next_key: str
    total: int


def page_key(sort_key: str, id_: int) -> str:
    """Return the key of the page after an entry."""
    return f"{id_}.{sort_key}"


def read_page_key(key: str) -> tuple[str, int]:
    """Return what ``page_key`` put in; raises BadQuery for anything else."""
    number, dot, text = key.partition(".")
    if not dot or not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    return text[:200], int(number)


def has_terms(content_id: Any, term_ids: tuple[int, ...]) -> list[ColumnElement[bool]]:
    """Return conditions: the entry has every one of these terms."""
    return [
        select(1).where(ContentTerm.term_id == id_, ContentTerm.content_id == content_id).exists()
        for id_ in term_ids
    ]


def has_any_term(content_id: Any, term_ids: tuple[int, ...]) -> list[ColumnElement[bool]]:
    """Return a condition: the entry has at least one of these terms; none for no terms."""
    if not term_ids:
        return []
    return [or_(*has_terms(content_id, term_ids))]


def within_km(lon: float, lat: float, km: float) -> list[ColumnElement[bool]]:
    """Return conditions: the entry lies within ``km`` of a point in degrees.

    A flat earth is exact enough here: less than a metre off at 50 km in the Netherlands' latitudes
    north to south, half a per cent east to west.
    """
    stretch = cos(radians(lat))
    tall, wide = km / KM_PER_DEGREE, km / (KM_PER_DEGREE * stretch)
    east, north = (Content.lon - lon) * stretch, Content.lat - lat
    return [
        Content.lon.between(lon - wide, lon + wide),
        Content.lat.between(lat - tall, lat + tall),
        east * east + north * north <= tall * tall,
    ]


async def list_area(
    session: AsyncSession,
    kind: str,
    area_id: int,
    *,
    conditions: tuple[ColumnElement[bool], ...] = (),
    after: str = "",
    limit: int = PAGE,
) -> Listed:
    """Return a page of the published entries of a kind in an area, by title.

    ``conditions`` are about ``ContentArea.content_id`` or ``Content`` (already joined).
    """
    found = _found(kind, area_id, conditions)
    page = found.order_by(ContentArea.sort_key, ContentArea.content_id).limit(limit + 1)
    if after:
        page = page.where(
            tuple_(ContentArea.sort_key, ContentArea.content_id) > tuple_(*read_page_key(after))
        )
    rows = (await session.execute(page)).all()
    total = await session.scalar(select(func.count()).select_from(found.limit(MOST + 1).subquery()))
    more = len(rows) > limit
    rows = rows[:limit]
    key = page_key(rows[-1].sort_key, rows[-1].content_id) if more else ""
    return Listed([row.content_id for row in rows], key, total or 0)


def _found(
    kind: str, area_id: int, conditions: tuple[ColumnElement[bool], ...]
) -> Select[str, int]:
    return (
        select(ContentArea.sort_key, ContentArea.content_id)
        .join(Content, Content.id == ContentArea.content_id)
        .where(
            and_(
                ContentArea.ancestor_id == area_id,
                ContentArea.kind == kind,
                ContentArea.status == PUBLISHED,
                *conditions,
            )
        )
    )


async def newest(session: AsyncSession, area_id: int, limit: int) -> Sequence[Any]:
    """Return kind, slug and ``updated_at`` of the entries of an area, for a sitemap."""
    rows = await session.execute(
        select(Content.kind, Content.slug, Content.updated_at)
        .join(ContentArea, ContentArea.content_id == Content.id)
        .where(ContentArea.ancestor_id == area_id, ContentArea.status == PUBLISHED)
        .limit(limit)
    )
    return rows.all()
