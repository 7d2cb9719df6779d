"""Reach: how many people came, what they looked at, and what they pressed."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import Content
from core.neighbourhoods.models import Area, AreaAncestor, Site
from core.permissions.service import ancestors_of, require
from core.statistics.models import ContactClick, PageView, VisitorDay
from core.statistics.service import MAIL, PHONE, SITE

Paths = Mapping[str, str]
"""The address of the list of each kind of content, by its key."""
C = Content.__table__.c
OWNER = Content.__table__.alias("owner")


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the first and the last among them."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day: how often pages were viewed, and by how many visitors."""

    day: date
    views: int
    visitors: int


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """An entry: how often it was viewed, by how many visitors a day, and what they pressed.

    Who comes back on another day counts again: nobody can tell that it is the same person.
    """

    id: int
    kind: str
    slug: str
    title: str
    owner: str
    views: int
    visitors: int
    phone: int
    mail: int
    site: int


async def days_of(
    session: AsyncSession, area_id: int, period: Period, *, platform: bool, by: Member
) -> list[DayFigures]:
    """Return the days of the sites that show an area or one below it; days without views are
    left out. ``platform`` counts the site of the whole platform, too."""
    await _may_see(session, area_id, by)
    sites = (
        select(Site.id)
        .join(AreaAncestor, AreaAncestor.area_id == Site.area_id)
        .where(AreaAncestor.ancestor_id == area_id)
    )
    if not platform:
        sites = sites.where(Site.is_platform.is_(False))
    views = await _by_day(session, PageView.__table__.c, "views", period, sites)
    visitors = await _by_day(session, VisitorDay.__table__.c, "visitors", period, sites)
    return [
        DayFigures(day, views.get(day, 0), visitors.get(day, 0))
        for day in sorted({*views, *visitors})
    ]


async def top_entries(
    session: AsyncSession,
    area_id: int,
    period: Period,
    paths: Paths,
    *,
    limit: int,
    kind: str = "",
    by: Member,
) -> list[EntryFigures]:
    """Return what was looked at most in an area and all below it."""
    await _may_see(session, area_id, by)
    found = _in_area(area_id, period, paths, kind).limit(limit)
    return [EntryFigures(*row) for row in await session.execute(found)]


async def total_of(
    session: AsyncSession, area_id: int, period: Period, paths: Paths, *, by: Member
) -> tuple[int, int]:
    """Return how often entries of an area were viewed, and how often something was pressed."""
    await _may_see(session, area_id, by)
    found = _in_area(area_id, period, paths, "").order_by(None).subquery()
    pressed = found.c.phone + found.c.mail + found.c.site
    sums = select(func.sum(found.c.views), func.sum(pressed))
    views, presses = (await session.execute(sums)).one()
    return int(views or 0), int(presses or 0)


async def stream_entries(
    session: AsyncSession, area_id: int, period: Period, paths: Paths, *, by: Member
) -> AsyncIterator[EntryFigures]:
    """Yield everything that was looked at or pressed in an area, most first, without holding it."""
    await _may_see(session, area_id, by)
    async for row in await session.stream(_in_area(area_id, period, paths, "")):
        yield EntryFigures(*row)


async def entries_of(
    session: AsyncSession, organisation_id: int, period: Period, paths: Paths
) -> list[EntryFigures]:
    """Return the figures of an organisation and of what it offers, those without any too.

    Who may see them has been asked by the page of the organisation that they stand on.
    """
    own = or_(C.id == organisation_id, C.owner_id == organisation_id)
    rows = await session.execute(select(C.kind, C.slug).where(own, C.kind.in_(paths)))
    addresses = [f"{paths[kind]}/{slug}" for kind, slug in rows]
    viewed = _viewed(period, PageView.path.in_(addresses))
    ids = select(C.id).where(own)
    found = _figures(viewed, _pressed(period, ContactClick.content_id.in_(ids)), paths).where(own)
    return [EntryFigures(*row) for row in await session.execute(found)]


async def _by_day(
    session: AsyncSession, columns: Any, number: str, period: Period, sites: Select[Any]
) -> dict[date, int]:
    rows = await session.execute(
        select(columns.day, func.sum(columns[number]))
        .where(columns.day.between(period.first, period.last), columns.site_id.in_(sites))
        .group_by(columns.day)
    )
    return dict(rows.all())


async def _may_see(session: AsyncSession, area_id: int, by: Member) -> None:
    area = await session.get_one(Area, area_id)
    require(by, "core.reach", on=area, ancestors=await ancestors_of(session, area_id))


def _in_area(area_id: int, period: Period, paths: Paths, kind: str) -> Select[Any]:
    wanted = {key: path for key, path in paths.items() if kind in ("", key)}
    below = or_(
        *(PageView.path.startswith(f"{path}/", autoescape=True) for path in wanted.values())
    )
    viewed, pressed = _viewed(period, below), _pressed(period)
    return (
        _figures(viewed, pressed, wanted)
        .join(AreaAncestor, AreaAncestor.area_id == C.area_id)
        .where(AreaAncestor.ancestor_id == area_id)
        .where(or_(viewed.c.views > 0, pressed.c.phone + pressed.c.mail + pressed.c.site > 0))
    )


def _viewed(period: Period, which: ColumnElement[bool]) -> Subquery:
    """Return views and visitors by path."""
    return (
        select(
            PageView.path,
            func.sum(PageView.views).label("views"),
            func.sum(PageView.visitors).label("visitors"),
        )
        .where(PageView.day.between(period.first, period.last), which)
        .group_by(PageView.path)
        .subquery("viewed")
    )


def _pressed(period: Period, *which: ColumnElement[bool]) -> Subquery:
    """Return presses by entry."""

    def on(target: str) -> ColumnElement[int]:
        return func.sum(case((ContactClick.target == target, ContactClick.clicks), else_=0)).label(
            target
        )

    return (
        select(ContactClick.content_id, on(PHONE), on(MAIL), on(SITE))
        .where(ContactClick.day.between(period.first, period.last), *which)
        .group_by(ContactClick.content_id)
        .subquery("pressed")
    )


def _figures(viewed: Subquery, pressed: Subquery, paths: Paths) -> Select[Any]:
    """Return entries with their figures, the most viewed first."""
    address = case(
        *((C.kind == key, literal(f"{path}/") + C.slug) for key, path in paths.items()), else_=""
    )
    numbers = [
        func.coalesce(column, 0).label(column.name)
        for column in (
            viewed.c.views, viewed.c.visitors, pressed.c.phone, pressed.c.mail, pressed.c.site,
        )
    ]  # fmt: skip
    return (
        select(C.id, C.kind, C.slug, C.title, func.coalesce(OWNER.c.title, ""), *numbers)
        .select_from(Content.__table__)
        .outerjoin(OWNER, and_(OWNER.c.id == C.owner_id, OWNER.c.id != C.id))
        .outerjoin(viewed, viewed.c.path == address)
        .outerjoin(pressed, pressed.c.content_id == C.id)
        .where(C.kind.in_(paths))
        .order_by(func.coalesce(viewed.c.visitors, 0).desc(), C.sort_key, C.id)
    )
