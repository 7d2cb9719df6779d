"""Real addresses for pages with a parameter."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.neighbourhoods.models import Area
from plugins.wijkgids.models import READY, Guide
from plugins.wijkgids.service import NORMAL


async def _district(session: AsyncSession) -> Area:
    found = await session.scalar(select(Area).where(Area.kind == "district").order_by(Area.id))
    assert found
    return found


async def page_path(session: AsyncSession) -> str:
    """Return the address of a district's guide."""
    return f"/buurten/{(await _district(session)).slug}/wijkgids"


async def pdf_path(session: AsyncSession) -> str:
    """Return the address of a guide that is there."""
    area = await _district(session)
    if await session.get(Guide, (area.id, NORMAL, "nl")) is None:
        session.add(
            Guide(
                area_id=area.id, size=NORMAL, language="nl", state=READY, asked_at=now(),
                made_at=now(), version="", pages=1, file_size=4, content=b"%PDF",
            )
        )  # fmt: skip
        await session.commit()
    return f"/buurten/{area.slug}/wijkgids.pdf"


SAMPLES = {
    "/buurten/{area_slug:str}/wijkgids": page_path,
    "/buurten/{area_slug:str}/wijkgids.pdf": pdf_path,
}
