"""An editor puts an organisation in the directory for its people, who may take it over later."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.content.models import PUBLISHED
from core.editing.service import create_entry
from core.errors import Forbidden
from core.freshness import service as freshness
from core.neighbourhoods.models import Area
from core.organisations.managed import KEY
from core.organisations.means import Means
from core.organisations.models import Organisation
from core.permissions.service import ancestors_of, may


@dataclass(frozen=True, slots=True)
class New:
    """What an editor says of an organisation."""

    title: str
    summary: str
    category: str
    area_id: int
    email: str
    phone: str


async def may_create(session: AsyncSession, area_id: int, *, by: Member) -> bool:
    """Whether the member looks after the organisations of an area."""
    area = await session.get_one(Area, area_id)
    return may(by, KEY, on=area, ancestors=await ancestors_of(session, area.id))


async def create(session: AsyncSession, wanted: New, means: Means, *, by: Member) -> str:
    """Publish an organisation on behalf of its people and return its slug.

    Nobody looks after it yet: it can be invited. Raises Forbidden outside the member's areas.
    """
    if not await may_create(session, wanted.area_id, by=by):
        raise Forbidden("Dit mag je niet doen met dit account.")
    values = {
        "title": wanted.title, "summary": wanted.summary, "area_id": wanted.area_id,
        "categories": [wanted.category] if wanted.category else [],
        "email": wanted.email, "phone": wanted.phone,
    }  # fmt: skip
    saved = await create_entry(
        session, Organisation, values, by=by, key=KEY, owner_id=None, status=PUBLISHED,
        vocabulary=means.vocabulary, reindex=means.reindex,
    )  # fmt: skip
    await freshness.begin(session, [saved.id])
    await audit.note(session, "organisations.create", f"content:{saved.id}", by=by)
    return saved.slug
