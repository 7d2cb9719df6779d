"""Organisations for everybody: the directory and the page of one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from core.content import service as content
from core.content.listing import PAGE, Listed, has_any_term, has_terms, list_area, within_km
from core.content.models import Content
from core.content.service import Entry
from core.content.vocabulary import Vocabulary
from core.organisations.models import Organisation
from core.organisations.unclaimed import without_personal

KIND, PATH = "organisation", "/organisaties"


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page of an organisation shows."""

    entry: Entry
    nature: str
    is_claimed: bool
    """Whether its own people look after it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is asked for; ``ids`` None means any organisation."""

    area_id: int
    categories: tuple[int, ...] = ()
    audiences: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    circle: tuple[float, float, float] | None = None
    """Longitude, latitude and kilometres."""
    ids: tuple[int, ...] | None = None
    fit: tuple[int, ...] | None = None
    """Every organisation that meets the filters, where that is known."""
    after: str = ""


async def find_directory(session: AsyncSession, wanted: Wanted, limit: int = PAGE) -> Listed:
    """Return a page of the directory, by name."""
    ids = wanted.fit if wanted.ids is None else wanted.ids
    if ids == ():
        return Listed([], "", 0)
    conditions: list[ColumnElement[bool]] = []
    if wanted.fit is None:
        for group in (wanted.categories, wanted.audiences):
            conditions += has_any_term(Content.id, group)
        conditions += has_terms(Content.id, wanted.facts)
        conditions += within_km(*wanted.circle) if wanted.circle else []
    return await list_area(
        session, KIND, wanted.area_id,
        conditions=tuple(conditions), ids=ids, after=wanted.after, limit=limit,
    )  # fmt: skip


async def read_detail(session: AsyncSession, slug: str, vocabulary: Vocabulary) -> Detail:
    """Return an organisation by its address; raises NotFound, Gone or Moved.

    What may be personal is left out while nobody looks after it.
    """
    row: Organisation = await content.find_entry(session, Organisation, PATH, slug)
    entry = await content.describe(session, row, vocabulary)
    is_claimed = row.claimed_at is not None
    shown = entry if is_claimed or row.on_behalf else without_personal(entry)
    return Detail(shown, row.nature, is_claimed)
