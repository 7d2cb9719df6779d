"""What editing knows of a person: what they were typing, and what they changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData, Retention
from core.editing import drafts
from core.editing.models import Draft, FormReceipt, Revision

Rows = Sequence[Mapping[str, Any]]
RECEIPTS = timedelta(days=7)


async def export_drafts(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return what was typed and not saved."""
    rows = await session.scalars(
        select(Draft).where(Draft.account_id == account_id).order_by(Draft.id)
    )
    return [
        {"Formulier": row.form, "Bewaard": row.updated_at, "Wat je invulde": row.fields}
        for row in rows
    ]


async def erase_drafts(session: AsyncSession, email: str, account_id: int) -> int:
    """Throw drafts away."""
    return await changed(session, delete(Draft).where(Draft.account_id == account_id))


async def export_changes(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return what the person changed, and when."""
    rows = await session.scalars(
        select(Revision).where(Revision.account_id == account_id).order_by(Revision.id)
    )
    return [
        {
            "Op": row.at, "Wat er gebeurde": row.action, "Nummer van de pagina": row.content_id,
            "Als": row.actor, "Opmerking": row.note,
        }
        for row in rows
    ]  # fmt: skip


async def erase_changes(session: AsyncSession, email: str, account_id: int) -> int:
    """Take the person's name off; the history of an entry stays whole."""
    return await changed(
        session, update(Revision).where(Revision.account_id == account_id).values(account_id=None)
    )


async def _forget_drafts(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(Draft).where(Draft.updated_at < before))


async def _forget_receipts(session: AsyncSession, before: datetime) -> int:
    return await changed(session, delete(FormReceipt).where(FormReceipt.at < before))


PERSONAL = (
    PersonalData(
        "core.drafts", "Wat je nog niet hebt opgeslagen", export_drafts, erase_drafts,
        (
            Retention(
                "Wat je typte en niet opsloeg", "nadat je het voor het laatst veranderde",
                drafts.KEPT, _forget_drafts,
            ),
            Retention(
                "Dat een formulier is verstuurd", "nadat het is verstuurd",
                RECEIPTS, _forget_receipts,
            ),
        ),
    ),
    PersonalData("core.changes", "Wat je hebt veranderd", export_changes, erase_changes),
)  # fmt: skip
