"""Pure: what the index holds of an entry, written the same on both databases.

A token is a folded word with a letter in front that says where it stands: ``t`` in the title,
``k`` in title or keywords, ``b`` anywhere. So a title word is there three times, and no search
has to look where in an entry a word was. Filters begin with ``_``, which no word has.
Stems are not stored: ``search_term`` knows which words share one.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from core.search.text import kept_words

TITLE, KEYWORDS, ANYWHERE = "t", "k", "b"
"""The fields in the order of the tiers: what matches in the first comes first."""

LONGEST_BODY = 100_000
"""Characters of a description that are indexed."""

_NEWEST = 2**32
_IDS = 31
_ID_BITS = 0x7FFF_FFFF


def position(published_at: datetime | None, content_id: int) -> int:
    """Return the place of an entry in the order newest first (to the second), then by id.

    It is the row's key, so that a search reads in this order and stops when it has enough.
    """
    seconds = int(published_at.timestamp()) if published_at else 0
    seconds = min(max(seconds, 1), _NEWEST - 1)
    return (_NEWEST - seconds) << _IDS | content_id


def content_id(position: int) -> int:
    """Return the entry at a position."""
    return position & _ID_BITS


def document_tokens(title: str, keywords: str, body: str, filters: Iterable[str]) -> set[str]:
    """Return the tokens of an entry."""
    in_title = set(kept_words(title))
    in_keywords = in_title.union(kept_words(keywords))
    anywhere = in_keywords.union(kept_words(body[:LONGEST_BODY]))
    return {
        *(TITLE + word for word in in_title),
        *(KEYWORDS + word for word in in_keywords),
        *(ANYWHERE + word for word in anywhere),
        *filters,
    }


def words_of(tokens: Iterable[str]) -> set[str]:
    """Return the folded words behind the tokens of an entry."""
    return {token[1:] for token in tokens if token[0] == ANYWHERE}


def read_tokens(stored: str) -> set[str]:
    """Return the tokens of a stored document; PostgreSQL writes quotes around each."""
    return set(stored.replace("'", "").split())


def kind_filter(kind: str) -> str:
    """Return the token of a kind of content."""
    return "_k_" + re.sub(r"[^a-z0-9_]", "_", kind.lower())


def area_filter(area_id: int) -> str:
    """Return the token of an area and all that lies in it."""
    return f"_a{area_id}"


def term_filter(term_id: int) -> str:
    """Return the token of a term, of those below it too."""
    return f"_t{term_id}"
