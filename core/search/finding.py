"""Reading the index: a page of entries in the order of tiers, by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Select, bindparam, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.listing import within_km
from core.content.models import PUBLISHED, Content
from core.errors import BadQuery
from core.search.match import LAST_TIER, Matcher
from core.search.models import SearchDocument
from core.search.query import Query
from core.search.tokens import content_id

MOST = 1000
"""Answers are counted up to here, then it is "more than"."""

_FULL_TEXT = table("search_fts", column("rowid"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The expressions that an answer must match: one per tier, and one for all of them."""

    tiers: tuple[str, ...]
    all: str
    kinds: tuple[str, ...]
    circle: tuple[float, float, float] | None

    @classmethod
    def of(
        cls, matcher: Matcher, query: Query, filters: Sequence[str], kinds: tuple[str, ...],
        circle: tuple[float, float, float] | None,
    ) -> Self:  # fmt: skip
        """Write the expressions of a query; each tier leaves out what the one before has."""
        tiers, before = [], ""
        for tier in range(LAST_TIER + 1):
            found = matcher.tier(query, tier)
            tiers.append(matcher.all_of([matcher.without(found, before), *filters]))
            before = found
        return cls(tuple(tiers), matcher.all_of([before, *filters]), kinds, circle)


async def read_page(
    session: AsyncSession, wanted: Wanted, limit: int, after: str
) -> tuple[tuple[int, ...], str]:
    """Return the ids of a page and the key of the next, empty at the end."""
    first, last_position = _read_key(after) if after else (0, 0)
    found: list[tuple[int, int, int]] = []
    for tier in range(first, LAST_TIER + 1):
        if not wanted.tiers[tier] or len(found) > limit:
            continue
        page = _select(session, wanted.tiers[tier], wanted, last_position)
        page = page.limit(limit + 1 - len(found))
        found += [(tier, row.position, row.content_id) for row in await session.execute(page)]
        last_position = 0
    key = f"{found[limit - 1][0]}-{found[limit - 1][1]}" if len(found) > limit else ""
    return tuple(id_ for _, _, id_ in found[:limit]), key


async def read_ids(session: AsyncSession, expression: str, limit: int) -> list[int]:
    """Return ids of published entries that match, at most ``limit``, in any order.

    The index alone is read: a position holds the id of its entry.
    """
    if session.get_bind().dialect.name == "sqlite":
        match = literal_column("search_fts").op("match")(bindparam("expression", expression))
        rows = select(_FULL_TEXT.c.rowid).where(match)
    else:
        query = bindparam("expression", expression, type_=TSQUERY)
        rows = select(SearchDocument.position).where(SearchDocument.tokens.op("@@")(query))
    return [content_id(position) for position in await session.scalars(rows.limit(limit))]


async def has_any(session: AsyncSession, expression: str) -> bool:
    """Tell whether any document matches, of whatever kind."""
    if not expression:
        return False
    return (await session.execute(_documents(session, expression).limit(1))).first() is not None


async def count(session: AsyncSession, wanted: Wanted) -> int:
    """Return the number of answers, at most one more than ``MOST``."""
    if not wanted.all:
        return 0
    found = _select(session, wanted.all, wanted, 0).order_by(None).limit(MOST + 1)
    return await session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _read_key(key: str) -> tuple[int, int]:
    tier, dash, number = key.partition("-")
    if not (dash and key.isascii() and tier.isdecimal() and number.isdecimal()) or (
        len(tier) > 1 or int(tier) > LAST_TIER or len(number) > 19 or int(number) >= 2**63
    ):
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    return int(tier), int(number)


def _select(session: AsyncSession, expression: str, wanted: Wanted, after: int) -> Select[int, int]:
    """Return the statement for one expression; the join on Content hides kinds that are off."""
    key = _key(session)
    near = within_km(*wanted.circle) if wanted.circle else []
    return (
        _documents(session, expression)
        .join(Content, Content.id == SearchDocument.content_id)
        .where(key > after, Content.kind.in_(wanted.kinds), Content.status == PUBLISHED, *near)
        .order_by(key)
    )


def _documents(session: AsyncSession, expression: str) -> Select[int, int]:
    found: Select[int, int] = select(SearchDocument.content_id, SearchDocument.position)
    if session.get_bind().dialect.name == "sqlite":
        match = literal_column("search_fts").op("match")(bindparam("expression", expression))
        rows = found.select_from(_FULL_TEXT)
        return rows.join(SearchDocument, SearchDocument.position == _key(session)).where(match)
    query = bindparam("expression", expression, type_=TSQUERY)
    return found.where(SearchDocument.tokens.op("@@")(query))


def _key(session: AsyncSession) -> Any:
    """Return the column by which the database reads in order."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return _FULL_TEXT.c.rowid if is_sqlite else SearchDocument.position
