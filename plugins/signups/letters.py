"""Mails about a sign-up, each with a link to the page of it."""

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_datetime
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import issue
from core.clock import local, now
from core.content.models import Content
from core.declarations import Email
from core.mail.service import post

PURPOSE = "signups.own"
LASTS = timedelta(days=30)
"""A link works until so long after the date; as long as the sign-up is kept."""
OPEN_ENDED = timedelta(days=365)

WHY = "Je krijgt deze mail omdat je je met dit adres aanmeldde voor een activiteit."
EMAILS = (
    Email("signups.confirm", "Bevestig je aanmelding", WHY),
    Email("signups.confirmed", "Je komt", WHY),
    Email("signups.requested", "Je aanvraag is binnen", WHY),
    Email("signups.waiting", "Je staat op de wachtlijst", WHY),
    Email("signups.offer", "Er is een plek vrij", WHY),
    Email("signups.cancelled", "Je bent afgemeld", WHY),
    Email("signups.declined", "Je kunt niet meedoen", WHY),
)


def words_of(at: datetime | None, language: str) -> str:
    """Return "dinsdag 1 december, 10:00"; empty for no moment."""
    if at is None:
        return ""
    return format_datetime(local(at), "EEEE d MMMM, HH:mm", locale=language)


async def send(session: AsyncSession, name: str, one: Any, stock: Any) -> None:
    """Post a mail about a sign-up; nothing for who left a telephone number only."""
    if not one.email:
        return
    at = now()
    until = max(stock.starts_at or at, at) + LASTS if stock.starts_at else at + OPEN_ENDED
    secret = await issue(session, PURPOSE, one.id, until - at)
    entry = (
        await session.execute(
            select(Content.title, Content.slug).where(Content.id == stock.activity_id)
        )
    ).one()
    await post(
        session, f"signups.{name}", one.email, key=f"{one.id}:{secret[:12]}",
        language=one.language,
        data={
            "title": entry.title, "name": one.name, "people": one.people,
            "when": words_of(stock.starts_at, one.language),
            "until": words_of(one.expires_at, one.language),
            "path": f"/aanmelding/{secret}", "calendar": f"/activiteiten/{entry.slug}.ics",
        },
    )  # fmt: skip
