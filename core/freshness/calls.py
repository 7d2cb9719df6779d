"""The call list: organisations that two mails brought no answer from, and what they said by phone.

An organisation is on the list of who looks after the area that it is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED
from core.content.service import Reindex
from core.editing.history import EDITOR
from core.errors import Invalid, NotFound
from core.freshness import service
from core.freshness.asking import asked_one, recipients
from core.freshness.models import PhoneCall
from core.freshness.policies import Policies
from core.freshness.service import CONTENT
from core.freshness.steps import CALL, WAITING
from core.neighbourhoods.models import Area, AreaAncestor
from core.permissions.service import ancestors_of, holds_anywhere, may, require

KEY = "core.calls"
CONFIRMED, NO_ANSWER, LATER, STOPPED = "confirmed", "no_answer", "later", "stopped"
OUTCOMES = (CONFIRMED, NO_ANSWER, LATER, STOPPED)
SHOWN, NAMED = 30, 10
LONGEST_NOTE = 500
NOT_LISTED = "Deze organisatie staat niet meer op de bellijst."
PATIENCE = timedelta(days=7)
"""So long at least an organisation stays that asked to be called another time."""


@dataclass(frozen=True, slots=True)
class Call:
    """What came of a call."""

    at: datetime
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class ToCall:
    """An organisation to call, and what about."""

    id: int
    slug: str
    title: str
    kind: str
    area: str
    phone: str
    email: str
    asked_at: datetime | None
    hidden_at: datetime | None
    """When the first of it is hidden, if nobody says a word."""
    count: int
    titles: tuple[str, ...]
    was_mailed: bool
    calls: tuple[Call, ...]
    """What came of the last calls, newest first."""


async def count_to_call(session: AsyncSession, *, by: Member) -> int:
    """Return how many organisations a member is to call, counted to a thousand."""
    _require_somewhere(by)
    asked = select(asked_one()).where(*_on_list()).distinct().subquery()
    head = CONTENT.alias("head")
    mine = (
        select(head.c.id)
        .join(asked, asked.c[0] == head.c.id)
        .where(*_in_areas_of(by, head.c.area_id))
        .limit(1000)
        .subquery()
    )
    return await session.scalar(select(func.count()).select_from(mine)) or 0


async def list_to_call(session: AsyncSession, *, by: Member, limit: int = SHOWN) -> list[ToCall]:
    """Return whom a member is to call: who was not called today first, then who goes first."""
    _require_somewhere(by)
    c, head = CONTENT.c, CONTENT.alias("head")
    due = (
        select(
            asked_one().label("asked_id"), func.min(c.confirm_due_at).label("asked_at"),
            func.min(c.step_due_at).label("hidden_at"), func.count().label("number"),
        )
        .where(*_on_list())
        .group_by(asked_one())
        .subquery()
    )  # fmt: skip
    called = exists().where(
        PhoneCall.organisation_id == head.c.id, PhoneCall.at > now() - timedelta(hours=20)
    )
    rows = await session.execute(
        select(
            head.c.id, head.c.slug, head.c.title, head.c.kind, Area.name.label("area"),
            head.c.phone, head.c.email, due.c.asked_at, due.c.hidden_at, due.c.number,
        )
        .join(due, due.c.asked_id == head.c.id)
        .join(Area, Area.id == head.c.area_id)
        .where(*_in_areas_of(by, head.c.area_id))
        .order_by(case((called, 1), else_=0), due.c.hidden_at, head.c.id)
        .limit(limit)
    )  # fmt: skip
    found = rows.all()
    ids = [row.id for row in found]
    titles, calls = await _titles(session, ids), await _calls(session, ids)
    mailed = await recipients(session, ids, everybody=True) if ids else {}
    return [
        ToCall(
            row.id, row.slug, row.title, row.kind, row.area, row.phone, row.email, row.asked_at,
            row.hidden_at, row.number, titles.get(row.id, ()), row.id in mailed,
            calls.get(row.id, ()),
        )
        for row in found
    ]  # fmt: skip


async def record_call(
    session: AsyncSession, organisation_id: int, outcome: str, note: str, policies: Policies,
    reindex: Reindex, *, by: Member,
) -> int:  # fmt: skip
    """Write down what came of a call and act on it; returns about how many entries it was.

    Confirmed is what was asked about, stopped is all of the organisation. Raises NotFound for one
    that is in another's area or no longer on the list, and Invalid.
    """
    head = await _find(session, organisation_id)
    require(by, KEY, on=head, ancestors=await ancestors_of(session, head.area_id))
    await _check_listed(session, organisation_id)
    if outcome not in OUTCOMES:
        problem = "Kies wat er uit het gesprek kwam."
        raise Invalid(problem, fields={"outcome": problem})
    if len(note) > LONGEST_NOTE:
        problem = "Schrijf hoogstens 500 tekens."
        raise Invalid(problem, fields={"note": problem})
    session.add(
        PhoneCall(
            organisation_id=organisation_id, at=now(), account_id=by.account_id or None,
            outcome=outcome, note=note,
        )
    )  # fmt: skip
    await session.flush()
    done = await _act(session, organisation_id, outcome, policies, reindex, by)
    await audit.note(
        session, "freshness.call", f"organisation:{organisation_id}", by=by, outcome=outcome,
        count=done,
    )  # fmt: skip
    return done


async def _act(
    session: AsyncSession, id_: int, outcome: str, policies: Policies, reindex: Reindex, by: Member
) -> int:
    c = CONTENT.c
    own = [asked_one() == id_, c.status == PUBLISHED, c.kind.in_(list(policies))]
    waiting = [*own, c.step.in_(WAITING)]
    if outcome == CONFIRMED:
        ids = list(await session.scalars(select(c.id).where(*waiting)))
        return len(await service.confirm(session, ids, actor=EDITOR, by=by, on_behalf=True))
    if outcome == STOPPED:
        ids = list(await session.scalars(select(c.id).where(*own)))
        return len(await service.stop(session, ids, reindex, actor=EDITOR, by=by, on_behalf=True))
    if outcome == LATER:
        until = now() + PATIENCE
        await session.execute(
            update(CONTENT)
            .where(*own, c.step == CALL, c.step_due_at < until)
            .values(step_due_at=until)
        )
    return 0


async def _find(session: AsyncSession, organisation_id: int) -> Any:
    """Return the row of an organisation, or of an entry without one."""
    c = CONTENT.c
    rows = await session.execute(select(c.id, c.owner_id, c.area_id).where(c.id == organisation_id))
    row = rows.one_or_none()
    if row is None:
        raise NotFound(NOT_LISTED)
    return row


async def _check_listed(session: AsyncSession, organisation_id: int) -> None:
    listed = select(CONTENT.c.id).where(asked_one() == organisation_id, *_on_list()).limit(1)
    if await session.scalar(listed) is None:
        raise NotFound(NOT_LISTED)


def _on_list() -> list[ColumnElement[bool]]:
    c = CONTENT.c
    at = now()
    paused = or_(c.paused_until.is_(None), c.paused_until <= at)
    return [c.step == CALL, c.status == PUBLISHED, c.step_due_at.is_not(None), paused]


def _in_areas_of(by: Member, area_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
    if may(by, KEY):
        return []
    own = by.areas_with(KEY)
    return [exists().where(AreaAncestor.area_id == area_id, AreaAncestor.ancestor_id.in_(own))]


def _require_somewhere(by: Member) -> None:
    if not holds_anywhere(by, KEY):
        require(by, KEY)


async def _titles(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the first titles of what each organisation is called about."""
    c = CONTENT.c
    number = func.row_number().over(partition_by=asked_one(), order_by=(c.sort_key, c.id))
    rows = (
        select(asked_one().label("asked_id"), c.title, number.label("number"))
        .where(asked_one().in_(ids), or_(c.id.in_(ids), c.owner_id.in_(ids)), *_on_list())
        .subquery()
    )
    found: dict[int, tuple[str, ...]] = {}
    some = select(rows.c.asked_id, rows.c.title).where(rows.c.number <= NAMED)
    for id_, title in await session.execute(some.order_by(rows.c.asked_id, rows.c.number)):
        found[id_] = (*found.get(id_, ()), title)
    return found


async def _calls(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[Call, ...]]:
    """Return the last calls with each organisation of the past half year."""
    rows = await session.execute(
        select(PhoneCall.organisation_id, PhoneCall.at, PhoneCall.outcome, PhoneCall.note)
        .where(PhoneCall.organisation_id.in_(ids), PhoneCall.at > now() - timedelta(days=180))
        .order_by(PhoneCall.at.desc(), PhoneCall.id.desc())
    )
    found: dict[int, tuple[Call, ...]] = {}
    for id_, at, outcome, note in rows:
        found[id_] = (*found.get(id_, ()), Call(at, outcome, note))[:3]
    return found
