"""The words of the index: how many entries have each, which share a stem, which is close."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from sqlalchemy import ARRAY, Select, any_, delete, func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.search.models import TERM, SearchTerm, SearchTrigram
from core.search.text import stem

CHUNK = 5000
SHORT = 5
"""Letters up to which a word may differ by one edit; longer ones by two."""
MANY = 100
"""Words with one beginning up to which each is looked for by itself: that can stop early."""
CANDIDATES = 300
"""Words that share most trigrams with a long one; two edits leave it some."""

_ADD = text(
    "insert into search_term (term, stem, documents) values (:term, :stem, :documents)"
    " on conflict (term) do update set documents = search_term.documents + excluded.documents"
)
_ADD_TRIGRAM = text("insert into search_trigram (trigram, term_id) values (:trigram, :term_id)")
_TAKE = text("update search_term set documents = documents - :documents where term = :term")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789æøœłđðþı"


async def count_words(session: AsyncSession, change: Counter[str]) -> None:
    """Add ``change`` to the numbers of entries that have each word, and forget unused words."""
    added = sorted(word for word, number in change.items() if number > 0)
    taken = sorted(word for word, number in change.items() if number < 0)
    for words in _chunks(added):
        found = await session.scalars(select(SearchTerm.term).where(SearchTerm.term.in_(words)))
        known = set(found)
        await session.execute(
            _ADD, [{"term": one, "stem": stem(one), "documents": change[one]} for one in words]
        )
        await _add_trigrams(session, [word for word in words if word not in known])
    for words in _chunks(taken):
        await session.execute(_TAKE, [{"term": one, "documents": -change[one]} for one in words])
        unused = SearchTerm.term.in_(words) & (SearchTerm.documents <= 0)
        await session.execute(delete(SearchTerm).where(unused))


async def _add_trigrams(session: AsyncSession, words: Sequence[str]) -> None:
    if not words:
        return
    ids = await session.execute(
        select(SearchTerm.id, SearchTerm.term).where(SearchTerm.term.in_(words))
    )
    rows = [{"trigram": trigram, "term_id": id_} for id_, word in ids for trigram in trigrams(word)]
    await session.execute(_ADD_TRIGRAM, rows)


def trigrams(word: str) -> set[str]:
    """Return the runs of three letters of a word with its edges, which count more in front."""
    edged = f"  {word} "
    return {edged[at : at + 3] for at in range(len(edged) - 2)}


async def forms_of(session: AsyncSession, stems: Iterable[str]) -> dict[str, list[str]]:
    """Return the words that stand in some entry, by stem; a stem without words is absent."""
    found: dict[str, list[str]] = {}
    rows = await session.execute(
        select(SearchTerm.stem, SearchTerm.term)
        .where(SearchTerm.stem.in_(sorted(set(stems))))
        .order_by(SearchTerm.stem, SearchTerm.term)
    )
    for key, word in rows:
        found.setdefault(key, []).append(word)
    return found


async def longer_words(session: AsyncSession, beginning: str) -> list[str] | None:
    """Return the words that begin with ``beginning``, or None when they are more than ``MANY``."""
    if not beginning:
        return []
    rows = await session.scalars(
        select(SearchTerm.term)
        .where(SearchTerm.term.between(beginning, beginning + "\U0010ffff"))
        .order_by(SearchTerm.term)
        .limit(MANY + 1)
    )
    found = list(rows)
    return found if len(found) <= MANY else None


async def closest(session: AsyncSession, word: str) -> str | None:
    """Return the nearest known word, or None when none is near.

    At most one edit up to ``SHORT`` letters, two above (optimal string alignment); of equals the
    one in more entries, then the first in the alphabet.
    """
    near = (await session.execute(_among(session, one_edit(word)))).all()
    if not near and len(word) > SHORT:
        alike = (await session.execute(_alike(word))).all()
        near = [row for row in alike if OSA.distance(word, row.term, score_cutoff=2) <= 2]
    return min(near, key=lambda row: (-row.documents, row.term)).term if near else None


def one_edit(word: str) -> set[str]:
    """Return everything that is one edit away: a letter less, more or other, or two swapped."""
    found = set()
    letters = _LETTERS + "".join(set(word) - set(_LETTERS))
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        found.add(before + after[1:])
        found.add(before + after[1:2] + after[:1] + after[2:])
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + after[1:] for letter in letters)
    return found - {word, ""}


def _among(session: AsyncSession, words: set[str]) -> Select[str, int]:
    found = select(SearchTerm.term, SearchTerm.documents)
    if session.get_bind().dialect.name == "postgresql":  # one array is planned far sooner
        return found.where(SearchTerm.term == any_(literal(sorted(words), ARRAY(TERM))))
    return found.where(SearchTerm.term.in_(sorted(words)))


def _alike(word: str) -> Select[str, int]:
    shared = (
        select(SearchTrigram.term_id, func.count().label("number"))
        .where(SearchTrigram.trigram.in_(sorted(trigrams(word))))
        .group_by(SearchTrigram.term_id)
        .cte("shared")
    )
    return (
        select(SearchTerm.term, SearchTerm.documents)
        .join(shared, shared.c.term_id == SearchTerm.id)
        .where(func.length(SearchTerm.term).between(len(word) - 2, len(word) + 2))
        .order_by(shared.c.number.desc(), SearchTerm.documents.desc(), SearchTerm.term)
        .limit(CANDIDATES)
    )


def _chunks(words: Sequence[str]) -> Iterable[Sequence[str]]:
    for at in range(0, len(words), CHUNK):
        yield words[at : at + CHUNK]
