"""Activities for who looks after them: those of an organisation, and one to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import ARCHIVED, DRAFT, HIDDEN, PUBLISHED, REVIEW, Content, ContentAlias
from core.content.vocabulary import Vocabulary
from core.editing.values import current_terms
from core.errors import Moved, NotFound
from core.organisations.own import find_own
from core.permissions.service import ancestors_of, require
from plugins.activities.agenda import next_dates
from plugins.activities.models import ONGOING, Activity
from plugins.activities.service import PUBLISH

OWN = "/mijn/activiteiten"
MOST = 500
ENDED = "ended"
STATE_LABELS = {
    REVIEW: "Wacht op de buurtredactie",
    DRAFT: "Nog niet op de site",
    PUBLISHED: "Op de site",
    ENDED: "Geweest: er komen geen data meer",
    HIDDEN: "Niet op de site",
    ARCHIVED: "In het archief",
}
"""What each state is called (msgids), in the order of lists: what waits for somebody first."""


@dataclass(frozen=True, slots=True)
class OwnerPlace:
    """An organisation with what an activity takes over from it."""

    id: int
    owner_id: int | None
    area_id: int
    title: str
    slug: str
    place_name: str
    street: str
    house_number: str
    postcode: str
    city: str
    lon: float | None
    lat: float | None
    phone: str
    email: str
    website: str

    @property
    def path(self) -> str:
        """Where its activities are looked after."""
        return f"/mijn/organisaties/{self.slug}/activiteiten"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An activity in the list of its organisation; ``starts_at`` is its next date."""

    id: int
    title: str
    slug: str
    state: str
    is_ongoing: bool
    schedule_note: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_cancelled: bool = False


async def read_owner(
    session: AsyncSession, slug: str, *, by: Member | None, below: str = ""
) -> OwnerPlace:
    """Return an organisation whose activities the member may write; raises NotFound or Moved."""
    own = await find_own(session, slug, by=by, key=PUBLISH, below=f"/activiteiten{below}")
    return await owner_of(session, own.id)


async def owner_of(session: AsyncSession, id_: int | None) -> OwnerPlace:
    """Return an organisation by its id; the caller has asked the permission."""
    columns = [getattr(Content, name) for name in OwnerPlace.__dataclass_fields__]
    row = (await session.execute(select(*columns).where(Content.id == id_))).first()
    if row is None:
        raise NotFound("Deze pagina bestaat niet.")
    return OwnerPlace(*row)


async def list_own(
    session: AsyncSession, owner_id: int, at: datetime, *, by: Member
) -> dict[str, list[OwnLine]]:
    """Return the activities of an organisation by state, in the order of ``STATE_LABELS``."""
    owner = await owner_of(session, owner_id)
    require(by, PUBLISH, on=owner, ancestors=await ancestors_of(session, owner.area_id))
    table = Activity.__table__.c
    rows = (
        await session.execute(
            select(
                Content.id, Content.title, Content.slug, Content.status, table.mode,
                table.schedule_note,
            )
            .join(Activity.__table__, table.id == Content.id)
            .where(Content.owner_id == owner_id, Content.kind == "activity")
            .order_by(Content.sort_key, Content.id)
            .limit(MOST)
        )
    ).all()  # fmt: skip
    dates = await next_dates(session, [row.id for row in rows], at) if rows else {}
    found: dict[str, list[OwnLine]] = {state: [] for state in STATE_LABELS}
    for row in rows:
        is_ongoing, date = row.mode == ONGOING, dates.get(row.id)
        is_over = row.status == PUBLISHED and not is_ongoing and date is None
        line = OwnLine(
            row.id, row.title, row.slug, ENDED if is_over else row.status, is_ongoing,
            row.schedule_note, date.starts_at if date else None, date.ends_at if date else None,
            bool(date and date.is_cancelled),
        )  # fmt: skip
        found.setdefault(line.state, []).append(line)
    return {state: lines for state, lines in found.items() if lines}


async def find_for_change(
    session: AsyncSession, slug: str, *, by: Member | None, below: str = ""
) -> Any:
    """Return the row of an activity that the member may change, whatever its status.

    Raises NotFound for what belongs to others, and Moved for a former address.
    """
    row = await session.scalar(select(Activity).where(Activity.slug == slug))
    if row is None:
        alias = await session.get(ContentAlias, ("activity", slug))
        now = select(Content.slug).where(Content.id == (alias.content_id if alias else None))
        current = await session.scalar(now)
        if current is None:
            raise NotFound("Deze pagina bestaat niet.")
        raise Moved(f"{OWN}/{current}{below}")
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    return row


async def terms_of(
    session: AsyncSession, row: Any, vocabulary: Vocabulary
) -> Mapping[str, list[str]]:
    """Return the slugs of an activity's terms, by field."""
    return await current_terms(session, row.id, vocabulary)


async def recent(session: AsyncSession, owner_id: int, limit: int) -> list[tuple[str, str]]:
    """Return titles and slugs of an organisation's activities, the latest first; the caller has
    asked the permission."""
    rows = await session.execute(
        select(Content.title, Content.slug)
        .where(Content.owner_id == owner_id, Content.kind == "activity")
        .order_by(Content.id.desc())
        .limit(limit)
    )
    return [(title, slug) for title, slug in rows]
