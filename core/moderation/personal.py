"""What moderation knows of a person: what they reported, asked or objected to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData, Retention
from core.moderation.models import ModerationCase

REPORTERS = timedelta(days=90)


async def export_cases(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the cases that the person began."""
    rows = await session.scalars(
        select(ModerationCase).where(_theirs(email, account_id)).order_by(ModerationCase.id)
    )
    return [
        {
            "Soort": row.kind, "Op": row.created_at, "Wat je schreef": row.body,
            "E-mailadres": row.email, "Staat": row.state, "Antwoord": row.answer,
        }
        for row in rows
    ]  # fmt: skip


async def erase_cases(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget who began a case and what they wrote; the decision stays."""
    return await changed(
        session,
        update(ModerationCase)
        .where(_theirs(email, account_id))
        .values(email="", account_id=None, body=""),
    )


def _theirs(email: str, account_id: int) -> Any:
    return or_(func.lower(ModerationCase.email) == email, ModerationCase.account_id == account_id)


async def _forget_reporters(session: AsyncSession, before: datetime) -> int:
    return await changed(
        session,
        update(ModerationCase)
        .where(ModerationCase.created_at < before, ModerationCase.email != "")
        .values(email=""),
    )


PERSONAL = (
    PersonalData(
        "core.cases", "Meldingen en bezwaren", export_cases, erase_cases,
        (Retention(
            "Het e-mailadres van wie iets meldt", "na de melding, of zodra die is afgehandeld",
            REPORTERS, _forget_reporters,
        ),),
    ),
)  # fmt: skip
