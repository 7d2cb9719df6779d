"""Cabinets for everybody: the list of an area, the page of one, and noting that one was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.content import service as content
from core.content.listing import PAGE, Listed, list_area
from core.content.models import Content
from core.content.service import Entry
from core.content.vocabulary import Vocabulary
from core.permissions.service import ancestors_of, require
from ruilkast.models import Cabinet

PATH = "/ruilkasten"


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page of a cabinet shows."""

    entry: Entry
    holds: str
    is_quiet: bool


async def list_cabinets(
    session: AsyncSession, area_id: int, *, after: str = "", limit: int = PAGE
) -> Listed:
    """Return a page of the cabinets of an area, by title; raises BadQuery for a strange key."""
    return await list_area(session, "ruilkast", area_id, after=after, limit=limit)


async def read_detail(session: AsyncSession, slug: str, vocabulary: Vocabulary) -> Detail:
    """Return a cabinet by its address; raises NotFound, Gone or Moved."""
    row: Cabinet = await content.find_entry(session, Cabinet, PATH, slug)
    return Detail(await content.describe(session, row, vocabulary), row.holds, row.is_quiet)


async def note_seen(session: AsyncSession, slug: str, *, by: Member | None) -> None:
    """Note that somebody looked today; raises Forbidden, NotFound, Gone or Moved."""
    row: Cabinet = await content.find_entry(session, Cabinet, PATH, slug)
    member = require(by, "ruilkast.see", on=row, ancestors=await ancestors_of(session, row.area_id))
    row.seen_at, row.seen_by, row.is_quiet = now(), member.account_id, False
    await content.touch_content(session, [row.id])


async def area_of(session: AsyncSession, content_id: int) -> int | None:
    """Return the area of an entry of any kind."""
    return await session.scalar(select(Content.area_id).where(Content.id == content_id))


async def search_texts(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
    """Return what a cabinet is found by beside its title and description."""
    table = Cabinet.__table__.c
    rows = await session.execute(select(table.id, table.holds).where(table.id.in_(ids)))
    return {row.id: row.holds for row in rows}
