"""Real addresses of pages about accounts, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access, profile
from core.accounts.models import Account
from core.accounts.sessions import make_link
from core.clock import now


async def link_path(session: AsyncSession) -> str:
    """Return the path of a fresh login link, of the first account or of a new one."""
    secret = await make_link(session, await _first_account(session))
    await session.commit()
    return f"/inloggen/{secret}"


async def new_address_path(session: AsyncSession) -> str:
    """Return the path of a fresh link that proves a new address of that account."""
    id_ = await _first_account(session)
    secret = await access.issue(
        session, profile.PURPOSE, id_, profile.LASTS, account_id=id_,
        email="nieuw@buurtbasis.example", old="voorbeeld@buurtbasis.example",
    )  # fmt: skip
    await session.commit()
    return f"/adres/{secret}"


async def account_path(session: AsyncSession) -> str:
    """Return the path of the first account."""
    account_id = await session.scalar(select(Account.id).order_by(Account.id).limit(1))
    return f"/beheer/accounts/{account_id}"


async def _first_account(session: AsyncSession) -> int:
    account_id = await session.scalar(select(Account.id).order_by(Account.id).limit(1))
    if account_id is None:
        account = Account(email="voorbeeld@buurtbasis.example", created_at=now())
        session.add(account)
        await session.flush()
        account_id = account.id
    return account_id
