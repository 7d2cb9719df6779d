"""The few entries that filters leave: a list of few starts from them, not from what it is in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.listing import MOST, has_any_term, has_terms, within_km
from core.content.models import PUBLISHED, Content
from core.search.finding import read_ids
from core.search.match import SYNTAX, Matcher
from core.search.tokens import area_filter, kind_filter, term_filter

FEW = MOST
"""Above it a list is read in its own order; what fits is then never far away."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of one kind is narrowed by. ``area_id`` None means anywhere."""

    kind: str
    area_id: int | None = None
    any_of: tuple[tuple[int, ...], ...] = ()
    """Terms of which an entry has at least one, for each group that is not empty."""
    all_of: tuple[int, ...] = ()
    circle: tuple[float, float, float] | None = None
    """Longitude, latitude and kilometres."""
    near_areas: tuple[int, ...] = ()
    """Areas that touch the circle: entries hang on one of them."""


async def few(session: AsyncSession, filters: Filters) -> tuple[int, ...] | None:
    """Return the published entries that fit; None when there are more than ``FEW``, or no filter.

    Terms and areas are looked up in the search index, which holds them for every entry.
    """
    if filters.circle is not None:
        found: Sequence[int] = await _in_circle(session, filters, filters.circle)
    elif filters.area_id is not None or any(filters.any_of) or filters.all_of:
        expression = _expression(session, filters)
        found = await read_ids(session, expression, FEW + 1)
    else:
        return None
    return tuple(found) if len(found) <= FEW else None


def _expression(session: AsyncSession, filters: Filters) -> str:
    matcher = Matcher(SYNTAX[session.get_bind().dialect.name], {})
    parts = [matcher.token(kind_filter(filters.kind))]
    if filters.area_id is not None:
        parts.append(matcher.token(area_filter(filters.area_id)))
    parts += [
        matcher.any_of(matcher.token(term_filter(id_)) for id_ in group)
        for group in filters.any_of
        if group
    ]
    parts += [matcher.token(term_filter(id_)) for id_ in filters.all_of]
    return matcher.all_of(parts)


async def _in_circle(
    session: AsyncSession, filters: Filters, circle: tuple[float, float, float]
) -> Sequence[int]:
    """Return ids by the index of areas; far more of them than ``FEW`` are not worth counting."""
    if len(filters.near_areas) > FEW:
        return range(FEW + 1)
    terms = [one for group in filters.any_of for one in has_any_term(Content.id, group)]
    rows = await session.scalars(
        select(Content.id)
        .where(
            Content.area_id.in_(filters.near_areas),
            Content.kind == filters.kind,
            Content.status == PUBLISHED,
            *within_km(*circle),
            *terms,
            *has_terms(Content.id, filters.all_of),
        )
        .limit(FEW + 1)
    )
    return rows.all()
