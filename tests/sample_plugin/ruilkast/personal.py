"""What cabinets know of a person: which ones an editor looked at."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from hooks import PersonalData, Retention
from ruilkast.models import Cabinet

TABLE = Cabinet.__table__.c
"""Columns of its own table: a model of content sees no rows while the plugin is off."""


async def export_sightings(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the cabinets that the person looked at last."""
    rows = await session.execute(
        select(TABLE.id, TABLE.seen_at).where(TABLE.seen_by == account_id).order_by(TABLE.id)
    )
    return [{"Nummer van de kast": row.id, "Gezien op": row.seen_at} for row in rows]


async def erase_sightings(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget who looked; when is kept."""
    return await changed(
        session,
        update(Cabinet.__table__).where(TABLE.seen_by == account_id).values(seen_by=None),
    )


async def forget_sightings(session: AsyncSession, before: datetime) -> int:
    """Forget who looked long ago."""
    old = TABLE.seen_by.is_not(None), TABLE.seen_at < before
    return await changed(session, update(Cabinet.__table__).where(*old).values(seen_by=None))


SIGHTINGS = PersonalData(
    "ruilkast.sightings", "Ruilkasten die je bekeek", export_sightings, erase_sightings,
    (Retention("Wie een ruilkast bekeek", "daarna", timedelta(days=365), forget_sightings),),
)  # fmt: skip
