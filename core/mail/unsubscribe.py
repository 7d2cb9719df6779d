"""Stopping the mails of a list, without logging in: the link itself is the proof.

A token is signed, not stored: it works as long as the mail is kept, and says only what the mail
said already: an address and a kind of mail.
"""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.errors import NotFound
from core.mail.models import MailRefusal

PATH = "/afmelden"
PURPOSE = b"buurtbasis unsubscribe "
LONGEST = 800
EVERY_LIST = "*"
"""The list of an address that does not exist: nothing that was not asked for goes there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants no more of what."""

    address: str
    kind: str


def token_of(secret: str, wish: Wish) -> str:
    """Return what stands behind ``/afmelden/`` in the mail."""
    body = json.dumps([wish.address, wish.kind]).encode()
    return f"{_packed(body)}.{_packed(_signature(secret, body))}"


def read_token(secret: str, token: str) -> Wish:
    """Return what a token says; raises NotFound when it is not one of ours."""
    wrong = NotFound("Deze link kennen we niet. Neem de link over zoals die in de mail staat.")
    head, _, tail = token.partition(".")
    if len(token) > LONGEST or not token.isascii():
        raise wrong
    try:
        body, signature = _unpacked(head), _unpacked(tail)
    except (binascii.Error, ValueError):
        raise wrong from None
    if not hmac.compare_digest(signature, _signature(secret, body)):
        raise wrong
    address, kind = json.loads(body)
    return Wish(address, kind)


async def refuse(session: AsyncSession, wish: Wish) -> None:
    """Send this address no more of a list; a repeat does nothing."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"address": wish.address.lower(), "list_key": wish.kind, "created_at": now()}
    await session.execute(dialect.insert(MailRefusal).values(row).on_conflict_do_nothing())


async def accept(session: AsyncSession, wish: Wish) -> None:
    """Send this address the list again."""
    await session.execute(
        delete(MailRefusal).where(
            MailRefusal.address == wish.address.lower(), MailRefusal.list_key == wish.kind
        )
    )


async def is_refused(session: AsyncSession, wish: Wish) -> bool:
    """Whether this address wants no more of a list, or does not exist."""
    found = await session.scalar(
        select(MailRefusal.address).where(
            MailRefusal.address == wish.address.lower(),
            MailRefusal.list_key.in_((wish.kind, EVERY_LIST)),
        )
    )
    return found is not None


def _signature(secret: str, body: bytes) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + body, sha256)[:16]


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
