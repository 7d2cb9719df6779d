"""A real address for the page of a login link, so that the tests can open it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import Account
from core.accounts.sessions import make_link
from core.clock import now


async def link_path(session: AsyncSession) -> str:
    """Return the path of a fresh login link, of the first account or of a new one."""
    account_id = await session.scalar(select(Account.id).order_by(Account.id).limit(1))
    if account_id is None:
        account = Account(email="voorbeeld@buurtbasis.example", created_at=now())
        session.add(account)
        await session.flush()
        account_id = account.id
    secret = await make_link(session, account_id)
    await session.commit()
    return f"/inloggen/{secret}"


async def account_path(session: AsyncSession) -> str:
    """Return the path of the first account."""
    account_id = await session.scalar(select(Account.id).order_by(Account.id).limit(1))
    return f"/beheer/accounts/{account_id}"
