"""The outbox as the manager sees it: what went, what did not and why, and sending it again.

What a mail says may hold links that log in. So it is shown only where mail does not leave the
house, on a machine for trying out; elsewhere the manager sees to whom, what kind, and how it went.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.db.hints import hint
from core.errors import BadQuery, Conflict, NotFound
from core.mail.models import DEAD, PENDING, OutboxMail
from core.mail.personal import CONTENTS, OVER
from core.mail.rendering import QueuedMail
from core.mail.service import SEND_MAIL
from core.mail.unsubscribe import EVERY_LIST, Wish, accept
from core.permissions.service import require

PAGE = 50
HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail in the outbox."""

    id: int
    mail: QueuedMail
    site_id: int | None
    state: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    problem: str
    is_bounce: bool
    is_emptied: bool
    """Whether what it said was forgotten, some time after it was sent."""


def _posted(row: OutboxMail) -> Posted:
    mail = QueuedMail(
        row.message_id, row.kind, row.address, row.language, row.data or {}, row.stop_token
    )
    return Posted(
        row.id, mail, row.site_id, row.state, row.created_at, row.due_at, row.sent_at,
        row.attempts, row.problem, row.is_bounce, _is_emptied(row),
    )  # fmt: skip


def _is_emptied(row: OutboxMail) -> bool:
    is_old = (row.sent_at or row.due_at) < now() - CONTENTS
    return row.state in OVER and not row.data and is_old


async def list_mails(
    session: AsyncSession, *, by: Member, problems: bool = False, after: str = "", limit: int = PAGE
) -> tuple[list[Posted], str]:
    """Return mails, the newest first, and the key of what follows (empty at the end).

    ``problems`` leaves those that failed, for now or for good. Raises BadQuery for a strange key.
    """
    require(by, "core.outbox")
    wanted: list[Any] = []
    if after:
        if not after.isdecimal() or int(after) > HIGHEST:
            raise BadQuery("Dit deel van de lijst bestaat niet.")
        wanted.append(OutboxMail.id < int(after))
    if problems:
        trouble = (OutboxMail.state == PENDING) & (OutboxMail.problem != "")
        wanted.append(or_(OutboxMail.state == DEAD, trouble))
    rows = await session.scalars(
        select(OutboxMail).where(*wanted).order_by(OutboxMail.id.desc()).limit(limit + 1)
    )
    found = [_posted(row) for row in rows]
    return found[:limit], str(found[limit - 1].id) if len(found) > limit else ""


async def read_mail(session: AsyncSession, id_: int, *, by: Member) -> Posted:
    """Return one mail; raises NotFound."""
    require(by, "core.outbox")
    row = await session.get(OutboxMail, id_) if 0 < id_ <= HIGHEST else None
    if row is None:
        raise NotFound("Deze mail is er niet.")
    return _posted(row)


async def send_again(session: AsyncSession, id_: int, *, by: Member) -> None:
    """Let a mail that did not go be tried again at once, as if for the first time.

    Raises NotFound, and Conflict for one that went or whose words were forgotten.
    """
    found = await read_mail(session, id_, by=by)
    if found.is_emptied:
        raise Conflict("Wat erin stond is al gewist. Deze mail kan niet meer worden verstuurd.")
    done = await session.scalar(
        update(OutboxMail)
        .where(OutboxMail.id == id_, OutboxMail.state.in_((DEAD, PENDING)))
        .values(state=PENDING, due_at=now(), attempts=0, is_bounce=False)
        .returning(OutboxMail.id)
    )
    if done is None:
        raise Conflict("Deze mail is al verstuurd, of wordt dat nu.")
    await accept(session, Wish(found.mail.address, EVERY_LIST))
    await audit.note(session, "mail.again", f"mail:{id_}", by=by, kind=found.mail.kind)
    hint(session, SEND_MAIL)
