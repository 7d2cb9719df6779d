"""What organisations know of a person: who said that an organisation is theirs."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData, Retention
from core.organisations.models import OrganisationClaim

REFUSED_CLAIMS = timedelta(days=365)
UNANSWERED = timedelta(days=365)


async def export_claims(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return the organisations that the person registered or claimed."""
    rows = await session.scalars(
        select(OrganisationClaim).where(_theirs(email, account_id)).order_by(OrganisationClaim.id)
    )
    return [
        {
            "Nummer van de organisatie": row.organisation_id, "Soort": row.kind,
            "E-mailadres": row.email, "Naam": row.name, "Telefoon": row.phone,
            "Op": row.created_at, "Wat je schreef": row.note, "Staat": row.state,
            "Antwoord": row.reason,
        }
        for row in rows
    ]  # fmt: skip


async def erase_claims(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget whose claims they were; those that wait are over."""
    over = case((OrganisationClaim.state == "approved", "approved"), else_="refused")
    return await changed(
        session,
        update(OrganisationClaim)
        .where(_theirs(email, account_id))
        .values(email="", name="", phone="", account_id=None, note="", state=over),
    )


def _theirs(email: str, account_id: int) -> Any:
    return or_(
        func.lower(OrganisationClaim.email) == email, OrganisationClaim.account_id == account_id
    )


async def _forget_refused(session: AsyncSession, before: datetime) -> int:
    refused = OrganisationClaim.state == "refused", OrganisationClaim.decided_at < before
    return await changed(session, delete(OrganisationClaim).where(*refused))


async def _forget_unanswered(session: AsyncSession, before: datetime) -> int:
    old = OrganisationClaim.state == "unconfirmed", OrganisationClaim.created_at < before
    return await changed(session, delete(OrganisationClaim).where(*old))


PERSONAL = (
    PersonalData(
        "core.claims", "Organisaties die je aanmeldde", export_claims, erase_claims,
        (
            Retention(
                "Een aanmelding die is afgewezen", "nadat zij is afgewezen",
                REFUSED_CLAIMS, _forget_refused,
            ),
            Retention(
                "Een uitnodiging waarop een organisatie niets liet horen", "nadat zij is verstuurd",
                UNANSWERED, _forget_unanswered,
            ),
        ),
    ),
)  # fmt: skip
