"""The password of who is logged in: chosen, changed, and taken away."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.models import Account
from core.accounts.own_sessions import end_others
from core.accounts.security_mail import tell
from core.audit import service as audit
from core.permissions.service import require


async def password_of(session: AsyncSession, *, by: Member) -> str:
    """Return what is stored of the member's password; empty when there is none."""
    require(by, "core.account")
    found = await session.scalar(select(Account.password_hash).where(Account.id == by.account_id))
    return found or ""


async def set_password(session: AsyncSession, stored: str, *, by: Member) -> None:
    """Replace the member's password by one that was hashed, or (empty) by none.

    Every other session of the member ends.
    """
    require(by, "core.account")
    await session.execute(
        update(Account).where(Account.id == by.account_id).values(password_hash=stored)
    )
    await end_others(session, by=by)
    what = "password_set" if stored else "password_removed"
    await audit.note(session, f"accounts.{what}", f"account:{by.account_id}", by=by)
    await tell(session, by.account_id, what)
