"""Second factors for tests: an authenticator app in a few lines, and a login with it."""

import pyotp
from httpx import AsyncClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps
from core.accounts.members import VERIFIED_ROLES
from core.accounts.models import RoleGrant
from core.clock import now
from core.db.session import Database


def code_of(key: str, steps: int = 0) -> str:
    """Return what an app shows now for a key, or so many steps from now."""
    return pyotp.TOTP(key).at(int(now().timestamp()) + steps * apps.STEP)


async def enrol(session: AsyncSession, account_id: int, secret: str) -> str:
    """Give an account an app that is in use, and return the app's key."""
    offer = apps.offer_app(account_id, secret)
    assert await apps.take_offer(session, account_id, offer, code_of(offer.key, -1), secret)
    return offer.key


async def log_in(
    client: AsyncClient, database: Database, secret: str, account_id: int, link: str,
    headers: dict[str, str],
) -> None:  # fmt: skip
    """Log a browser in by a link; who has a role that asks it gives a second factor as well."""
    key = ""
    async with database.write() as session:
        roles = await session.scalars(
            select(RoleGrant.role).where(RoleGrant.account_id == account_id)
        )
        if VERIFIED_ROLES & set(roles):
            key = await enrol(session, account_id, secret)
    answer = await client.post(link, headers=headers)
    assert answer.status_code == 303, answer.text
    if key:
        path = answer.headers["location"]
        answer = await client.post(path, headers=headers, data={"code": code_of(key)})
        assert answer.status_code == 303, answer.text
