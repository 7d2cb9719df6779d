"""Mail is posted here: a row in the transaction of its cause; a job sends it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.mail.models import PENDING, OutboxMail


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
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    moment = now()
    row = {
        "effect_key": f"{kind}:{key}", "message_id": uuid.uuid4().hex, "kind": kind,
        "address": address, "account_id": account_id, "language": language, "site_id": site_id,
        "data": dict(data), "state": PENDING, "created_at": moment, "due_at": at or moment,
        "lease": "", "attempts": 0, "problem": "", "is_bounce": False,
    }  # fmt: skip
    statement = (
        dialect.insert(OutboxMail)
        .values(row)
        .on_conflict_do_nothing(index_elements=["effect_key"])
        .returning(OutboxMail.id)
    )
    return (await session.execute(statement)).first() is not None
