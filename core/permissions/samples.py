"""A real address for the page of an invitation, so that the tests can open it."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import PLATFORM, PLATFORM_MANAGER
from core.accounts.models import Invitation
from core.clock import now
from core.permissions.invitations import PURPOSE


async def invitation_path(session: AsyncSession) -> str:
    """Return the path of a fresh invitation."""
    at, lasts = now(), timedelta(days=1)
    made = Invitation(
        email="genodigd@buurtbasis.example", role=PLATFORM_MANAGER, scope=PLATFORM,
        created_at=at, expires_at=at + lasts,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    secret = await access.issue(session, PURPOSE, made.id, lasts)
    await session.commit()
    return f"/uitnodiging/{secret}"
