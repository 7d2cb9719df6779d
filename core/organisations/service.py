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
from core.search.narrowing import Filters, few

KIND, PATH = "organisation", "/organisaties"


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page of an organisation shows."""

    entry: Entry
    nature: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the directory is asked for; ``ids`` None means any organisation."""

    area_id: int
    is_root: bool
    """Whether the area is the whole platform."""
    categories: tuple[int, ...] = ()
    audiences: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    circle: tuple[float, float, float] | None = None
    """Longitude, latitude and kilometres."""
    near_areas: tuple[int, ...] = ()
    """Areas that touch the circle."""
    ids: tuple[int, ...] | None = None
    after: str = ""


async def find_directory(session: AsyncSession, wanted: Wanted, limit: int = PAGE) -> Listed:
    """Return a page of the directory, by name."""
    terms = (wanted.categories, wanted.audiences)
    ids, conditions = wanted.ids, list[ColumnElement[bool]]()
    if ids is None:
        area_id = None if wanted.is_root else wanted.area_id
        near = (wanted.circle, wanted.near_areas)
        ids = await few(session, Filters(KIND, area_id, terms, wanted.facts, *near))
    if ids is None or wanted.ids is not None:
        conditions += [one for group in terms for one in has_any_term(Content.id, group)]
        conditions += has_terms(Content.id, wanted.facts)
        conditions += within_km(*wanted.circle) if wanted.circle else []
    if ids == ():
        return Listed([], "", 0)
    return await list_area(
        session, KIND, wanted.area_id,
        conditions=tuple(conditions), ids=ids, after=wanted.after, limit=limit,
    )  # fmt: skip


async def read_detail(session: AsyncSession, slug: str, vocabulary: Vocabulary) -> Detail:
    """Return an organisation by its address; raises NotFound, Gone or Moved."""
    row: Organisation = await content.find_entry(session, Organisation, PATH, slug)
    return Detail(await content.describe(session, row, vocabulary), row.nature)
