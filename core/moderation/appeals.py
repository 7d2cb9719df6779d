"""Appeals: somebody else looks again at a refusal, once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.content.models import DRAFT, HIDDEN, PUBLISHED, Content
from core.content.service import Reindex
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.moderation.models import (
    APPEAL,
    APPROVED,
    OPEN,
    OVERTURNED,
    REFUSED,
    REVIEW,
    ModerationCase,
)
from core.moderation.service import case_with_entry, decide, find_entry, show, tell
from core.permissions.service import ancestors_of, require

KEY = "core.appeals"
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the organisation reads it, with its appeal."""

    case_id: int
    content_id: int
    kind: str
    slug: str
    title: str
    status: str
    state: str
    decided_at: datetime | None
    answer: str
    appeal_state: str
    """Empty where nobody appealed."""
    appeal_body: str
    appeal_answer: str


async def _own_case(
    session: AsyncSession, case_id: int, by: Member
) -> tuple[ModerationCase, Content]:
    """Return a decided review of an entry that the member looks after; raises NotFound."""
    case = await session.get(ModerationCase, case_id)
    if case is None or case.kind != REVIEW or case.state == OPEN:
        raise NotFound("Deze pagina bestaat niet.")
    entry = await find_entry(session, case.content_id)
    above = await ancestors_of(session, entry.area_id)
    require(by, "core.organisation", on=entry, ancestors=above)
    return case, entry


async def read_decision(session: AsyncSession, case_id: int, *, by: Member) -> Decision:
    """Return a decision about an entry that the member looks after."""
    case, entry = await _own_case(session, case_id, by)
    appeal = await session.scalar(
        select(ModerationCase).where(
            ModerationCase.about_id == case.id, ModerationCase.kind == APPEAL
        )
    )
    return Decision(
        case.id, entry.id, entry.kind, entry.slug, entry.title, entry.status, case.state,
        case.decided_at, case.answer,
        appeal.state if appeal else "", appeal.body if appeal else "",
        appeal.answer if appeal else "",
    )  # fmt: skip


async def appeal(session: AsyncSession, case_id: int, *, by: Member, text: str) -> int:
    """Ask that somebody else looks again; raises Invalid, and Conflict for a second appeal."""
    case, entry = await _own_case(session, case_id, by)
    if case.state != REFUSED:
        raise Conflict("Dit is niet afgewezen. Je hoeft geen bezwaar te maken.")
    text = text.strip()
    if not text or len(text) > LONGEST:
        problem = (
            "Deze tekst is te lang. Houd hem onder de 5000 tekens."
            if text
            else "Schrijf waarom je het er niet mee eens bent."
        )
        raise Invalid(problem, fields={"text": problem})
    made = ModerationCase(
        content_id=entry.id, kind=APPEAL, state=OPEN, body=text, about_id=case.id,
        account_id=by.account_id or None, created_at=now(),
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise Conflict("Over deze beslissing is al bezwaar gemaakt.") from None
    await audit.note(session, "moderation.appeal", f"content:{entry.id}", by=by, case=case.id)
    return made.id


async def decide_appeal(
    session: AsyncSession, appeal_id: int, *,
    by: Member, allowed: bool, text: str, reindex: Reindex,
) -> None:  # fmt: skip
    """Overturn a refusal, which puts the entry on the site, or let it stand; who appealed hears it.

    Raises Forbidden for who made the decision, Invalid when nothing says why it stands, and
    Conflict when somebody else decided first.
    """
    case, entry = await _appeal_with_entry(session, appeal_id, by)
    text = text.strip()
    if not allowed and not text:
        problem = "Schrijf waarom de beslissing blijft zoals ze was."
        raise Invalid(problem, fields={"text": problem})
    about = await session.get(ModerationCase, case.about_id)
    await decide(session, case, APPROVED if allowed else REFUSED, by=by, answer=text)
    if allowed and about is not None:
        about.state = OVERTURNED
        if entry.status in (DRAFT, HIDDEN):
            await show(session, entry, by=by, reindex=reindex)
    await tell(
        session, "core.appeal_allowed" if allowed else "core.appeal_rejected", case, entry,
        text=text, is_shown=entry.status == PUBLISHED, path=f"/mijn/bezwaar/{case.about_id}",
    )  # fmt: skip
    await audit.note(
        session, "moderation.decide_appeal", f"content:{entry.id}", by=by, case=case.id,
        allowed=allowed,
    )  # fmt: skip


async def _appeal_with_entry(
    session: AsyncSession, appeal_id: int, by: Member
) -> tuple[ModerationCase, Content]:
    case, entry = await case_with_entry(session, appeal_id, APPEAL, by=by)
    require(by, KEY, on=entry, ancestors=await ancestors_of(session, entry.area_id))
    if not await may_decide(session, case, by=by):
        raise Forbidden("Dit was je eigen beslissing. Laat iemand anders ernaar kijken.")
    return case, entry


async def may_decide(session: AsyncSession, case: ModerationCase, *, by: Member) -> bool:
    """Whether an appeal is about somebody else's decision."""
    decided_by = await session.scalar(
        select(ModerationCase.decided_by).where(ModerationCase.id == case.about_id)
    )
    return decided_by is None or decided_by != by.account_id
