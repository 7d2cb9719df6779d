"""Building the tree: new areas, slugs that are unique on the platform, and the closure."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import delete, insert, literal, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.slugs import slugify, sort_key, unused
from core.db.changes import touch
from core.errors import NotFound
from core.neighbourhoods.models import Area, AreaAlias, AreaAncestor, AreaBoundary, AreaCode

CHUNK = 5000
"""Ids in one statement; databases stop at 32,766 bound values."""
DEEPEST = 12


class Slugs:
    """The slugs in use on the platform, those of former names included."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)

    def take(self, name: str, municipality: str = "") -> str:
        """Return a free slug for a name and keep it.

        On a clash the municipality is the suffix; when that is taken too, a number.
        """
        slug = slugify(name)
        if slug in self.taken and municipality:
            slug = slugify(f"{slug[:40]} {municipality}")
        slug = unused(slug, self.taken)
        self.taken.add(slug)
        return slug


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return the key by which areas are ordered in lists: accents and capitals do not count."""
    return sort_key(name)


async def read_slugs(session: AsyncSession) -> Slugs:
    """Read every slug in use."""
    rows = await session.scalars(union(select(Area.slug), select(AreaAlias.slug)))
    return Slugs(rows)


async def add_area(
    session: AsyncSession,
    *,
    kind: str,
    name: str,
    parent_id: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
) -> int:
    """Add one area below ``parent_id`` and return its id; raises NotFound for no such parent."""
    parent = await session.get(Area, parent_id) if parent_id is not None else None
    if parent is None and parent_id is not None:
        raise NotFound("Deze buurt bestaat niet.")
    municipality_id = parent.municipality_id if parent else None
    municipality = await session.get(Area, municipality_id) if municipality_id else None
    slugs = await read_slugs(session)
    area = Area(
        kind=kind, name=name, parent_id=parent_id, municipality_id=municipality_id,
        slug=slugs.take(name, municipality.name if municipality else ""), lon=lon, lat=lat,
    )  # fmt: skip
    session.add(area)
    await session.flush()
    if kind == "municipality":
        area.municipality_id = area.id
    await write_ancestors(session, [area.id])
    touch(session)
    return area.id


async def rename(session: AsyncSession, area_id: int, name: str, slug: str) -> None:
    """Give an area another name and address; the old address leads to the new one for ever."""
    old = await session.scalar(select(Area.slug).where(Area.id == area_id))
    if slug != old:
        await session.execute(delete(AreaAlias).where(AreaAlias.slug == slug))
        await session.execute(insert(AreaAlias).values(slug=old, area_id=area_id))
    await session.execute(update(Area).where(Area.id == area_id).values(name=name, slug=slug))


async def write_ancestors(session: AsyncSession, ids: Iterable[int]) -> None:
    """Write the closure again for ``ids`` and everything below them, from their parents."""
    await session.flush()
    wanted = set(ids)
    for part in in_chunks(wanted):
        below = select(AreaAncestor.area_id).where(AreaAncestor.ancestor_id.in_(part))
        wanted = wanted.union((await session.scalars(below)).all())
    for part in in_chunks(wanted):
        await session.execute(delete(AreaAncestor).where(AreaAncestor.area_id.in_(part)))
        up = (
            select(Area.id.label("area_id"), Area.id.label("ancestor_id"))
            .add_columns(literal(0).label("depth"))
            .where(Area.id.in_(part))
            .cte("up", recursive=True)
        )
        up = up.union_all(
            select(up.c.area_id, Area.parent_id, up.c.depth + 1)
            .join(Area, Area.id == up.c.ancestor_id)
            .where(Area.parent_id.is_not(None), up.c.depth < DEEPEST)
        )
        columns = ["area_id", "ancestor_id", "depth"]
        await session.execute(insert(AreaAncestor).from_select(columns, select(up)))


async def note_sizes(session: AsyncSession) -> None:
    """Let the database count its areas: right after a large load it takes them for a handful.

    Without this PostgreSQL needs a second to locate a point in a whole country, until it finds
    the time to count by itself.
    """
    for model in (Area, AreaAncestor, AreaBoundary, AreaCode):
        await session.execute(text(f"analyze {model.__tablename__}"))


def in_chunks(ids: Iterable[int]) -> list[list[int]]:
    """Return ``ids`` in order, in lists that fit in one statement."""
    ordered = sorted(ids)
    return [ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)]
