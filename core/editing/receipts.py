"""Forms that create something are carried out once, however often they are sent."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.editing.models import FormReceipt
from core.errors import Invalid

KEPT = timedelta(days=7)
UNHASHED = frozenset({"_csrf", "key"})
"""Fields that say nothing of what is asked for."""


def new_key() -> str:
    """Return the value of a new form's hidden field ``key``."""
    return secrets.token_urlsafe(24)


async def begin(
    session: AsyncSession, account_id: int, key: str, body: Iterable[tuple[str, str]]
) -> str | None:
    """Claim a form's key and return None, or return where the first sending led to.

    Call it before writing, and ``finish`` after it, in the same transaction. A second sending that
    arrives meanwhile waits in the database. Raises Invalid without a key, and for a key that was
    used for another form.
    """
    if not 16 <= len(key) <= 64:
        raise Invalid("Dit formulier mist een kenmerk. Open de pagina opnieuw.")
    stored, digest = _stored(account_id, key), _digest(body)
    receipt = FormReceipt(key=stored, body_hash=digest, location="", at=now())
    try:
        async with session.begin_nested():
            session.add(receipt)
    except IntegrityError:
        found = await session.get(FormReceipt, stored, populate_existing=True)
        if found is None or found.body_hash != digest:
            raise Invalid("Dit formulier is al verstuurd. Open de pagina opnieuw.") from None
        return found.location
    return None


async def finish(session: AsyncSession, account_id: int, key: str, location: str) -> None:
    """Store where the form led to."""
    await session.execute(
        update(FormReceipt)
        .where(FormReceipt.key == _stored(account_id, key))
        .values(location=location)
    )


async def forget_old(session: AsyncSession) -> None:
    """Delete receipts of forms that nobody sends again."""
    await session.execute(delete(FormReceipt).where(FormReceipt.at < now() - KEPT))


def _stored(account_id: int, key: str) -> str:
    """Bind a key to its account, so that nobody reads another's answer."""
    return hashlib.sha256(f"{account_id}:{key}".encode()).hexdigest()


def _digest(body: Iterable[tuple[str, str]]) -> str:
    told = [pair for pair in body if pair[0] not in UNHASHED]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
