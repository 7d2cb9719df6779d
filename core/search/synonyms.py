"""Pure: words that mean the same, from the shipped list and from the categories."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from core.content.models import CATEGORY
from core.content.vocabulary import Vocabulary
from core.search.text import DATA, kept_words, stems

Member = tuple[str, ...]
"""A word or phrase as the stems of its words, stop words left out."""


class Synonyms(NamedTuple):
    """For every member of a set the other members of all sets that it is in: one step."""

    others: Mapping[Member, tuple[Member, ...]]
    longest: int
    """The number of words of the longest member."""


def synonyms_of(vocabulary: Vocabulary) -> Synonyms:
    """Return the synonyms of the platform: the shipped sets and those of the categories."""
    sets = tuple((term.name, *term.synonyms) for term in vocabulary.of(CATEGORY))
    return _build(shipped_sets() + sets)


@cache
def shipped_sets() -> tuple[tuple[str, ...], ...]:
    """Return the sets of ``synonyms.csv``: one a line, separated by ``|``."""
    lines = (DATA / "synonyms.csv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if line.strip())


@lru_cache(maxsize=4)
def _build(sets: tuple[tuple[str, ...], ...]) -> Synonyms:
    others: dict[Member, dict[Member, None]] = {}
    for texts in sets:
        members = dict.fromkeys(stems(kept_words(text)) for text in texts)
        members.pop((), None)
        for member in members:
            others.setdefault(member, {}).update(members)
    return Synonyms(
        {member: tuple(one for one in found if one != member) for member, found in others.items()},
        max((len(member) for member in others), default=1),
    )
