"""Links with a secret: made for one purpose, looked at without harm, spent by pressing a button.

Opening a link changes nothing, since mail scanners open every link: a page asks ``look``, and
the button on it asks ``spend``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import PLATFORM
from core.accounts.models import AccessToken
from core.accounts.tokens import LONGEST, digest, new_secret
from core.clock import now
from core.errors import Gone, NotFound

REMEMBERED = timedelta(days=7)
"""So long a used or expired link says that it is that, and not that it never existed."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a link opens."""

    purpose: str
    subject: str
    account_id: int | None
    expires_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


async def issue(
    session: AsyncSession,
    purpose: str,
    subject: object,
    lasts: timedelta,
    *,
    account_id: int | None = None,
    place: str = PLATFORM,
    **data: Any,
) -> str:
    """Return the secret of a new link; ``place`` is the site on which alone it works, as
    ``core.web.session.place_of`` names it. ``data`` comes back from ``look`` and ``spend``."""
    at = now()
    await session.execute(delete(AccessToken).where(AccessToken.expires_at < at - REMEMBERED))
    secret = new_secret()
    session.add(
        AccessToken(
            token_hash=digest(secret, place), purpose=purpose, subject=str(subject),
            account_id=account_id, data=data, created_at=at, expires_at=at + lasts,
        )
    )  # fmt: skip
    await session.flush()
    return secret


async def issue_many(
    session: AsyncSession, purpose: str, subjects: Sequence[object], lasts: timedelta
) -> dict[str, str]:
    """Return the secrets of many new links for the platform's site, by subject."""
    at = now()
    await session.execute(delete(AccessToken).where(AccessToken.expires_at < at - REMEMBERED))
    secrets = {str(subject): new_secret() for subject in subjects}
    rows: list[dict[str, Any]] = [
        {
            "token_hash": digest(secret, PLATFORM), "purpose": purpose, "subject": subject,
            "account_id": None, "data": {}, "created_at": at, "expires_at": at + lasts,
        }
        for subject, secret in secrets.items()
    ]  # fmt: skip
    if rows:
        await session.execute(insert(AccessToken), rows)
    return secrets


async def look(
    session: AsyncSession, purpose: str, secret: str, *, place: str = PLATFORM
) -> Access:
    """Return what a link opens and leave it as it is; raises NotFound, and Gone when it was used
    or has expired."""
    row = None
    if len(secret) <= LONGEST:
        row = await session.get(AccessToken, digest(secret, place))
    if row is None or row.purpose != purpose:
        raise NotFound("Deze link kennen we niet. Vraag een nieuwe aan.")
    if row.used_at is not None:
        raise Gone("Deze link is al gebruikt. Vraag een nieuwe aan.")
    if row.expires_at <= now():
        raise Gone("Deze link is verlopen. Vraag een nieuwe aan.")
    return _access(row)


async def spend(
    session: AsyncSession, purpose: str, secret: str, *, place: str = PLATFORM
) -> Access:
    """Use a link up and return what it opens; of two who press at once one wins.

    Raises NotFound and Gone.
    """
    found = await look(session, purpose, secret, place=place)
    at = now()
    won = await session.scalar(
        update(AccessToken)
        .where(
            AccessToken.token_hash == digest(secret, place),
            AccessToken.used_at.is_(None),
            AccessToken.expires_at > at,
        )
        .values(used_at=at)
        .returning(AccessToken.token_hash)
    )
    if won is None:
        raise Gone("Deze link is al gebruikt. Vraag een nieuwe aan.")
    return found


async def withdraw(session: AsyncSession, purpose: str, subject: object) -> None:
    """Make every link for a purpose and a subject worthless."""
    await withdraw_many(session, purpose, [subject])


async def withdraw_many(session: AsyncSession, purpose: str, subjects: Sequence[object]) -> None:
    """Make every link for a purpose and some subjects worthless."""
    names = [str(subject) for subject in subjects]
    await session.execute(
        delete(AccessToken).where(AccessToken.purpose == purpose, AccessToken.subject.in_(names))
    )


def _access(row: AccessToken) -> Access:
    return Access(row.purpose, row.subject, row.account_id, row.expires_at, row.data)
