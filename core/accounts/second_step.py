"""The second step: which proofs an account has, and whether one is right."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, passkeys, recovery
from core.accounts.models import SecondFactor
from core.accounts.passkeys import Door
from core.accounts.security_mail import tell
from core.audit import service as audit


@dataclass(frozen=True, slots=True)
class FactorView:
    """A second proof in a list."""

    id: int
    kind: str
    label: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """Everything of the second step of an account."""

    factors: tuple[FactorView, ...]
    codes_left: int

    @property
    def has_app(self) -> bool:
        """Whether one of them is an app."""
        return any(factor.kind == apps.KIND for factor in self.factors)

    @property
    def has_passkey(self) -> bool:
        """Whether one of them is a passkey."""
        return any(factor.kind == passkeys.KIND for factor in self.factors)


async def factors_of(session: AsyncSession, account_id: int) -> Factors:
    """Return the proofs that work, the oldest first."""
    rows = await session.scalars(
        select(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
        .order_by(SecondFactor.id)
    )
    found = tuple(FactorView(r.id, r.kind, r.label, r.created_at, r.used_at) for r in rows)
    return Factors(found, await recovery.count_left(session, account_id))


async def check_code(session: AsyncSession, account_id: int, code: str, secret: str) -> bool:
    """Use up a code of the app or a recovery code; a wrong one goes into the audit log."""
    subject = f"account:{account_id}"
    if await apps.check_app(session, account_id, code, secret):
        await audit.note(session, "accounts.second_step", subject, actor="guest", kind=apps.KIND)
        return True
    if await recovery.use_code(session, account_id, code, secret):
        left = await recovery.count_left(session, account_id)
        await audit.note(session, "accounts.second_step", subject, actor="guest", kind="recovery")
        await tell(session, account_id, "recovery_code_used", left=left)
        return True
    await audit.note(session, "accounts.second_step_failed", subject, actor="guest")
    return False


async def check_key(session: AsyncSession, account_id: int, answer: str, door: Door) -> bool:
    """Whether a passkey answered our question; a wrong answer goes into the audit log."""
    good = await passkeys.check_key(session, account_id, answer, door)
    action = "accounts.second_step" if good else "accounts.second_step_failed"
    await audit.note(session, action, f"account:{account_id}", actor="guest", kind=passkeys.KIND)
    return good
