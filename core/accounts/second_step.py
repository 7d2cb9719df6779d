"""The second step: which proofs an account has, and whether one is right."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, passkeys, recovery
from core.accounts.models import SecondFactor
from core.accounts.passkeys import Door
from core.accounts.security_mail import tell
from core.accounts.tries import note_try


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
    """Use up a code of the app or a recovery code; right or wrong, it goes into the log."""
    if await apps.check_app(session, account_id, code, secret):
        return await note_try(session, account_id, apps.KIND, good=True)
    if await recovery.use_code(session, account_id, code, secret):
        left = await recovery.count_left(session, account_id)
        await tell(session, account_id, "recovery_code_used", left=left)
        return await note_try(session, account_id, "recovery", good=True)
    return await note_try(session, account_id, "code", good=False)


async def check_key(session: AsyncSession, account_id: int, answer: str, door: Door) -> bool:
    """Whether a passkey answered our question; right or wrong, it goes into the log."""
    good = await passkeys.check_key(session, account_id, answer, door)
    return await note_try(session, account_id, passkeys.KIND, good=good)
