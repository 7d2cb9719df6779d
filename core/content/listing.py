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


SCANNED = MOST + 1
"""Entries that are looked at for a count; rare ones among very many are not worth more."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of ids with the key of the next page (empty at the end).

    ``total`` above ``most`` means more than ``most``.
    """

    ids: list[int]
    next_key: str
    total: int
    most: int = MOST


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
    ids: Sequence[int] | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Listed:
    """Return a page of the published entries of a kind in an area, by title.

    ``conditions`` are about ``Content``. With ``ids``, the only ones that can be meant, the page
    starts from those, which must lie in the area.
    """
    found = _in_area(kind, area_id) if ids is None else _among(kind, ids)
    key, id_ = found.selected_columns
    page = found.join(Content, Content.id == id_) if ids is None and conditions else found
    page = page.where(*conditions).order_by(key, id_).limit(limit + 1)
    if after:
        page = page.where(tuple_(key, id_) > tuple_(*read_page_key(after)))
    rows = (await session.execute(page)).all()
    more = len(rows) > limit
    total, most = len(rows), MOST
    if more or after:
        total, most = await count(session, found, id_, conditions, min(limit, len(rows)))
    rows = rows[:limit]
    next_key = page_key(rows[-1].sort_key, rows[-1].content_id) if more and rows else ""
    return Listed([row.content_id for row in rows], next_key, total, most)


def _in_area(kind: str, area_id: int) -> Select[str, int]:
    return select(ContentArea.sort_key, ContentArea.content_id).where(
        ContentArea.ancestor_id == area_id,
        ContentArea.kind == kind,
        ContentArea.status == PUBLISHED,
    )


def _among(kind: str, ids: Sequence[int]) -> Select[str, int]:
    return select(Content.sort_key, Content.id.label("content_id")).where(
        Content.id.in_(ids), Content.kind == kind, Content.status == PUBLISHED
    )


async def count(
    session: AsyncSession,
    found: Any,
    id_: Any,
    conditions: Sequence[ColumnElement[bool]],
    at_least: int,
) -> tuple[int, int]:
    """Return how many rows there are that meet the conditions, and up to where was counted.

    At most ``SCANNED`` rows of the select ``found`` are looked at, whose ``id_`` is that of an
    entry; ``at_least`` is known to be there.
    """
    part = found.with_only_columns(id_.label("content_id")).limit(SCANNED).subquery()
    if not conditions:
        return await session.scalar(select(func.count()).select_from(part)) or 0, MOST
    meets = and_(Content.id == part.c.content_id, *conditions)
    rows = await session.execute(
        select(func.count(part.c.content_id), func.count(Content.id))
        .select_from(part)
        .outerjoin(Content, meets)
    )
    scanned, total = rows.one()
    return (total, MOST) if scanned < SCANNED and total <= MOST else more_than(max(total, at_least))


def more_than(number: int) -> tuple[int, int]:
    """Return a total of which only is known that it is at least ``number``, and a round bound.

    For 1,234 that is more than 1,000, for 87 more than 80.
    """
    size = 10 ** (len(str(number)) - 1)
    most = min(number // size * size if number > 9 else number, MOST)
    return most + 1, most


async def newest(session: AsyncSession, area_id: int, limit: int) -> Sequence[Any]:
    """Return kind, slug and ``updated_at`` of the latest entries of an area, for a sitemap."""
    rows = await session.execute(
        select(Content.kind, Content.slug, Content.updated_at)
        .join(ContentArea, ContentArea.content_id == Content.id)
        .where(ContentArea.ancestor_id == area_id, ContentArea.status == PUBLISHED)
        .order_by(Content.id.desc())
        .limit(limit)
    )
    return rows.all()
