"""Stopping the mails of a list, without logging in: the secret in the mail's link is the proof."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.errors import NotFound
from core.mail.models import MailRefusal, OutboxMail

PATH = "/afmelden"
LONGEST = 40
EVERY_LIST = "*"
"""The list of an address that does not exist: nothing that was not asked for goes there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants no more of what."""

    address: str
    kind: str


async def wish_of(session: AsyncSession, token: str) -> Wish:
    """Return whose link it is and which mails it is about; raises NotFound."""
    row = None
    if token and len(token) <= LONGEST:
        statement = select(OutboxMail.address, OutboxMail.kind)
        row = (await session.execute(statement.where(OutboxMail.stop_token == token))).first()
    if row is None or not row.address:
        raise NotFound("Deze link kennen we niet. Neem de link over zoals die in de mail staat.")
    return Wish(row.address, row.kind)


async def refuse(session: AsyncSession, wish: Wish) -> None:
    """Send this address no more of a list; a repeat does nothing."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"address": wish.address.lower(), "list_key": wish.kind, "created_at": now()}
    await session.execute(dialect.insert(MailRefusal).values(row).on_conflict_do_nothing())


async def accept(session: AsyncSession, wish: Wish) -> None:
    """Send this address the list again."""
    await session.execute(
        delete(MailRefusal).where(
            MailRefusal.address == wish.address.lower(), MailRefusal.list_key == wish.kind
        )
    )


async def is_refused(session: AsyncSession, wish: Wish) -> bool:
    """Whether this address wants no more of a list, or does not exist."""
    found = await session.scalar(
        select(MailRefusal.address).where(
            MailRefusal.address == wish.address.lower(),
            MailRefusal.list_key.in_((wish.kind, EVERY_LIST)),
        )
    )
    return found is not None
