"""What pictures know of a person: who put them here."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData
from core.media.models import Image


async def export_pictures(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the pictures that the person put here."""
    rows = await session.scalars(
        select(Image).where(Image.uploaded_by == account_id).order_by(Image.created_at)
    )
    return [{"Foto": f"/media/{row.hash}", "Geplaatst": row.created_at} for row in rows]


async def erase_pictures(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget who put them here; a picture belongs to its entry."""
    return await changed(
        session, update(Image).where(Image.uploaded_by == account_id).values(uploaded_by=None)
    )


PERSONAL = (
    PersonalData("core.pictures", "Foto's die je plaatste", export_pictures, erase_pictures),
)
