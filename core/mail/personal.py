"""What the post knows of a person: mail to them, and which mail they do not want."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, case, cast, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.counted import changed
from core.declarations import PersonalData, Retention
from core.mail.models import DEAD, REFUSED, SENT, MailRefusal, OutboxMail

Rows = Sequence[Mapping[str, Any]]
OVER = (SENT, DEAD, REFUSED)
CONTENTS = timedelta(days=7)
ADDRESSES = timedelta(days=365)


async def export_mail(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return which mail was sent; what stood in it is forgotten soon after."""
    rows = await session.scalars(
        select(OutboxMail).where(_theirs(email, account_id)).order_by(OutboxMail.id)
    )
    return [
        {
            "Soort mail": row.kind, "Aan": row.address, "Gemaakt": row.created_at,
            "Verstuurd": row.sent_at, "Wat erin stond": row.data,
        }
        for row in rows
    ]  # fmt: skip


async def erase_mail(session: AsyncSession, email: str, account_id: int) -> int:
    """Empty the mail, and stop what was not sent yet.

    The rows stay, so that what was posted once is never posted again.
    """
    return await changed(
        session, update(OutboxMail).where(_theirs(email, account_id)).values(_nobody())
    )


def _theirs(email: str, account_id: int) -> Any:
    return or_(func.lower(OutboxMail.address) == email, OutboxMail.account_id == account_id)


def _nobody() -> dict[str, Any]:
    """Return the values of a mail of which nobody knows whose it was."""
    return {
        "address": "", "account_id": None, "data": {}, "problem": "", "lease": "",
        "leased_until": None,
        "effect_key": "erased:" + cast(OutboxMail.id, String),
        "state": case((OutboxMail.state.in_(OVER), OutboxMail.state), else_=REFUSED),
    }  # fmt: skip


async def export_refusals(session: AsyncSession, email: str, account_id: int) -> Rows:
    """Return which mail the address does not want, or did not take."""
    rows = await session.scalars(
        select(MailRefusal).where(MailRefusal.address == email).order_by(MailRefusal.list_key)
    )
    return [{"Soort mail": row.list_key, "Sinds": row.created_at} for row in rows]


async def erase_refusals(session: AsyncSession, email: str, account_id: int) -> int:
    """Forget them: an address that nobody has any more gets no mail either."""
    return await changed(session, delete(MailRefusal).where(MailRefusal.address == email))


async def _forget_contents(session: AsyncSession, before: datetime) -> int:
    statement = update(OutboxMail).where(
        OutboxMail.state.in_(OVER),
        func.coalesce(OutboxMail.sent_at, OutboxMail.due_at) < before,
        cast(OutboxMail.data, String) != "{}",
    )
    return await changed(session, statement.values(data={}))


async def _forget_addresses(session: AsyncSession, before: datetime) -> int:
    statement = update(OutboxMail).where(
        OutboxMail.state.in_(OVER), OutboxMail.created_at < before, OutboxMail.address != ""
    )
    return await changed(session, statement.values(_nobody()))


PERSONAL = (
    PersonalData(
        "core.mail", "Mail die we je stuurden", export_mail, erase_mail,
        (
            Retention(
                "Wat er in een mail stond", "nadat hij is verstuurd", CONTENTS, _forget_contents
            ),
            Retention(
                "Aan wie we een mail stuurden", "nadat hij is gemaakt",
                ADDRESSES, _forget_addresses,
            ),
        ),
    ),
    PersonalData(
        "core.refusals", "Mail die je niet wilt krijgen", export_refusals, erase_refusals
    ),
)  # fmt: skip
