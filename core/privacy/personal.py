"""What a person agreed to: given to them, and left without a name when they are erased."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData
from core.privacy.models import Consent
from core.privacy.service import consents_of


async def export_consents(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return what the person agreed to."""
    return [
        {
            "Waarvoor": one.purpose,
            "De tekst": one.text,
            "Op": one.at,
            "Ingetrokken": one.withdrawn_at,
        }
        for one in await consents_of(session, email, account_id)
    ]


async def erase_consents(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget whose they were: words and moment stay, to show that we asked."""
    mine = or_(Consent.email == email, Consent.account_id == account_id)
    return await changed(session, update(Consent).where(mine).values(email="", account_id=None))


PERSONAL = (
    PersonalData("core.consents", "Waar je toestemming voor gaf", export_consents, erase_consents),
)
