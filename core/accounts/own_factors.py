"""The second proofs of who is logged in: added, named, and taken away."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, passkeys, recovery
from core.accounts.apps import Offer
from core.accounts.members import Member
from core.accounts.models import RecoveryCode, SecondFactor
from core.accounts.own_sessions import end_others
from core.accounts.passkeys import Door
from core.accounts.second_step import Factors, factors_of
from core.accounts.security_mail import tell
from core.audit import service as audit
from core.errors import Invalid, NotFound
from core.permissions.service import require

LONGEST_LABEL = 100


async def add_passkey(
    session: AsyncSession, answer: str, label: str, door: Door, *, by: Member, secret: str
) -> tuple[str, ...]:
    """Take a passkey into use; return recovery codes if there were no proofs before.

    Raises Invalid for the field ``label``.
    """
    require(by, "core.account")
    label, before = clean_label(label), await factors_of(session, by.account_id)
    key = await passkeys.read_new(session, by.account_id, answer, door)
    if key is None or not await passkeys.keep(session, by.account_id, key, label):
        text = "Het maken is niet gelukt. Probeer het opnieuw, of stel een app in."
        raise Invalid(text, fields={"label": text})
    return await factor_added(session, passkeys.KIND, before, by=by, secret=secret)


async def rename(session: AsyncSession, factor_id: int, label: str, *, by: Member) -> None:
    """Give one of the member's passkeys another name; raises Invalid and NotFound."""
    require(by, "core.account")
    found = await session.scalar(
        update(SecondFactor)
        .where(
            SecondFactor.id == factor_id, SecondFactor.account_id == by.account_id,
            SecondFactor.kind == passkeys.KIND,
        )
        .values(label=clean_label(label))
        .returning(SecondFactor.id)
    )  # fmt: skip
    if found is None:
        raise NotFound("Deze tweede stap is er niet meer.")


def clean_label(text: str) -> str:
    """Return the name of a passkey as it is stored; raises Invalid for the field ``label``."""
    label = " ".join(text.split())
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        problem = "Geef je passkey een naam van hoogstens 100 tekens."
        raise Invalid(problem, fields={"label": problem})
    return label


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


async def _drop_codes(session: AsyncSession, account_id: int) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
