"""One case as the editor who decides sees it: the entry, what changed, and what went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.accounts.models import Account
from core.content.models import Content
from core.content.service import Entry, describe
from core.content.vocabulary import Vocabulary
from core.editing.models import Revision
from core.errors import NotFound
from core.moderation.appeals import KEY as APPEALS
from core.moderation.appeals import may_decide
from core.moderation.models import APPEAL, APPROVED, OPEN, OVERTURNED, ModerationCase
from core.moderation.service import KEY, find_entry
from core.permissions.service import ancestors_of, require


@dataclass(frozen=True, slots=True)
class Change:
    """A value of an entry before and after; ``name`` is that of the field."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier decision about the entry."""

    id: int
    kind: str
    state: str
    at: datetime
    by: str
    reason: str
    answer: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case with everything that helps to decide it."""

    id: int
    kind: str
    state: str
    body: str
    reason: str
    answer: str
    created_at: datetime
    wants_answer: bool
    may_decide: bool
    """False for an appeal about one's own decision."""
    entry: Entry
    owner: tuple[str, str] | None
    """Name and slug of the organisation behind the entry."""
    changes: tuple[Change, ...]
    """What changed since an editor last found it right; all that was typed where it is new."""
    is_new: bool
    """Whether no editor looked at it before, and its history says how it began."""
    past: tuple[Past, ...]


async def read_case(
    session: AsyncSession, case_id: int, vocabulary: Vocabulary, *, by: Member
) -> Case:
    """Return a case, open or decided, to an editor of the area; raises NotFound."""
    case = await session.get(ModerationCase, case_id)
    if case is None:
        raise NotFound("Deze pagina bestaat niet.")
    row = await find_entry(session, case.content_id)
    above = await ancestors_of(session, row.area_id)
    require(by, APPEALS if case.kind == APPEAL else KEY, on=row, ancestors=above)
    past = await _past(session, row.id, case.id)
    seen = next((one.at for one in past if one.state in (APPROVED, OVERTURNED)), None)
    revisions = await _revisions(session, row.id, seen)
    return Case(
        id=case.id, kind=case.kind, state=case.state, body=case.body, reason=case.reason,
        answer=case.answer, created_at=case.created_at, wants_answer=bool(case.email),
        may_decide=case.kind != APPEAL or await may_decide(session, case, by=by),
        entry=await describe(session, row, vocabulary),
        owner=await _owner(session, row.owner_id),
        changes=merged(revisions), past=past,
        is_new=bool(revisions) and revisions[0].action == "created",
    )  # fmt: skip


async def _owner(session: AsyncSession, owner_id: int | None) -> tuple[str, str] | None:
    found = await session.execute(
        select(Content.title, Content.slug).where(Content.id == owner_id)
    )  # fmt: skip
    row = found.first()
    return (row.title, row.slug) if row else None


async def _past(session: AsyncSession, content_id: int, but: int) -> tuple[Past, ...]:
    """Return the latest decisions, newest first."""
    rows = await session.execute(
        select(ModerationCase, Account.name, Account.email)
        .outerjoin(Account, Account.id == ModerationCase.decided_by)
        .where(ModerationCase.content_id == content_id, ModerationCase.id != but)
        .where(ModerationCase.state != OPEN)
        .order_by(ModerationCase.decided_at.desc(), ModerationCase.id.desc())
        .limit(20)
    )
    return tuple(
        Past(
            one.id, one.kind, one.state, one.decided_at or one.created_at, name or email or "",
            one.reason, one.answer,
        )
        for one, name, email in rows
    )  # fmt: skip


async def _revisions(
    session: AsyncSession, content_id: int, since: datetime | None
) -> Sequence[Revision]:
    """Return the edits of an entry, oldest first: all of them, or those after a moment."""
    wanted = (
        select(Revision)
        .where(
            Revision.content_id == content_id,
            Revision.action.in_(("created", "changed", "undone")),
        )
        .order_by(Revision.number)
    )
    if since is not None:
        wanted = wanted.where(Revision.at > since)
    return (await session.scalars(wanted)).all()


def merged(revisions: Sequence[Revision]) -> tuple[Change, ...]:
    """Return what a row of edits comes to: each field as it was first and as it is now."""
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for one in revisions:
        for name, value in one.after.items():
            first.setdefault(name, one.before.get(name))
            last[name] = value
    return tuple(
        Change(name, first[name], last[name]) for name in last if first[name] != last[name]
    )
