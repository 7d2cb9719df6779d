"""A real address for every page of activities that has a parameter, for tests of each page."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.clock import now
from core.content.models import PUBLISHED, Content
from core.pages.samples import below_area
from plugins.activities.models import Occurrence


async def one_activity(session: AsyncSession) -> str:
    """Return the address of the first activity."""
    slug = await session.scalar(
        select(Content.slug)
        .where(Content.kind == "activity", Content.status == PUBLISHED)
        .order_by(Content.id)
        .limit(1)
    )
    return f"/activiteiten/{slug}"


async def its_point(session: AsyncSession) -> str:
    """Return the address of where the first activity is."""
    return f"{await one_activity(session)}/kaart.json"


async def own_list(session: AsyncSession) -> str:
    """Return the address where the organisation of the first activity looks after it."""
    owner = aliased(Content)
    slug = await session.scalar(
        select(owner.slug)
        .join(Content, Content.owner_id == owner.id)
        .where(Content.kind == "activity", Content.status == PUBLISHED)
        .order_by(Content.id)
        .limit(1)
    )
    return f"/mijn/organisaties/{slug}/activiteiten"


async def new_one(session: AsyncSession) -> str:
    """Return the address at which that organisation adds another."""
    return f"{await own_list(session)}/nieuw"


async def change_one(session: AsyncSession) -> str:
    """Return the address at which the first activity is changed."""
    return f"/mijn{await one_activity(session)}"


async def its_dates(session: AsyncSession) -> str:
    """Return the address at which one of its dates is cancelled."""
    return f"{await change_one(session)}/data"


async def its_first_date(session: AsyncSession) -> str:
    """Return the address at which one of those dates is moved."""
    slug, number = (
        await session.execute(
            select(Content.slug, Occurrence.id)
            .join(Occurrence, Occurrence.activity_id == Content.id)
            .where(Content.status == PUBLISHED, Occurrence.over_at > now())
            .order_by(Occurrence.starts_at.desc())
            .limit(1)
        )
    ).one()
    return f"/mijn/activiteiten/{slug}/data/{number}"


SAMPLES = {
    "/mijn/organisaties/{slug:str}/activiteiten": own_list,
    "/mijn/organisaties/{slug:str}/activiteiten/nieuw": new_one,
    "/mijn/activiteiten/{slug:str}": change_one,
    "/mijn/activiteiten/{slug:str}/data": its_dates,
    "/mijn/activiteiten/{slug:str}/data/{number:int}": its_first_date,
    "/activiteiten/{slug:str}": one_activity,
    "/activiteiten/{slug:str}/kaart.json": its_point,
    **{
        f"/buurten/{{area_slug:str}}{path}": below_area(path)
        for path in (
            "/activiteiten", "/activiteiten/doorlopend", "/activiteiten/kaart.json",
            "/activiteiten.ics", "/activiteiten.atom", "/activiteiten/embed",
            "/activiteiten/insluiten",
        )
    },
}  # fmt: skip
