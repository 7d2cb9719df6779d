"""One entry of any kind, for who looks after it: its history, its picture."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import PUBLISHED, Content
from core.errors import NotFound
from core.permissions.service import ancestors_of, require

KEY = "core.organisation"
OWN = "/mijn/inhoud"
HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry as the pages around it name it."""

    id: int
    kind: str
    title: str
    slug: str
    is_public: bool
    version: int
    owner_slug: str
    """Of the organisation that looks after it; its own for an organisation; may be empty."""
    image: str
    image_alt: str

    @property
    def path(self) -> str:
        """Below which its pages are."""
        return f"{OWN}/{self.id}"


async def own_row(session: AsyncSession, content_id: int, *, by: Member | None) -> Any:
    """Return the row of an entry that the member may look after, whatever its status.

    Raises NotFound for what belongs to others and for kinds that are off.
    """
    row = None
    if 0 < content_id <= HIGHEST:
        row = await session.scalar(select(Content).where(Content.id == content_id))
    if row is None:
        raise NotFound("Deze pagina bestaat niet.")
    require(by, KEY, on=row, ancestors=await ancestors_of(session, row.area_id))
    return row


async def own_entry(session: AsyncSession, content_id: int, *, by: Member | None) -> OwnEntry:
    """Return an entry that the member may look after; see ``own_row``."""
    row = await own_row(session, content_id, by=by)
    owner_slug = row.slug if row.kind == "organisation" else None
    if row.owner_id and owner_slug is None:
        owner_slug = await session.scalar(select(Content.slug).where(Content.id == row.owner_id))
    return OwnEntry(
        row.id, row.kind, row.title, row.slug, row.status == PUBLISHED, row.version,
        owner_slug or "", row.image, row.image_alt,
    )  # fmt: skip
