"""Search: find published entries by words, and keep their index right."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content
from core.content.vocabulary import Vocabulary
from core.db.changes import touch
from core.search.entries import Sources, read_entries
from core.search.finding import Wanted, count, has_any, read_ids, read_page
from core.search.match import LAST_TIER, SYNTAX, Matcher
from core.search.models import SearchDocument, SearchTerm, SearchTrigram
from core.search.query import Group, Query, group_words, parse
from core.search.synonyms import Synonyms, synonyms_of
from core.search.terms import closest, count_words, forms_of, longer_words
from core.search.tokens import area_filter, kind_filter, read_tokens, term_filter, words_of

CHUNK = 500
SETTLE = 10
"""Chunks after which PostgreSQL sorts what was written into its index."""
LOCK = 0x7A6F656B
"""Any number of our own: writers of the index wait for each other on PostgreSQL, since two that
count the same words in another order would block each other for good."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, best first.

    ``corrected`` is what was searched instead of what was typed, or None; ``total`` is counted
    to one more than a thousand; ``next_key`` is empty at the end.
    """

    ids: tuple[int, ...] = ()
    corrected: str | None = None
    total: int = 0
    next_key: str = ""


async def find(
    session: AsyncSession,
    query: str,
    *,
    kinds: Sequence[str],
    vocabulary: Vocabulary,
    area_id: int | None = None,
    term_ids: Sequence[int] = (),
    circle: tuple[float, float, float] | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Found:
    """Return the published entries of ``kinds`` that a typed query finds.

    ``area_id`` means in that area or below it, ``term_ids`` having every one of them (or a term
    below), ``circle`` within so many km (the third) of a longitude and latitude. A place in the
    query is left out. Raises BadQuery for an ``after`` that is not a
    ``next_key`` of ours; anything may be typed.
    """
    wanted, corrected = await _prepare(session, query, kinds, vocabulary, area_id, term_ids, circle)
    if wanted is None:
        return Found()
    ids, next_key = await read_page(session, wanted, limit, after or "")
    total = len(ids) if not (next_key or after) else await count(session, wanted)
    return Found(ids, corrected, total, next_key)


async def find_some(
    session: AsyncSession,
    query: str,
    *,
    kinds: Sequence[str],
    vocabulary: Vocabulary,
    area_id: int | None = None,
    most: int = 1000,
) -> tuple[tuple[int, ...], str | None]:
    """Return ids for a list that has an order of its own, and what was searched instead.

    All that the query finds, in any order; where that is more than ``most``, the best ones.
    """
    wanted, corrected = await _prepare(session, query, kinds, vocabulary, area_id)
    if wanted is None:
        return (), None
    ids = tuple(await read_ids(session, wanted.all, most + 1)) if wanted.all else ()
    if len(ids) > most:
        ids, _ = await read_page(session, wanted, most, "")
    return ids, corrected


async def _prepare(
    session: AsyncSession,
    query: str,
    kinds: Sequence[str],
    vocabulary: Vocabulary,
    area_id: int | None,
    term_ids: Sequence[int] = (),
    circle: tuple[float, float, float] | None = None,
) -> tuple[Wanted | None, str | None]:
    """Return what an answer must match, None for nothing, and what is searched instead."""
    synonyms = synonyms_of(vocabulary)
    parsed, matcher, corrected = await _correct(session, parse(query, synonyms), synonyms)
    if not parsed.groups:
        return None, None
    filters = [matcher.any_of(matcher.token(kind_filter(kind)) for kind in kinds)]
    filters += [matcher.token(area_filter(area_id))] if area_id is not None else []
    filters += [matcher.token(term_filter(term_id)) for term_id in term_ids]
    return Wanted.of(matcher, parsed, filters, tuple(kinds), circle), corrected


async def _correct(
    session: AsyncSession, query: Query, synonyms: Synonyms
) -> tuple[Query, Matcher, str | None]:
    """Replace words that no entry has by close ones; no groups are left when there is none."""
    matcher = await _matcher(session, query)
    typed: list[str] = []
    for group in query.groups:
        if len(group.words) > 1 or await _is_known(session, matcher, group):
            typed += group.words
        elif near := await closest(session, group.words[0]):
            typed.append(near)
        else:
            return Query(()), matcher, None
    if tuple(typed) == query.words:
        return query, matcher, None
    corrected = group_words(tuple(typed), synonyms, query.postcode, is_open=bool(query.beginning))
    return corrected, await _matcher(session, corrected), " ".join(typed)


async def _matcher(session: AsyncSession, query: Query) -> Matcher:
    forms = await forms_of(session, query.stems())
    longer = await longer_words(session, query.beginning)
    return Matcher(SYNTAX[session.get_bind().dialect.name], forms, longer)


async def _is_known(session: AsyncSession, matcher: Matcher, group: Group) -> bool:
    """Tell whether some entry matches a group, by its own stems, a synonym or a beginning."""
    if any(len(one) == 1 and one[0] in matcher.forms for one in (group.own, *group.others)):
        return True
    if group.beginning and matcher.longer != []:
        return True
    return await has_any(session, matcher.group(group, LAST_TIER))


async def index(
    session: AsyncSession,
    ids: Sequence[int],
    vocabulary: Vocabulary,
    sources: Sources,
    progress: Callable[[int], None] = lambda number: None,
) -> None:
    """Bring the index in line with the rows of ``ids``, in this transaction.

    Those that are published are written, all others removed. ``sources`` are the registry's;
    ``progress`` is told how many more entries are done.
    """
    await _lock(session)
    change: Counter[str] = Counter()
    for number, chunk in enumerate(_chunks(sorted(set(ids))), 1):
        change.update(await _write_chunk(session, chunk, vocabulary, sources))
        if number % SETTLE == 0:
            await _settle(session)
        progress(len(chunk))
    await _settle(session)
    await count_words(session, change)


async def remove(session: AsyncSession, ids: Sequence[int]) -> None:
    """Take entries out of the index; call it before their rows are deleted."""
    await _lock(session)
    change: Counter[str] = Counter()
    for chunk in _chunks(sorted(set(ids))):
        for old in (await _read_documents(session, chunk)).values():
            change.subtract(words_of(old[1]))
        await session.execute(delete(SearchDocument).where(SearchDocument.content_id.in_(chunk)))
    await count_words(session, change)


async def rebuild(
    session: AsyncSession,
    vocabulary: Vocabulary,
    sources: Sources,
    progress: Callable[[int], None] = lambda number: None,
) -> int:
    """Make the whole index anew and return how many entries it has."""
    await _lock(session)
    for model in (SearchDocument, SearchTrigram, SearchTerm):
        await session.execute(delete(model))
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(text("insert into search_fts (search_fts) values ('delete-all')"))
    table = Content.__table__.c
    ids = (await session.scalars(select(table.id).where(table.status == PUBLISHED))).all()
    await index(session, ids, vocabulary, sources, progress)
    touch(session)
    return len(ids)


async def _write_chunk(
    session: AsyncSession, ids: Sequence[int], vocabulary: Vocabulary, sources: Sources
) -> Counter[str]:
    """Write the documents that changed and return by how much the words did."""
    change: Counter[str] = Counter()
    old = await _read_documents(session, ids)
    rows = []
    for entry in await read_entries(session, ids, vocabulary, sources):
        tokens = entry.tokens()
        if old.get(entry.id) == (entry.position, tokens):
            del old[entry.id]
            continue
        change.update(words_of(tokens))
        rows.append(
            {"position": entry.position, "content_id": entry.id, "tokens": " ".join(tokens)}
        )
    for _, tokens in old.values():
        change.subtract(words_of(tokens))
    if old:
        await session.execute(delete(SearchDocument).where(SearchDocument.content_id.in_(old)))
    if rows:
        await session.execute(insert(SearchDocument), rows)
    return change


async def _read_documents(
    session: AsyncSession, ids: Sequence[int]
) -> dict[int, tuple[int, set[str]]]:
    rows = await session.execute(
        select(SearchDocument.content_id, SearchDocument.position, SearchDocument.tokens)
        .where(SearchDocument.content_id.in_(ids))
    )  # fmt: skip
    return {row.content_id: (row.position, read_tokens(row.tokens)) for row in rows}


async def _settle(session: AsyncSession) -> None:
    """Move what was just written into PostgreSQL's index proper, so that no search reads a heap.

    Written in one go it costs a fraction of what it does entry by entry.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select gin_clean_pending_list('ix_search_document_tokens')"))


async def _lock(session: AsyncSession) -> None:
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]
