"""Recovery codes: the way in for who lost phone or key; shown once, and each used once."""

import secrets

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import RecoveryCode
from core.accounts.tokens import sign
from core.clock import now

COUNT = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No signs that are taken for one another on paper."""
LENGTH = 12


async def make_codes(session: AsyncSession, account_id: int, secret: str) -> tuple[str, ...]:
    """Return new codes of an account; those before work no longer."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = tuple(_new_code() for _ in range(COUNT))
    at = now()
    session.add_all(
        RecoveryCode(
            code_hash=_hash(secret, account_id, code), account_id=account_id, created_at=at
        )
        for code in codes
    )
    await session.flush()
    return codes


async def use_code(session: AsyncSession, account_id: int, code: str, secret: str) -> bool:
    """Use a code up; of two who come with the same one wins."""
    won = await session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.code_hash == _hash(secret, account_id, code),
            RecoveryCode.account_id == account_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.code_hash)
    )
    return won is not None


async def count_left(session: AsyncSession, account_id: int) -> int:
    """Return how many codes still work."""
    found = await session.scalar(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    )
    return found or 0


def _new_code() -> str:
    text = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(text[at : at + 4] for at in range(0, LENGTH, 4))


def _hash(secret: str, account_id: int, code: str) -> str:
    """Return what is stored: without the installation's secret nobody can try codes on a copy."""
    plain = "".join(char for char in code.lower() if char.isalnum())
    return sign(secret, "recovery", f"{account_id}\0{plain}")
