"""Which area of a file is which area of the platform: by the ground that they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ENOUGH = 0.5
"""Areas are the same when each has at least this share of the other's ground."""
SLIVER = 0.02
"""Less of an area than this is a border that was drawn a little differently."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that an area of the file and one of the platform share."""

    new: str
    old: int
    of_new: float
    of_old: float
    same_code: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """The outcome: pairs, and for what has no pair, who has its ground now."""

    pairs: Mapping[str, int]
    """Area id by code of the file."""
    heirs: Mapping[int, tuple[tuple[str, float], ...]]
    """For each area without a pair: codes with the share of its ground, largest first."""

    def covered(self, old: int) -> float:
        """Return the share of an area's ground that the file covers."""
        return sum(share for _, share in self.heirs.get(old, ()))


def match(known: Mapping[str, int], old: Sequence[int], overlaps: Sequence[Overlap]) -> Matches:
    """Pair areas of the file with those of the platform.

    ``known`` are codes that the platform has for this very year: they are certain. The others
    are paired by ground, the same code first, then the largest mutual share.
    """
    pairs = dict(known)
    taken = set(known.values())
    mutual = [one for one in overlaps if one.of_new >= ENOUGH and one.of_old >= ENOUGH]
    for one in sorted(mutual, key=_best_first):
        if one.new not in pairs and one.old not in taken:
            pairs[one.new] = one.old
            taken.add(one.old)
    heirs: dict[int, tuple[tuple[str, float], ...]] = {}
    for id_ in old:
        if id_ not in taken:
            found = [
                (one.new, round(one.of_old, 4))
                for one in overlaps
                if one.old == id_ and one.of_old >= SLIVER
            ]
            heirs[id_] = tuple(sorted(found, key=lambda heir: (-heir[1], heir[0])))
    return Matches(pairs, heirs)


def _best_first(one: Overlap) -> tuple[bool, float, str, int]:
    return not one.same_code, -min(one.of_new, one.of_old), one.new, one.old
