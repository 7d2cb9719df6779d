"""The second step: what proofs an account has, given, made anew and taken away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, recovery
from core.accounts.apps import Offer
from core.accounts.members import Member
from core.accounts.models import Account, RecoveryCode, SecondFactor
from core.accounts.own_sessions import end_others
from core.accounts.security_mail import tell
from core.audit import service as audit
from core.errors import Invalid, NotFound
from core.permissions.service import require


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


async def add_app(
    session: AsyncSession, offer: Offer, code: str, *, by: Member, secret: str
) -> tuple[str, ...]:
    """Take the member's new app into use; return recovery codes if there were no proofs before.

    Raises Invalid for a code that is not of the app.
    """
    require(by, "core.account")
    before = await factors_of(session, by.account_id)
    if not await apps.take_offer(session, by.account_id, offer, code, secret):
        text = "Deze code klopt niet. Vul de zes cijfers in die nu in je app staan."
        raise Invalid(text, fields={"code": text})
    return await factor_added(session, apps.KIND, before, by=by, secret=secret)


async def factor_added(
    session: AsyncSession, kind: str, before: Factors, *, by: Member, secret: str
) -> tuple[str, ...]:
    """Do what follows when a proof was added: log it, tell it, and give codes the first time."""
    await audit.note(session, "accounts.add_factor", f"account:{by.account_id}", by=by, kind=kind)
    await tell(session, by.account_id, "factor_added")
    await end_others(session, by=by)
    if before.factors:
        return ()
    return await recovery.make_codes(session, by.account_id, secret)


async def remove_factor(session: AsyncSession, factor_id: int, *, by: Member) -> None:
    """Take one of the member's proofs away; with the last one the recovery codes go.

    Raises NotFound for one that is not theirs.
    """
    require(by, "core.account")
    kind = await session.scalar(
        delete(SecondFactor)
        .where(SecondFactor.id == factor_id, SecondFactor.account_id == by.account_id)
        .returning(SecondFactor.kind)
    )
    if kind is None:
        raise NotFound("Deze tweede stap is er niet meer.")
    if not (await factors_of(session, by.account_id)).factors:
        await _drop_codes(session, by.account_id)
    await audit.note(
        session, "accounts.remove_factor", f"account:{by.account_id}", by=by, kind=kind
    )
    await tell(session, by.account_id, "factor_removed")


async def new_codes(session: AsyncSession, *, by: Member, secret: str) -> tuple[str, ...]:
    """Return fresh recovery codes of a member who has a second proof; raises Invalid."""
    require(by, "core.account")
    if not (await factors_of(session, by.account_id)).factors:
        raise Invalid("Stel eerst een tweede stap in.")
    await audit.note(session, "accounts.new_codes", f"account:{by.account_id}", by=by)
    await tell(session, by.account_id, "new_codes")
    return await recovery.make_codes(session, by.account_id, secret)


async def reset(session: AsyncSession, account_id: int, *, by: Member) -> None:
    """Take every second proof of somebody away who lost them all; raises NotFound."""
    require(by, "core.accounts")
    if await session.get(Account, account_id) is None:
        raise NotFound("Dit account is er niet.")
    await session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))
    await _drop_codes(session, account_id)
    await audit.note(session, "accounts.reset_factors", f"account:{account_id}", by=by)
    await tell(session, account_id, "factor_removed")


async def _drop_codes(session: AsyncSession, account_id: int) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
