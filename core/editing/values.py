"""The values of an entry as history keeps them: plain JSON, by column, with its terms as slugs."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import Column, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY, ContentTerm
from core.content.vocabulary import Vocabulary
from core.errors import Invalid

TERMS = {"categories": CATEGORY, "audiences": AUDIENCE, "accessibility": ACCESSIBILITY}
COMMON = (
    "title", "summary", "description", "language", "place_name", "street", "house_number",
    "postcode", "city", "lon", "lat", "area_id", "phone", "email", "website", "image", "image_alt",
)  # fmt: skip
"""Columns of ``content`` that an edit may change; the others follow from them."""


def own_columns(model: type[Any]) -> dict[str, Column[Any]]:
    """Return the columns of a kind's own table by name, without the id."""
    table = inspect(model).local_table
    return {column.name: column for column in table.columns if column.name != "id"}


def check_names(model: type[Any], names: Iterable[str]) -> None:
    """Raise ValueError for a name that is no field of the kind: a mistake of the caller."""
    unknown = set(names) - {*COMMON, *TERMS, *own_columns(model)}
    if unknown:
        raise ValueError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")


async def current_terms(
    session: AsyncSession, content_id: int, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Return the slugs of an entry's own terms by vocabulary, in the order of the vocabulary."""
    own = select(ContentTerm.term_id).where(
        ContentTerm.content_id == content_id, ContentTerm.is_own.is_(True)
    )
    ids = set((await session.scalars(own)).all())
    found: dict[str, list[str]] = {name: [] for name in TERMS}
    names = {vocabulary_: name for name, vocabulary_ in TERMS.items()}
    for term in vocabulary.terms:
        if term.id in ids and term.vocabulary in names:
            found[names[term.vocabulary]].append(term.slug)
    return found


def term_ids(terms: Mapping[str, list[str]], vocabulary: Vocabulary) -> set[int]:
    """Return the ids of terms; raises Invalid for one that does not exist."""
    found = set()
    for name, slugs in terms.items():
        for slug in slugs:
            term = vocabulary.find(TERMS[name], slug)
            if term is None:
                raise Invalid("Deze keuze bestaat niet: %(value)s.", value=slug[:60])
            found.add(term.id)
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates and times as ISO text."""
    return value.isoformat() if isinstance(value, date | time) else value
