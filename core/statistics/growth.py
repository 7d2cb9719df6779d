"""Growth: how many organisations there are, and are looked after by their own people, by month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content
from core.neighbourhoods.models import AreaAncestor
from core.organisations.models import Organisation

LONGEST = 36
"""Months that are shown."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month: what came, and what there was at its end."""

    month: date
    """Its first day."""
    new: int
    claimed: int
    total: int
    total_claimed: int


async def growth_of(session: AsyncSession, area_id: int, today: date) -> list[MonthFigures]:
    """Return the months since the first organisation of an area, at most three years of them.

    Only organisations that are on the site now are counted.
    """
    own, base = Organisation.__table__.c, Content.__table__.c
    new = await _by_month(session, area_id, base.published_at)
    claimed = await _by_month(session, area_id, own.claimed_at)
    if not new and not claimed:
        return []
    found, total, total_claimed = [], 0, 0
    month, last = min((*new, *claimed)), today.replace(day=1)
    while month <= last:
        total += new.get(month, 0)
        total_claimed += claimed.get(month, 0)
        found.append(
            MonthFigures(month, new.get(month, 0), claimed.get(month, 0), total, total_claimed)
        )
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found[-LONGEST:]


async def _by_month(
    session: AsyncSession, area_id: int, moment: ColumnElement[Any]
) -> dict[date, int]:
    """Return how many organisations have a moment in each month; months are those of UTC."""
    own, base = Organisation.__table__.c, Content.__table__.c
    year, month = (cast(extract(part, moment), Integer) for part in ("year", "month"))
    rows = await session.execute(
        select(year, month, func.count())
        .select_from(Organisation.__table__.join(Content.__table__, own.id == base.id))
        .join(AreaAncestor, AreaAncestor.area_id == base.area_id)
        .where(AreaAncestor.ancestor_id == area_id)
        .where(moment.is_not(None), base.status == PUBLISHED)
        .group_by(year, month)
    )
    return {date(int(at_year), int(at_month), 1): count for at_year, at_month, count in rows}
