"""Organisations as their own people see them: which are theirs, and how each of them stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION, Member
from core.content.models import Content, ContentAlias
from core.editing.models import Revision
from core.errors import Moved, NotFound
from core.organisations.models import Organisation
from core.permissions.service import ancestors_of, require

KEY = "core.organisation"
OWN = "/mijn/organisaties"


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation for who looks after it."""

    id: int
    owner_id: int | None
    area_id: int
    title: str
    slug: str
    status: str
    summary: str
    description: str
    has_contact: bool
    has_category: bool
    version: int
    since: datetime | None
    """Since when it has this status, where its history says so."""

    @property
    def path(self) -> str:
        """Where it is looked after."""
        return f"{OWN}/{self.slug}"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of a member's organisations in a list."""

    title: str
    slug: str
    status: str


async def list_own(session: AsyncSession, *, by: Member) -> list[OwnLine]:
    """Return the organisations that a member has a role for, by name."""
    ids = {grant.scope_id for grant in by.grants if grant.scope == ORGANISATION}
    if not ids:
        return []
    rows = await session.execute(
        select(Content.title, Content.slug, Content.status)
        .where(Content.id.in_(ids), Content.kind == "organisation")
        .order_by(Content.sort_key, Content.id)
    )
    return [OwnLine(*row) for row in rows]


async def find_own(
    session: AsyncSession, slug: str, *, by: Member | None, key: str = KEY, below: str = ""
) -> OwnOrganisation:
    """Return an organisation that the member may look after, whatever its status.

    ``key`` is the permission asked; ``below`` is what follows the organisation in the address of
    the page. Raises NotFound for what belongs to others, and Moved for a former address.
    """
    row = await session.scalar(select(Organisation).where(Organisation.slug == slug))
    if row is None:
        raise await _moved(session, slug, below)
    require(by, key, on=row, ancestors=await ancestors_of(session, row.area_id))
    return OwnOrganisation(
        row.id, row.owner_id, row.area_id, row.title, row.slug, row.status, row.summary,
        row.description, bool(row.phone or row.email or row.website), row.category_id is not None,
        row.version, await _since(session, row.id, row.status),
    )  # fmt: skip


async def _moved(session: AsyncSession, slug: str, below: str) -> Moved | NotFound:
    alias = await session.get(ContentAlias, ("organisation", slug))
    if alias is None:
        return NotFound("Deze pagina bestaat niet.")
    current = await session.scalar(select(Content.slug).where(Content.id == alias.content_id))
    return Moved(f"{OWN}/{current}{below}") if current else NotFound("Deze pagina bestaat niet.")


async def _since(session: AsyncSession, content_id: int, status: str) -> datetime | None:
    """Return when its history last says that it got this status."""
    at: datetime | None = await session.scalar(
        select(Revision.at)
        .where(Revision.content_id == content_id, Revision.action == status)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return at
