"""Real addresses for the pages of mail, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.mail.models import OutboxMail
from core.mail.service import post

OUTBOX = "/beheer/postvak"


async def _mail(session: AsyncSession) -> OutboxMail:
    """Return the mail of the samples, posted if it is not there."""
    await post(session, "core.test", "voorbeeld@buurtbasis.example", key="sample", data={})
    await session.commit()
    wanted = select(OutboxMail).where(OutboxMail.effect_key == "core.test:sample")
    return (await session.scalars(wanted)).one()


async def mail_path(session: AsyncSession) -> str:
    """Return the page of a mail."""
    return f"{OUTBOX}/{(await _mail(session)).id}"


async def html_path(session: AsyncSession) -> str:
    """Return a mail as it looks."""
    return f"{await mail_path(session)}/html"


async def stop_path(session: AsyncSession) -> str:
    """Return the page where a mail is stopped."""
    return f"/afmelden/{(await _mail(session)).stop_token}"


SAMPLES = {
    "/beheer/postvak/{mail_id:int}": mail_path,
    "/beheer/postvak/{mail_id:int}/html": html_path,
    "/afmelden/{token:str}": stop_path,
}
