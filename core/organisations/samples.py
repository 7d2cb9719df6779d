"""Real addresses of pages about whose an organisation is, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import PLATFORM
from core.neighbourhoods.models import Area
from core.organisations import registration


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
