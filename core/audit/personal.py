"""What the audit log knows of a person: the number of their account, beside what it did."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.models import AuditEntry
from core.declarations import PersonalData


async def export_log(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return what the account did, and what was done to it."""
    rows = await session.scalars(
        select(AuditEntry)
        .where(
            or_(AuditEntry.actor_id == account_id, AuditEntry.subject == f"account:{account_id}")
        )
        .order_by(AuditEntry.id)
    )
    return [
        {
            "Op": row.at, "Wat er gebeurde": row.action, "Waarmee": row.subject,
            "Door jou": row.actor_id == account_id, "Netwerk": row.origin,
        }
        for row in rows
    ]  # fmt: skip


async def erase_log(session: AsyncSession, email: str, account_id: int) -> int:
    """Leave the log as it is: it names nobody, and without the account a number says nothing."""
    return 0


PERSONAL = (PersonalData("core.log", "Regels in het logboek", export_log, erase_log),)
