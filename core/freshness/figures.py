"""How fresh everything is: of organisations, and in the areas below one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import ARCHIVED, HIDDEN, PUBLISHED
from core.freshness.asking import asked_one
from core.freshness.service import CONTENT
from core.freshness.steps import AWAY, CALL, WAITING
from core.neighbourhoods.models import Area, AreaAncestor


@dataclass(frozen=True, slots=True)
class OrganisationFreshness:
    """How much of an organisation waits for its answer, and how much can come back."""

    id: int
    slug: str
    title: str
    shown: int
    waiting: int
    paused: int
    away: int
    confirmed_at: datetime | None
    """The oldest word among what is shown."""


async def waiting_of(
    session: AsyncSession, ids: Sequence[int], now: datetime
) -> dict[int, OrganisationFreshness]:
    """Return how organisations stand, by id; those that are gone are left out."""
    if not ids:
        return {}
    c = CONTENT.c
    shown = c.status == PUBLISHED
    counts = select(
        asked_one().label("asked_id"),
        _count(shown).label("shown"),
        _count(shown & c.step.in_(WAITING)).label("waiting"),
        _count(shown & (c.paused_until > now)).label("paused"),
        _count(c.status.in_((HIDDEN, ARCHIVED)) & c.step.in_(AWAY)).label("away"),
        func.min(case((shown, c.confirmed_at))).label("confirmed_at"),
    ).where(or_(c.id.in_(ids), c.owner_id.in_(ids))).group_by(asked_one()).subquery()  # fmt: skip
    rows = await session.execute(
        select(
            c.id, c.slug, c.title, counts.c.shown, counts.c.waiting, counts.c.paused,
            counts.c.away, counts.c.confirmed_at,
        )
        .join(counts, counts.c.asked_id == c.id)
        .where(c.id.in_(ids), c.kind == "organisation")
        .order_by(c.sort_key, c.id)
    )  # fmt: skip
    return {row.id: OrganisationFreshness(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class AreaFreshness:
    """How fresh the published entries of an area are, with all areas below it."""

    area_id: int
    name: str
    slug: str
    shown: int
    fresh: int
    """Confirmed within the time that its kind allows, or paused."""
    waiting: int
    """Asked by mail, no answer yet; those to call are not among them."""
    to_call: int
    hidden: int
    """Taken away because nobody said a word, or because its people stopped."""

    @property
    def needs_a_hand(self) -> bool:
        """Whether somebody was asked, is to be called, or was not heard of."""
        return bool(self.waiting or self.to_call or self.hidden)

    @property
    def share(self) -> int:
        """How much of what is shown is fresh, in whole percents, rounded down."""
        return self.fresh * 100 // self.shown if self.shown else 100


async def freshness_by_area(session: AsyncSession, area_id: int) -> list[AreaFreshness]:
    """Return the figures of an area and of those right below it that have entries; the area
    itself comes first."""
    c = CONTENT.c
    shown = c.status == PUBLISHED
    waiting = shown & c.step.in_(WAITING)
    rows = await session.execute(
        select(
            Area.id, Area.name, Area.slug, _count(shown), _count(shown & c.step.not_in(WAITING)),
            _count(waiting & (c.step != CALL)), _count(shown & (c.step == CALL)),
            _count((c.status == HIDDEN) & c.step.in_(AWAY)),
        )
        .join(AreaAncestor, AreaAncestor.ancestor_id == Area.id)
        .join(CONTENT, c.area_id == AreaAncestor.area_id)
        .where(or_(Area.id == area_id, Area.parent_id == area_id))
        .where(c.status.in_((PUBLISHED, HIDDEN)))
        .group_by(Area.id, Area.name, Area.slug)
        .order_by(Area.id != area_id, Area.name)
    )  # fmt: skip
    return [AreaFreshness(*row) for row in rows]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
