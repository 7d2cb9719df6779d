"""What every writer of content calls last: lists and search in line with the rows."""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from core.content.service import write_lists
from core.content.vocabulary import Vocabulary
from core.registry import Registry
from core.search.service import index


class Indexer:
    """Knows the words that plugins add to search, and the terms of the moment."""

    def __init__(self, registry: Registry, vocabulary: Callable[[], Vocabulary]) -> None:
        self._sources = registry.search
        self._vocabulary = vocabulary

    async def reindex(self, session: AsyncSession, ids: Sequence[int]) -> None:
        """Write lists and search again for entries, and touch the pages that show them."""
        await write_lists(session, ids)
        await index(session, ids, self._vocabulary(), self._sources)
