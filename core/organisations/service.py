"""Organisations for everybody: the directory and the page of one."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.content import service as content
from core.content.listing import PAGE, Listed, has_any_term, has_terms, list_area, within_km
from core.content.models import Content, ContentArea
from core.content.service import Entry
from core.content.vocabulary import Vocabulary
from core.organisations.models import Organisation

PATH = "/organisaties"


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page of an organisation shows."""

    entry: Entry
    nature: str


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
    after: str = ""


async def find_directory(session: AsyncSession, wanted: Wanted, limit: int = PAGE) -> Listed:
    """Return a page of the directory, by name."""
    if wanted.ids == ():
        return Listed([], "", 0)
    content_id = ContentArea.content_id
    conditions = [
        *has_any_term(content_id, wanted.categories),
        *has_any_term(content_id, wanted.audiences),
        *has_terms(content_id, wanted.facts),
    ]
    if wanted.ids:
        conditions.append(Content.id.in_(wanted.ids))
    if wanted.circle:
        conditions += within_km(*wanted.circle)
    return await list_area(
        session, "organisation", wanted.area_id,
        conditions=tuple(conditions), after=wanted.after, limit=limit,
    )  # fmt: skip


async def read_detail(session: AsyncSession, slug: str, vocabulary: Vocabulary) -> Detail:
    """Return an organisation by its address; raises NotFound, Gone or Moved."""
    row: Organisation = await content.find_entry(session, Organisation, PATH, slug)
    return Detail(await content.describe(session, row, vocabulary), row.nature)
