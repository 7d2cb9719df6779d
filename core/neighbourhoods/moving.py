"""Keeping every entry in the area that contains it, when areas end or get another outline."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.content.service import write_lists
from core.neighbourhoods.locating import OFFICIAL, Locator
from core.neighbourhoods.models import AreaAncestor
from core.neighbourhoods.tree import in_chunks

Moved = Callable[[AsyncSession, list[int]], Awaitable[None]]
"""Brings what repeats an entry's area, or its name, in line; gets the ids of the entries."""

LOCAL = ("district", "neighbourhood")
"""Kinds that say more of a place than the municipality does."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What happened to the areas."""

    before: Locator
    after: Locator
    ended: Mapping[int, int]
    """What took most of the ground, by the id of the area that ended."""
    reshaped: Collection[int]
    """Areas whose outline that decides on membership is another one."""
    replaced: Collection[int]
    """Areas that have another place in the tree or another name."""


async def move_content(session: AsyncSession, shift: Shift, moved: Sequence[Moved] = ()) -> int:
    """Give entries the area that contains them now; returns how many were moved.

    An entry of an area that ended goes to the area that contains its point, else to the one
    with most of the ground. An entry that its area contained, and no longer contains, goes to
    the area that does. Entries that were never inside their area were put there by hand: they
    stay, as does all that has no point in an area that goes on.
    """
    targets = await _targets(session, shift)
    for target in sorted(set(targets.values())):
        for part in in_chunks(id_ for id_, to in targets.items() if to == target):
            await session.execute(
                update(Content)
                .where(Content.id.in_(part))
                .values(area_id=target)
                .execution_options(synchronize_session=False)
            )
    touched = set(targets) | await _content_below(session, shift.replaced)
    for part in in_chunks(touched):
        await write_lists(session, part)
        for bring_in_line in moved:
            await bring_in_line(session, part)
    return len(targets)


async def _targets(session: AsyncSession, shift: Shift) -> dict[int, int]:
    """Return the new area of every entry that must move."""
    found = {}
    for part in in_chunks({*shift.ended, *shift.reshaped}):
        rows = await session.execute(
            select(Content.id, Content.area_id, Content.lon, Content.lat)
            .where(Content.area_id.in_(part))
            .execution_options(all_kinds=True)
        )
        for id_, area_id, lon, lat in rows:
            point = None if lon is None or lat is None else (lon, lat)
            target = _target(shift, area_id, point)
            if target != area_id:
                found[id_] = target
    return found


def _target(shift: Shift, area_id: int, point: tuple[float, float] | None) -> int:
    """Return where an entry of ``area_id`` belongs now."""
    heir = shift.ended.get(area_id, area_id)
    if point is None:
        return heir
    if area_id not in shift.ended:
        was_inside = shift.before.contains(area_id, *point)
        if not was_inside or shift.after.contains(area_id, *point):
            return area_id
    before = shift.before.areas.get(area_id)
    levels: list[tuple[str, ...]] = [(before.kind,) if before else (), LOCAL]
    if area_id not in shift.ended:
        levels.append(OFFICIAL)
    for kinds in levels:
        found = shift.after.find(*point, kinds)
        if found is not None:
            return found
    return heir


async def _content_below(session: AsyncSession, areas: Collection[int]) -> set[int]:
    """Return the entries in ``areas`` and everything below them."""
    found: set[int] = set()
    for part in in_chunks(areas):
        rows = await session.scalars(
            select(Content.id)
            .join(AreaAncestor, AreaAncestor.area_id == Content.area_id)
            .where(AreaAncestor.ancestor_id.in_(part))
            .execution_options(all_kinds=True)
        )
        found.update(rows)
    return found
