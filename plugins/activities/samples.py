"""A real address for every page of activities that has a parameter, for tests of each page."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content
from core.pages.samples import below_area


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


SAMPLES = {
    "/activiteiten/{slug:str}": one_activity,
    "/activiteiten/{slug:str}/kaart.json": its_point,
    **{
        f"/buurten/{{area_slug:str}}{path}": below_area(path)
        for path in (
            "/activiteiten", "/activiteiten/doorlopend", "/activiteiten/kaart.json",
            "/activiteiten.ics", "/activiteiten.atom",
        )
    },
}  # fmt: skip
