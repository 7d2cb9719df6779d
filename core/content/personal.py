"""Public entries on which the address of a person stands: their contact, out in the open."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.content.service import touch_content
from core.db.counted import changed
from core.declarations import PersonalData


async def export_entries(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the entries that name the address as contact."""
    table = Content.__table__.c
    rows = await session.execute(
        select(table.title, table.kind, table.email)
        .where(func.lower(table.email) == email)
        .order_by(table.id)
    )
    return [{"Titel": row.title, "Soort": row.kind, "E-mailadres erbij": row.email} for row in rows]


async def erase_entries(session: AsyncSession, email: str, account_id: int) -> int:
    """Take the address off the entries; the rest of an entry is of its organisation."""
    table = Content.__table__.c
    ids = list(await session.scalars(select(table.id).where(func.lower(table.email) == email)))
    if ids:
        await touch_content(session, ids)
    return await changed(session, update(Content).where(Content.id.in_(ids)).values(email=""))


PERSONAL = (
    PersonalData(
        "core.entries", "Openbare gegevens waar je adres bij staat", export_entries, erase_entries
    ),
)
