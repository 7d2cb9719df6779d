"""A real address for every page of cabinets that has a parameter, for tests of each page."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED
from core.pages.samples import below_area
from ruilkast.models import Cabinet
from ruilkast.service import PATH


async def one_cabinet(session: AsyncSession) -> str:
    """Return the address of the first cabinet."""
    slug = await session.scalar(
        select(Cabinet.slug).where(Cabinet.status == PUBLISHED).order_by(Cabinet.id).limit(1)
    )
    return f"{PATH}/{slug}"


SAMPLES = {
    f"{PATH}/{{slug:str}}": one_cabinet,
    f"/buurten/{{area_slug:str}}{PATH}": below_area(PATH),
}
