"""Importing official boundaries of a year: areas keep who they are, entries where they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.changes import touch
from core.neighbourhoods import official_write as write
from core.neighbourhoods.current import CurrentArea, Platform, read_platform
from core.neighbourhoods.locating import Locator, read_locator
from core.neighbourhoods.models import Area
from core.neighbourhoods.moving import Moved, Shift, move_content
from core.neighbourhoods.official_file import OfficialArea, OfficialFile
from core.neighbourhoods.official_outlines import write_outlines
from core.neighbourhoods.official_plan import LEVELS, KindPlan, Plan, make_plan
from core.neighbourhoods.tree import note_sizes, read_slugs, write_ancestors


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one area: added, renamed, kept, ended, unplaced or left."""

    action: str
    kind: str
    code: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did."""

    year: int
    is_older: bool
    detailed: bool
    lines: tuple[Line, ...]
    moved: int
    """Entries that have another area now."""

    def count(self, action: str) -> int:
        """Return how many areas had something happen to them."""
        return sum(line.action == action for line in self.lines)


async def import_official(
    session: AsyncSession,
    file: OfficialFile,
    *,
    detailed: bool,
    municipalities: Collection[str] = (),
    moved: Sequence[Moved] = (),
) -> Report:
    """Take over the areas of a file, in the session's transaction.

    ``municipalities`` are the codes to take from the file; by default those that the platform
    has. ``moved`` brings in line what repeats an entry's area. Raises Invalid.
    """
    before = await read_locator(session)
    platform = await read_platform(session, LEVELS)
    plan = make_plan(file, platform, detailed=detailed, municipalities=municipalities)
    places = await _places(session)
    ids = await _write_areas(session, plan, platform)
    await write_outlines(session, plan, ids)
    await write.place(session, plan, ids)
    ended = await write.hand_over(session, plan, ids)
    after = await read_locator(session)
    await write.place_orphans(session, after)
    await write.write_municipalities(session)
    replaced = _differences(places, await _places(session))
    await write_ancestors(session, replaced)
    await note_sizes(session)
    shift = Shift(before, after, ended, _reshaped(before, after), replaced)
    count = await move_content(session, shift, moved)
    touch(session)
    is_older = all(kind.is_older for kind in plan.kinds)
    return Report(plan.year, is_older, detailed, tuple(_lines(plan)), count)


async def _write_areas(session: AsyncSession, plan: Plan, platform: Platform) -> dict[str, int]:
    """Write names, codes and new areas, level by level; returns the ids by code of the file."""
    slugs = await read_slugs(session)
    reserved = await write.end_areas(session, plan, slugs)
    ids: dict[str, int] = {}
    for kind in plan.kinds:
        await write.keep_areas(session, kind, plan.year, slugs)
        ids.update({official.code: area.id for official, area in kind.kept})
        ids.update(await write.add_areas(session, kind, plan.year, slugs, reserved))
    for (code, year), area_id in platform.codes.items():
        if year == plan.year and area_id in platform.areas:
            ids.setdefault(code, area_id)
    for area in platform.of("municipality"):
        for code in area.codes.values():
            ids.setdefault(code, area.id)
    return ids


async def _places(session: AsyncSession) -> dict[int, tuple[int | None, int | None, str]]:
    """Return the place in the tree and the name of every current area."""
    rows = await session.execute(
        select(Area.id, Area.parent_id, Area.municipality_id, Area.name).where(
            Area.ended_year.is_(None)
        )
    )
    return {id_: (parent, top, name) for id_, parent, top, name in rows}


def _differences(
    before: dict[int, tuple[int | None, int | None, str]],
    after: dict[int, tuple[int | None, int | None, str]],
) -> set[int]:
    return {id_ for id_, place in after.items() if before.get(id_) != place}


def _reshaped(before: Locator, after: Locator) -> set[int]:
    """Return the areas that decide on membership by another outline than before."""
    return {
        id_
        for id_, area in before.areas.items()
        if id_ in after.areas and not after.areas[id_].outline.equals_exact(area.outline, 1e-9)
    }


def _lines(plan: Plan) -> list[Line]:
    """Return what happened, area by area."""
    found: list[Line] = []
    for kind in plan.kinds:
        name = kind.kind
        found += [Line("added", name, one.code, one.name) for one in kind.added]
        found += [_kept(kind, official, area) for official, area in kind.kept]
        for area, heirs in kind.ended:
            shares = ", ".join(f"{code} {share:.0%}" for code, share in heirs)
            found.append(Line("ended", name, area.code, area.name, f"naar {shares}"))
        found += [Line("unplaced", name, one.code, one.name) for one in kind.unplaced]
        found += [Line("left", name, area.code, area.name) for area in kind.left]
    return found


def _kept(kind: KindPlan, official: OfficialArea, area: CurrentArea) -> Line:
    renamed = official.name != area.name and not kind.is_older
    was = [area.name] if renamed else []
    if area.code != official.code:
        was.append(area.code)
    note = f"was {', '.join(was)}" if was else ""
    return Line("renamed" if renamed else "kept", kind.kind, official.code, official.name, note)
