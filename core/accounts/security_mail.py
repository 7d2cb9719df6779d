"""Mail to somebody whose way of logging in was changed, so that nobody does that unseen."""

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import Account
from core.mail import service as mail

SECURITY = "core.security"


async def tell(
    session: AsyncSession, account_id: int, what: str, *, address: str = "", **data: str | int
) -> None:
    """Post the news to an account; ``what`` names its sentence in ``mail/security.txt``.

    ``address`` is where it goes, if not to the account's own address.
    """
    account = await session.get(Account, account_id)
    if account is None:
        return
    await mail.post(
        session, SECURITY, address or account.email, key=secrets.token_hex(16),
        data={"what": what, "path": "/mijn/beveiliging", **data},
        account_id=account_id, language=account.language,
    )  # fmt: skip
