"""Tries at a second proof: written into the log, and held up after five that were wrong.

They are counted in the log itself, so that a restart or another process forgets none.
"""

from datetime import timedelta
from math import ceil

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import Account
from core.audit import service as audit
from core.audit.models import AuditEntry
from core.clock import now
from core.errors import TooMany

MOST = 5
WINDOW = timedelta(minutes=15)
RIGHT, WRONG = "accounts.second_step", "accounts.second_step_failed"


async def check_tries(session: AsyncSession, account_id: int) -> None:
    """Raise TooMany when the last five tries of the past quarter were all wrong.

    The account is locked, so that many tries at once are counted one after the other.
    """
    await session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    rows = await session.execute(
        select(AuditEntry.action, AuditEntry.at)
        .where(AuditEntry.subject == f"account:{account_id}", AuditEntry.action.in_((RIGHT, WRONG)))
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    )
    moments = [at for action, at in rows if action == WRONG and at > now() - WINDOW]
    if len(moments) == MOST:
        raise TooMany(
            "Dit ging te vaak achter elkaar. Wacht even en probeer het opnieuw.",
            retry_after=max(1, ceil((moments[-1] + WINDOW - now()).total_seconds())),
        )


async def note_try(session: AsyncSession, account_id: int, kind: str, *, good: bool) -> bool:
    """Write a try down, and return whether it was a good one."""
    action = RIGHT if good else WRONG
    await audit.note(session, action, f"account:{account_id}", actor="guest", kind=kind)
    return good
