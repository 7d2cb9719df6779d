"""What an entry is found by: its own texts, and those of its terms, owner, place and areas."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content, ContentTerm
from core.content.vocabulary import Vocabulary
from core.declarations import SearchSource
from core.neighbourhoods.models import Area, AreaAncestor
from core.search.tokens import (
    area_filter,
    document_tokens,
    kind_filter,
    position,
    term_filter,
)

if TYPE_CHECKING:
    from core.registry import Owned

Sources = Sequence["Owned[SearchSource]"]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """A published entry with the parts of its document."""

    id: int
    kind: str
    area_id: int
    published_at: datetime | None
    title: str
    keywords: list[str]
    body: list[str]
    filters: list[str] = field(default_factory=list)

    @property
    def position(self) -> int:
        """The place of the entry in the order of answers."""
        return position(self.published_at, self.id)

    def tokens(self) -> set[str]:
        """Return what the index holds of the entry."""
        return document_tokens(
            self.title, " ".join(self.keywords), " ".join(self.body), self.filters
        )


async def read_entries(
    session: AsyncSession, ids: Sequence[int], vocabulary: Vocabulary, sources: Sources
) -> list[Entry]:
    """Return those of ``ids`` that are published, whatever their kind."""
    entries = {entry.id: entry for entry in await _read_content(session, ids)}
    await _add_terms(session, entries, vocabulary)
    await _add_areas(session, entries)
    for owned in sources:
        wanted = [entry.id for entry in entries.values() if entry.kind == owned.item.kind]
        if wanted:
            for id_, words in (await _ask(session, owned, wanted)).items():
                if id_ in entries:
                    entries[id_].body.append(words)
    return list(entries.values())


async def _read_content(session: AsyncSession, ids: Sequence[int]) -> list[Entry]:
    table = Content.__table__
    owner = table.alias()
    rows = await session.execute(
        select(
            table.c.id, table.c.kind, table.c.area_id, table.c.published_at, table.c.title,
            table.c.summary, table.c.description, table.c.place_name, table.c.street,
            table.c.postcode, table.c.city, owner.c.title.label("owner"),
        )
        .outerjoin(owner, owner.c.id == table.c.owner_id)
        .where(table.c.id.in_(ids), table.c.status == PUBLISHED)
    )  # fmt: skip
    return [
        Entry(
            row.id, row.kind, row.area_id, row.published_at, row.title,
            [row.owner or "", row.place_name, row.street, row.postcode[:4], row.city],
            [row.summary, row.description],
            [kind_filter(row.kind)],
        )
        for row in rows
    ]  # fmt: skip


async def _add_terms(
    session: AsyncSession, entries: Mapping[int, Entry], vocabulary: Vocabulary
) -> None:
    """Add the names of an entry's own terms, and filters for those above them too."""
    rows = await session.execute(
        select(ContentTerm.content_id, ContentTerm.term_id, ContentTerm.is_own)
        .where(ContentTerm.content_id.in_(entries))
    )  # fmt: skip
    for content_id, term_id, is_own in rows:
        entry, term = entries[content_id], vocabulary.by_id.get(term_id)
        entry.filters.append(term_filter(term_id))
        if is_own and term:
            entry.keywords.append(term.name)


async def _add_areas(session: AsyncSession, entries: Mapping[int, Entry]) -> None:
    """Add the names of the area and of all above it, and a filter for each."""
    above: dict[int, list[tuple[int, str]]] = {}
    rows = await session.execute(
        select(AreaAncestor.area_id, Area.id, Area.name)
        .join(Area, Area.id == AreaAncestor.ancestor_id)
        .where(AreaAncestor.area_id.in_({entry.area_id for entry in entries.values()}))
    )
    for area_id, ancestor_id, name in rows:
        above.setdefault(area_id, []).append((ancestor_id, name))
    for entry in entries.values():
        for ancestor_id, name in above.get(entry.area_id, ()):
            entry.filters.append(area_filter(ancestor_id))
            entry.keywords.append(name)


async def _ask(
    session: AsyncSession, owned: "Owned[SearchSource]", ids: Sequence[int]
) -> Mapping[int, str]:
    """Return the texts of a source; one that raises is logged and left out.

    The savepoint keeps a failed statement of a plugin from ending our transaction.
    """
    try:
        async with session.begin_nested():
            texts: Mapping[int, Any] = await owned.item.texts(session, ids)
            return {id_: str(words) for id_, words in texts.items()}
    except Exception:
        log.exception("Search source of plugin '%s' failed; its words are left out.", owned.plugin)
        return {}
