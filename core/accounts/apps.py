"""Authenticator apps: a key that app and platform share, and six digits that change with time."""

from dataclasses import dataclass
from hmac import compare_digest

import pyotp
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import SecondFactor
from core.accounts.sealing import seal, unseal
from core.clock import now

KIND = "totp"
STEP = 30
"""Seconds that a code stands on the screen."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A key that an app may take over; ``sealed`` brings it back with the form, so that nothing
    is stored of an app that was never set up."""

    key: str
    sealed: str


def offer_app(account_id: int, secret: str) -> Offer:
    """Return a new key for an app; ``secret`` is the installation's."""
    key = pyotp.random_base32()
    return Offer(key, seal(secret, _offered(account_id), key))


def read_offer(account_id: int, sealed: str, secret: str) -> Offer | None:
    """Return an offer that came back with a form; None when we did not make it for this account."""
    key = unseal(secret, _offered(account_id), sealed)
    return Offer(key, sealed) if key else None


async def take_offer(
    session: AsyncSession, account_id: int, offer: Offer, code: str, secret: str
) -> bool:
    """Take an app into use when ``code`` shows that it has the key; the one before it goes."""
    step = _step_of(offer.key, code)
    if step is None:
        return False
    at, sealed = now(), seal(secret, _subject(account_id), offer.key)
    await session.execute(delete(SecondFactor).where(*_of(account_id)))
    session.add(
        SecondFactor(
            account_id=account_id, kind=KIND, secret=sealed, last_step=step, created_at=at,
            used_at=at, confirmed_at=at,
        )
    )  # fmt: skip
    await session.flush()
    return True


async def check_app(session: AsyncSession, account_id: int, code: str, secret: str) -> bool:
    """Use a code up; of two who come with the same one wins, so nobody uses what they saw."""
    for row in await session.scalars(select(SecondFactor).where(*_of(account_id))):
        step = _step_of(unseal(secret, _subject(account_id), row.secret), code)
        if step is None:
            continue
        won = await session.scalar(
            update(SecondFactor)
            .where(SecondFactor.id == row.id, SecondFactor.last_step < step)
            .values(last_step=step, used_at=now())
            .returning(SecondFactor.id)
        )
        if won is not None:
            return True
    return False


def app_address(key: str, email: str, site_name: str) -> str:
    """Return what the square code says to an app."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=site_name)


def _step_of(key: str | None, code: str) -> int | None:
    """Return the step of which this is the code: the present one, or one beside it, since clocks
    differ."""
    code = "".join(code.split())
    if key is None or len(code) != 6 or not (code.isascii() and code.isdecimal()):
        return None
    app, present = pyotp.TOTP(key), int(now().timestamp()) // STEP
    steps = (present, present - 1, present + 1)
    return next((step for step in steps if compare_digest(app.at(step * STEP), code)), None)


def _of(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        SecondFactor.account_id == account_id, SecondFactor.kind == KIND,
        SecondFactor.confirmed_at.is_not(None),
    )  # fmt: skip


def _subject(account_id: int) -> str:
    return f"account:{account_id}"


def _offered(account_id: int) -> str:
    return f"offered to account:{account_id}"
