"""Real addresses for pages with a parameter."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.models import Area


async def screen_path(session: AsyncSession) -> str:
    """Return the address of a district's screen."""
    slug = await session.scalar(
        select(Area.slug).where(Area.kind == "district").order_by(Area.id).limit(1)
    )
    return f"/scherm/{slug}"


SAMPLES = {"/scherm/{slug:str}": screen_path}
