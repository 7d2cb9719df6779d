"""A real address for the page behind the link in the mail, so that the tests can open it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import issue
from core.freshness.asking import PURPOSE
from core.freshness.service import CONTENT


async def answer_path(session: AsyncSession) -> str:
    """Return the path of a fresh link for the first organisation."""
    id_ = await session.scalar(
        select(CONTENT.c.id).where(CONTENT.c.kind == "organisation").order_by(CONTENT.c.id).limit(1)
    )
    secret = await issue(session, PURPOSE, id_, timedelta(days=1))
    await session.commit()
    return f"/klopt/{secret}"
