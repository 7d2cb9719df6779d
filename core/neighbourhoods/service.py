"""Areas to read: by address, by id, their place in the tree, and the choices of a form."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Gone, Moved, NotFound
from core.neighbourhoods.boundaries import boundaries_geojson, within
from core.neighbourhoods.distance import bounding_box, km_between
from core.neighbourhoods.models import Area, AreaAlias, AreaAncestor, AreaSuccession, Site
from core.neighbourhoods.postcodes import find_postcode, postcodes_of
from core.neighbourhoods.tree import add_area, name_key, write_ancestors

__all__ = [
    "AreaGroup",
    "AreaView",
    "add_area",
    "boundaries_geojson",
    "bounding_box",
    "by_id",
    "by_slug",
    "children",
    "choices",
    "find_postcode",
    "km_between",
    "path",
    "postcodes_of",
    "root",
    "within",
    "write_ancestors",
]

UNKNOWN = "Deze buurt bestaat niet."
ENDED = "Deze buurt bestaat niet meer."


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area; ``municipality_id`` of a municipality is its own id."""

    id: int
    kind: str
    name: str
    slug: str
    parent_id: int | None
    municipality_id: int | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """An area to choose with the areas below it, for ``<optgroup>``."""

    area: AreaView
    children: tuple[AreaView, ...]


def _views() -> Select[int, str, str, str, int | None, int | None, float | None, float | None]:
    return select(
        Area.id, Area.kind, Area.name, Area.slug, Area.parent_id, Area.municipality_id,
        Area.lon, Area.lat,
    )  # fmt: skip


async def _read(session: AsyncSession, *where: ColumnElement[bool]) -> list[AreaView]:
    rows = await session.execute(_views().where(*where))
    return [AreaView(*row) for row in rows]


async def by_slug(session: AsyncSession, slug: str) -> AreaView:
    """Return the current area at an address.

    Raises Moved for a former address and for an area that ended, NotFound for an unknown one,
    Gone for an area that ended without a successor.
    """
    found = await _read(session, Area.slug == slug, Area.ended_year.is_(None))
    if found:
        return found[0]
    area_id = await session.scalar(select(Area.id).where(Area.slug == slug))
    if area_id is None:
        area_id = await session.scalar(select(AreaAlias.area_id).where(AreaAlias.slug == slug))
    if area_id is None:
        raise NotFound(UNKNOWN)
    current = await current_id(session, area_id)
    target = await session.scalar(select(Area.slug).where(Area.id == current))
    if target is None:
        raise Gone(ENDED)
    raise Moved(f"/buurten/{target}")


async def by_any_slug(session: AsyncSession, slug: str) -> AreaView:
    """Return the current area of a present or former address; raises NotFound and Gone."""
    try:
        return await by_slug(session, slug)
    except Moved as moved:
        return await by_slug(session, moved.location.removeprefix("/buurten/"))


async def current_id(session: AsyncSession, area_id: int) -> int | None:
    """Return the area itself, or what has most of its ground now; None when nothing has."""
    seen: set[int] = set()
    wanted: int | None = area_id
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        area = (await session.execute(select(Area.ended_year).where(Area.id == wanted))).first()
        if area is not None and area.ended_year is None:
            return wanted
        wanted = await session.scalar(
            select(AreaSuccession.successor_id)
            .where(AreaSuccession.area_id == wanted)
            .order_by(AreaSuccession.share.desc(), AreaSuccession.successor_id)
            .limit(1)
        )
    return None


async def by_id(session: AsyncSession, area_id: int) -> AreaView:
    """Return an area, also one that ended; raises NotFound."""
    found = await _read(session, Area.id == area_id)
    if not found:
        raise NotFound(UNKNOWN)
    return found[0]


async def children(session: AsyncSession, area_id: int) -> list[AreaView]:
    """Return the current areas directly below one, by name."""
    found = await _read(session, Area.parent_id == area_id, Area.ended_year.is_(None))
    return sorted(found, key=_by_name)


async def path(session: AsyncSession, area_id: int) -> list[AreaView]:
    """Return the areas from the root down to and with this one."""
    rows = await session.execute(
        _views()
        .join(AreaAncestor, AreaAncestor.ancestor_id == Area.id)
        .where(AreaAncestor.area_id == area_id)
        .order_by(AreaAncestor.depth.desc())
    )
    return [AreaView(*row) for row in rows]


async def root(session: AsyncSession) -> AreaView:
    """Return the area of the platform's own site, else the top of the tree; raises NotFound."""
    own = await session.scalar(select(Site.area_id).where(Site.is_platform))
    if own is not None:
        return await by_id(session, own)
    found = await _read(session, Area.parent_id.is_(None), Area.ended_year.is_(None))
    if not found:
        raise NotFound("Er zijn nog geen gebieden.")
    return min(found, key=lambda area: area.id)


async def choices(session: AsyncSession, root_id: int) -> list[AreaGroup]:
    """Return what can be chosen below an area: its districts with their neighbourhoods.

    Of a country only the municipalities, since nobody scrolls through 14,000 names.
    """
    top = await by_id(session, root_id)
    first = await children(session, root_id)
    if top.kind == "country":
        return [AreaGroup(area, ()) for area in first]
    below = await _read(
        session, Area.parent_id.in_([area.id for area in first]), Area.ended_year.is_(None)
    )
    return [AreaGroup(area, _below(area, below)) for area in first]


def _below(parent: AreaView, areas: Sequence[AreaView]) -> tuple[AreaView, ...]:
    return tuple(sorted((area for area in areas if area.parent_id == parent.id), key=_by_name))


def _by_name(area: AreaView) -> tuple[str, int]:
    return name_key(area.name), area.id
