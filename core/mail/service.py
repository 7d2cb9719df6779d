"""Mail is posted here: a row in the transaction of its cause; a job sends it."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.db.hints import hint
from core.mail.models import PENDING, OutboxMail

MANY = 500
"""Mails in one statement; databases stop at 32,766 bound values."""
SEND_MAIL = "core.send_mail"
"""The job that sends what is due."""


async def post(
    session: AsyncSession,
    kind: str,
    address: str,
    *,
    key: str,
    data: Mapping[str, Any],
    account_id: int | None = None,
    language: str = "nl",
    site_id: int | None = None,
    at: datetime | None = None,
) -> bool:
    """Put a mail in the outbox, to be sent after this transaction and not before ``at``.

    ``kind`` says what sort of mail it is (``core.login``), ``data`` what its template gets
    (plain JSON values). ``key`` says why the mail exists: the same key is posted once, ever.
    Returns whether it was new.
    """
    letter = Letter(address, key, data, account_id, language, site_id, at)
    return bool(await post_many(session, kind, [letter]))


@dataclass(frozen=True, slots=True)
class Letter:
    """One of many mails of a kind; see ``post``."""

    address: str
    key: str
    data: Mapping[str, Any]
    account_id: int | None = None
    language: str = "nl"
    site_id: int | None = None
    at: datetime | None = None


async def post_many(session: AsyncSession, kind: str, letters: Sequence[Letter]) -> int:
    """Put many mails of a kind in the outbox, some hundreds at a time; returns how many were
    new."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    moment, new = now(), 0
    for begin in range(0, len(letters), MANY):
        rows = [_row(kind, letter, moment) for letter in letters[begin : begin + MANY]]
        statement = (
            dialect.insert(OutboxMail)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["effect_key"])
            .returning(OutboxMail.id)
        )
        new += len((await session.execute(statement)).all())
    if new:
        hint(session, SEND_MAIL)
    return new


def _row(kind: str, letter: Letter, moment: datetime) -> dict[str, Any]:
    return {
        "effect_key": f"{kind}:{letter.key}", "message_id": uuid.uuid4().hex,
        "stop_token": secrets.token_urlsafe(24), "kind": kind,
        "address": letter.address, "account_id": letter.account_id, "language": letter.language,
        "site_id": letter.site_id, "data": dict(letter.data), "state": PENDING,
        "created_at": moment, "due_at": letter.at or moment, "lease": "", "attempts": 0,
        "problem": "", "is_bounce": False,
    }  # fmt: skip
