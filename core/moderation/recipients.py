"""Who hears about an entry: the people of its organisation, or else its own address."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION
from core.accounts.models import Account, RoleGrant
from core.content.models import Content


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a mail goes, in which language; ``account_id`` is None for an organisation's own."""

    address: str
    language: str
    account_id: int | None


async def recipients_of(
    session: AsyncSession, entry: Any, account_id: int | None = None
) -> list[Recipient]:
    """Return the people of the organisation behind an entry, and ``account_id`` beside them.

    Where nobody looks after it yet, the address that the organisation has on the site.
    """
    organisation_id = entry.owner_id or entry.id
    members = select(RoleGrant.account_id).where(
        RoleGrant.scope == ORGANISATION, RoleGrant.scope_id == organisation_id
    )
    found = await session.execute(
        select(Account.email, Account.language, Account.id)
        .where(or_(Account.id.in_(members), Account.id == account_id), Account.is_active.is_(True))
        .order_by(Account.id)
    )
    people = [Recipient(*row) for row in found]
    if people:
        return people
    address = await session.scalar(select(Content.email).where(Content.id == organisation_id))
    return [Recipient(address, "nl", None)] if address else []
