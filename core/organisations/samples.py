"""Real addresses of pages about whose an organisation is, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import PLATFORM
from core.content.models import PUBLISHED
from core.neighbourhoods.models import Area
from core.organisations import claim_requests, claiming, registration
from core.organisations.models import Organisation


async def registration_path(session: AsyncSession) -> str:
    """Return the path of a fresh link that registers an organisation."""
    area_id = await session.scalar(select(Area.id).order_by(Area.id).limit(1))
    wanted = {
        "title": "Voorbeeldclub", "summary": "Wij doen iets voor de buurt.", "category": "",
        "area_id": area_id, "name": "Jo", "email": "jo@buurtbasis.example", "phone": "",
        "show_email": False, "show_phone": False, "consent": "",
    }  # fmt: skip
    secret = await access.issue(
        session, registration.PURPOSE, wanted["email"], registration.LASTS, place=PLATFORM,
        wanted=wanted,
    )  # fmt: skip
    await session.commit()
    return f"/registreren/{secret}"


async def _unclaimed(session: AsyncSession) -> Organisation:
    """Return an organisation that nobody looks after."""
    found = await session.scalars(
        select(Organisation)
        .where(Organisation.claimed_at.is_(None), Organisation.status == PUBLISHED)
        .order_by(Organisation.id)
        .limit(1)
    )
    row: Organisation = found.one()
    return row


async def claim_path(session: AsyncSession) -> str:
    """Return the path of a fresh invitation."""
    row = await _unclaimed(session)
    secret = await access.issue(
        session, claiming.PURPOSE, row.id, claiming.LASTS, email="info@buurtbasis.example"
    )
    await session.commit()
    return f"/claim/{secret}"


async def ours_path(session: AsyncSession) -> str:
    """Return the path of the form that says that an organisation is ours."""
    return f"/organisaties/{(await _unclaimed(session)).slug}/van-ons"


async def request_path(session: AsyncSession) -> str:
    """Return the path of a fresh link that proves who asks."""
    row = await _unclaimed(session)
    wanted = {
        "organisation_id": row.id, "name": "Jo", "email": "jo@buurtbasis.example", "phone": "",
        "note": "Ik ben de voorzitter.", "consent": "",
    }  # fmt: skip
    secret = await access.issue(
        session, claim_requests.PURPOSE, wanted["email"], claim_requests.LASTS, wanted=wanted
    )
    await session.commit()
    return f"/van-ons/{secret}"


SAMPLES = {
    "/registreren/{token:str}": registration_path,
    "/claim/{token:str}": claim_path,
    "/organisaties/{slug:str}/van-ons": ours_path,
    "/van-ons/{token:str}": request_path,
}
