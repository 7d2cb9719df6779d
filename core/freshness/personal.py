"""What freshness knows of a person: which organisations an editor called."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData, Retention
from core.freshness.models import PhoneCall

CALLS = timedelta(days=2 * 365)


async def export_calls(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the calls that the person made."""
    rows = await session.scalars(
        select(PhoneCall).where(PhoneCall.account_id == account_id).order_by(PhoneCall.id)
    )
    return [
        {
            "Nummer van de organisatie": row.organisation_id, "Op": row.at,
            "Uitkomst": row.outcome, "Opmerking": row.note,
        }
        for row in rows
    ]  # fmt: skip


async def erase_calls(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget who called."""
    return await changed(
        session, update(PhoneCall).where(PhoneCall.account_id == account_id).values(account_id=None)
    )


async def _forget_calls(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(PhoneCall).where(PhoneCall.at < before))


PERSONAL = (
    PersonalData(
        "core.calls", "Telefoongesprekken die je noteerde", export_calls, erase_calls,
        (Retention(
            "Wat er over een telefoongesprek is genoteerd", "na het gesprek", CALLS, _forget_calls
        ),),
    ),
)  # fmt: skip
