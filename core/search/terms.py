"""The words of the index: how many entries have each, which share a stem, which is close."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from sqlalchemy import Select, bindparam, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.search.models import SearchTerm, SearchTrigram
from core.search.text import stem

CHUNK = 5000
SHORT = 5
"""Letters up to which a word may differ by one edit; longer ones by two."""
CANDIDATES = 300
"""Words that share most trigrams with a long one; two edits leave it some."""

_ADD = text(
    "insert into search_term (term, stem, documents) values (:term, :stem, :documents)"
    " on conflict (term) do update set documents = search_term.documents + excluded.documents"
)
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
        await session.execute(
            update(SearchTerm)
            .where(SearchTerm.term == bindparam("word"))
            .values(documents=SearchTerm.documents - bindparam("number"))
            .execution_options(synchronize_session=False),
            [{"word": one, "number": -change[one]} for one in words],
        )
        unused = SearchTerm.term.in_(words) & (SearchTerm.documents <= 0)
        await session.execute(delete(SearchTerm).where(unused))


async def _add_trigrams(session: AsyncSession, words: Sequence[str]) -> None:
    if not words:
        return
    ids = await session.execute(
        select(SearchTerm.id, SearchTerm.term).where(SearchTerm.term.in_(words))
    )
    rows = [{"trigram": trigram, "term_id": id_} for id_, word in ids for trigram in trigrams(word)]
    await session.execute(insert(SearchTrigram), rows)


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


async def closest(session: AsyncSession, word: str) -> str | None:
    """Return the nearest known word, or None when none is near.

    At most one edit up to ``SHORT`` letters, two above (optimal string alignment); of equals the
    one in more entries, then the first in the alphabet.
    """
    most = 1 if len(word) <= SHORT else 2
    wanted = _among(one_edit(word)) if most == 1 else _alike(word)
    near = [
        (distance, -documents, term)
        for term, documents in await session.execute(wanted)
        if (distance := OSA.distance(word, term, score_cutoff=most)) <= most
    ]
    return min(near)[2] if near else None


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


def _among(words: set[str]) -> Select[str, int]:
    return select(SearchTerm.term, SearchTerm.documents).where(SearchTerm.term.in_(sorted(words)))


def _alike(word: str) -> Select[str, int]:
    shared = func.count()
    return (
        select(SearchTerm.term, SearchTerm.documents)
        .join(SearchTrigram, SearchTrigram.term_id == SearchTerm.id)
        .where(
            SearchTrigram.trigram.in_(sorted(trigrams(word))),
            func.length(SearchTerm.term).between(len(word) - 2, len(word) + 2),
        )
        .group_by(SearchTerm.id, SearchTerm.term, SearchTerm.documents)
        .order_by(shared.desc(), SearchTerm.documents.desc(), SearchTerm.term)
        .limit(CANDIDATES)
    )


def _chunks(words: Sequence[str]) -> Iterable[Sequence[str]]:
    for at in range(0, len(words), CHUNK):
        yield words[at : at + CHUNK]
