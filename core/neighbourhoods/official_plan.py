"""What an import of official boundaries will do: which area stays which, comes, or ends."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from core.errors import Invalid
from core.neighbourhoods.current import CurrentArea, Platform
from core.neighbourhoods.geometry import overlaps, union
from core.neighbourhoods.matching import ENOUGH, Overlap, match
from core.neighbourhoods.official_file import OfficialArea, OfficialFile

LEVELS = ("municipality", "district", "neighbourhood")


@dataclass(slots=True)
class KindPlan:
    """What happens to the areas of one kind."""

    kind: str
    is_older: bool
    """The platform has a newer year: only codes and details are taken, and nothing ends."""
    kept: list[tuple[OfficialArea, CurrentArea]] = field(default_factory=list)
    added: list[OfficialArea] = field(default_factory=list)
    ended: list[tuple[CurrentArea, tuple[tuple[str, float], ...]]] = field(default_factory=list)
    """With the codes that have its ground now and their shares, largest first."""
    unplaced: list[OfficialArea] = field(default_factory=list)
    """Of an older year, and no area of today covers the same ground."""
    left: list[CurrentArea] = field(default_factory=list)
    """Not in the file, whose areas do not cover its ground either: it stays as it was."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens, level by level from the municipality down."""

    year: int
    detailed: bool
    kinds: tuple[KindPlan, ...]


def make_plan(
    file: OfficialFile, platform: Platform, *, detailed: bool, municipalities: Collection[str] = ()
) -> Plan:
    """Return what importing ``file`` does.

    Only the ``municipalities`` (codes) are taken from the file; by default those that the
    platform has, or all when it has none. Raises Invalid when nothing is left.
    """
    scope = frozenset(municipalities) or platform.municipality_codes()
    areas = [area for area in file.areas if not scope or area.municipality_code in scope]
    if not areas:
        raise Invalid(
            "Dit bestand heeft geen gebieden in %(codes)s. "
            "Zeg met --municipality welke gemeente je wilt.",
            codes=", ".join(sorted(scope)),
        )
    areas += _missing_municipalities(areas, platform)
    plans = []
    for kind in LEVELS:
        level = [area for area in areas if area.kind == kind]
        if level:
            plans.append(_plan_kind(kind, level, file.year, platform, detailed=detailed))
    return Plan(file.year, detailed, tuple(plans))


def _missing_municipalities(
    areas: Sequence[OfficialArea], platform: Platform
) -> list[OfficialArea]:
    """Make the municipalities that the areas name and nobody has, from what lies in them."""
    there = platform.municipality_codes() | {
        area.code for area in areas if area.kind == "municipality"
    }
    found = []
    for code in sorted({area.municipality_code for area in areas} - there):
        inside = [area for area in areas if area.municipality_code == code]
        name = next((area.municipality_name for area in inside if area.municipality_name), code)
        outline = union([area.outline for area in inside])
        found.append(OfficialArea("municipality", code, name, "", code, name, outline))
    return found


def _plan_kind(
    kind: str, level: list[OfficialArea], year: int, platform: Platform, *, detailed: bool
) -> KindPlan:
    by_code = {area.code: area for area in level}
    current = platform.of(kind)
    known = {code: platform.codes[code, year] for code in by_code if (code, year) in platform.codes}
    # Who has a code of this year and is not in the file was left out of it: hands off.
    old = [area for area in current if year not in area.codes]
    found = match(known, [area.id for area in old], _compare(level, old, detailed=detailed))
    in_scope = _municipalities(level, platform, found.pairs.values())
    plan = KindPlan(kind, is_older=year < _newest(current, in_scope))
    for code, area in by_code.items():
        if code not in found.pairs:
            (plan.unplaced if plan.is_older else plan.added).append(area)
        elif found.pairs[code] in platform.areas:  # else it is one that ended since
            plan.kept.append((area, platform.areas[found.pairs[code]]))
    for id_, heirs in found.heirs.items():
        if plan.is_older:
            continue
        if found.covered(id_) >= ENOUGH:
            plan.ended.append((platform.areas[id_], heirs))
        elif platform.areas[id_].municipality_id in in_scope:
            plan.left.append(platform.areas[id_])
    return plan


def _municipalities(
    level: Sequence[OfficialArea], platform: Platform, paired: Iterable[int]
) -> set[int | None]:
    """Return the ids of the municipalities that the file is about."""
    codes = {area.municipality_code for area in level}
    named = {id_ for (code, _), id_ in platform.codes.items() if code in codes}
    return named | {platform.areas[id_].municipality_id for id_ in paired if id_ in platform.areas}


def _newest(current: Sequence[CurrentArea], in_scope: Collection[int | None]) -> int:
    """Return the newest year of the areas in the municipalities that the file is about."""
    return max((area.year for area in current if area.municipality_id in in_scope), default=0)


def _compare(
    level: Sequence[OfficialArea], old: Sequence[CurrentArea], *, detailed: bool
) -> list[Overlap]:
    """Return the ground that areas of the file share with areas of the platform."""
    drawn = [(area, area.outline(detailed=detailed)) for area in old]
    there = [(area, outline) for area, outline in drawn if outline is not None]
    found = overlaps([area.outline for area in level], [outline for _, outline in there])
    return [
        Overlap(
            level[at].code, there[other][0].id, of_new, of_old,
            same_code=level[at].code == there[other][0].code,
        )
        for at, other, of_new, of_old in found
    ]  # fmt: skip
