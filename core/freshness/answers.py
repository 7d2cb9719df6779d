"""What an organisation is asked about, and what becomes of its answer.

An answer comes from a member, or over the link in a mail: that link is as good as a login for these
answers, and for nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.content.models import ARCHIVED, HIDDEN, PUBLISHED
from core.content.service import Reindex
from core.editing.history import ORGANISATION
from core.editing.service import quality_of
from core.errors import BadQuery, NotFound
from core.freshness import service
from core.freshness.policies import Policies
from core.freshness.service import CONTENT
from core.freshness.steps import AWAY, ENDED, FRESH, WAITING, due_at

KEY = "core.organisation"
CONFIRM, STOP, PAUSE, RESUME, RESTORE = "klopt", "gestopt", "pauze", "hervat", "terug"
ANSWERS = (CONFIRM, STOP, PAUSE, RESUME, RESTORE)
IN_LOG = {
    CONFIRM: "freshness.confirm", STOP: "freshness.stop", PAUSE: "freshness.pause",
    RESUME: "freshness.resume", RESTORE: "freshness.restore",
}  # fmt: skip
MOST = 500
"""Entries on one page; an answer about everything is about all of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of an organisation, and how it stands on the ladder."""

    id: int
    kind: str
    title: str
    slug: str
    status: str
    step: str
    confirmed_at: datetime | None
    confirmed_by: str
    asked_at: datetime | None
    next_at: datetime | None
    """When the next step is due; for one that is fresh, when we ask again."""
    paused_until: datetime | None
    expires_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether we wait for an answer about it."""
        return self.status == PUBLISHED and self.step in WAITING


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation with all that it is asked about."""

    id: int
    owner_id: int | None
    area_id: int
    title: str
    slug: str
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> list[Line]:
        """What we wait for an answer about."""
        return [line for line in self.lines if line.waits]

    @property
    def away(self) -> list[Line]:
        """What was hidden or put in the archive, and can come back."""
        return [line for line in self.lines if line.status != PUBLISHED]

    @property
    def others(self) -> list[Line]:
        """What is shown and needs nothing now."""
        return [line for line in self.lines if line.status == PUBLISHED and not line.waits]

    @property
    def next_at(self) -> datetime | None:
        """When we ask the next question, if nothing changes."""
        dates = [line.next_at for line in self.others if line.step != ENDED and line.next_at]
        return min(dates, default=None)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answers: in which quality, and which member that is, if any."""

    actor: str = ORGANISATION
    by: Member | None = None
    on_behalf: bool = False


def speaker_of(member: Member, organisation: Standing) -> Speaker:
    """Return a member as who answers for an organisation: its own, or an editor on its behalf."""
    actor, on_behalf = quality_of(member, KEY, organisation.owner_id, organisation.id)
    return Speaker(actor, member, on_behalf)


async def read_standing(
    session: AsyncSession, organisation_id: int, policies: Policies
) -> Standing:
    """Return an organisation and its entries of the kinds that are on; raises NotFound.

    The caller has asked the permission. ``organisation_id`` may be an entry without one.
    """
    c = CONTENT.c
    rows = await session.execute(
        select(
            c.id, c.kind, c.title, c.slug, c.status, c.step, c.confirmed_at, c.confirmed_by,
            c.confirm_due_at, c.step_due_at, c.paused_until, c.expires_at, c.owner_id, c.area_id,
        )
        .where(_of(organisation_id, policies), or_(c.status == PUBLISHED, _is_away()))
        .order_by(c.id != organisation_id, c.sort_key, c.id)
        .limit(MOST)
    )  # fmt: skip
    lines, head = [], None
    for row in rows:
        head = row if row.id == organisation_id else head
        lines.append(
            Line(*row[:8], row.confirm_due_at, _next_at(row, policies), *row[10:12])
        )  # fmt: skip
    if head is None:
        raise NotFound("Deze pagina bestaat niet.")
    return Standing(head.id, head.owner_id, head.area_id, head.title, head.slug, tuple(lines))


async def answer(
    session: AsyncSession, organisation_id: int, what: str, policies: Policies, reindex: Reindex,
    *, speaker: Speaker, entry_id: int = 0, until: datetime | None = None,
) -> int:  # fmt: skip
    """Carry out an answer about one entry, or (0) about all of an organisation; returns about
    how many it was.

    The caller has asked the permission. What the organisation itself stops, stops with it. Raises
    NotFound for an entry of others, and BadQuery and Invalid for an answer that cannot be.
    """
    if what not in ANSWERS:
        raise BadQuery("Dit antwoord kennen we niet.", possible=ANSWERS)
    whole = not entry_id or (what == STOP and entry_id == organisation_id)
    ids = await _ids(session, organisation_id, 0 if whole else entry_id, policies)
    who: dict[str, Any] = {"actor": speaker.actor, "by": speaker.by, "on_behalf": speaker.on_behalf}
    if what == CONFIRM:
        done = await service.confirm(session, ids, **who)
    elif what == STOP:
        done = await service.stop(session, ids, reindex, **who)
    elif what == RESTORE:
        done = await service.restore(session, ids, reindex, **who)
    else:
        done = await service.pause(session, ids, until if what == PAUSE else None, **who)
    await audit.note(
        session, IN_LOG[what], f"organisation:{organisation_id}", by=speaker.by,
        actor="" if speaker.by else "link", entries=done[:100], count=len(done),
    )  # fmt: skip
    return len(done)


async def _ids(
    session: AsyncSession, organisation_id: int, entry_id: int, policies: Policies
) -> Sequence[int]:
    where = [_of(organisation_id, policies), or_(CONTENT.c.status == PUBLISHED, _is_away())]
    if entry_id:
        where.append(CONTENT.c.id == entry_id)
    ids = (await session.scalars(select(CONTENT.c.id).where(*where))).all()
    if entry_id and not ids:
        raise NotFound("Dit staat er niet meer.")
    return ids


def _of(organisation_id: int, policies: Policies) -> ColumnElement[bool]:
    c = CONTENT.c
    own = or_(c.id == organisation_id, c.owner_id == organisation_id)
    return and_(own, c.kind.in_(list(policies)))


def _is_away() -> ColumnElement[bool]:
    return and_(CONTENT.c.status.in_((HIDDEN, ARCHIVED)), CONTENT.c.step.in_(AWAY))


def _next_at(row: Any, policies: Policies) -> datetime | None:
    """Return when the next step is due, also where the ladder did not say so yet."""
    due: datetime | None = row.step_due_at
    if due is None and row.step in ("", FRESH) and row.confirmed_at is not None:
        return due_at(policies[row.kind], FRESH, row.confirmed_at)
    return due
