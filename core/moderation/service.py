"""What an editor decides about entries: whether they wait first, what comes of it, and the mail.

New entries wait for an editor where their area says ``before``. Where it says ``after``, and
always when a published entry is edited, they are on the site at once and an editor looks at them
afterwards: what people rely on never disappears because somebody improved it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.content.models import DRAFT, HIDDEN, PUBLISHED, Content
from core.content.models import REVIEW as WAITING
from core.content.service import Reindex, set_status
from core.editing import history
from core.errors import Conflict, Invalid, NotFound
from core.freshness.service import begin
from core.freshness.steps import AWAY, FRESH
from core.mail.service import post
from core.moderation.models import (
    APPROVED,
    OPEN,
    OVERTURNED,
    REFUSED,
    REVIEW,
    ModerationCase,
)
from core.moderation.reasons import REASON_LABELS, REASON_TEXTS
from core.moderation.recipients import recipients_of
from core.neighbourhoods.models import Area, AreaAncestor
from core.permissions.service import ancestors_of, may, require

BEFORE, AFTER = "before", "after"
KEY = "core.review"
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a new entry will be, for the question who may review there."""

    id: int
    owner_id: int | None
    area_id: int


async def mode_of(session: AsyncSession, area_id: int) -> str:
    """Return when an area is moderated: as the nearest area at or above it says, else after."""
    mode = await session.scalar(
        select(Area.moderation)
        .join(AreaAncestor, AreaAncestor.ancestor_id == Area.id)
        .where(AreaAncestor.area_id == area_id, Area.moderation != "")
        .order_by(AreaAncestor.depth)
        .limit(1)
    )
    return mode or AFTER


async def status_for(
    session: AsyncSession, area_id: int, owner_id: int | None, *, by: Member, content_id: int = 0
) -> str:
    """Return what a new entry of this member becomes: published, or in review.

    Who reviews the area publishes at once. Otherwise an entry waits when its area is moderated
    before publication, when it is a new organisation or of one that is not published itself, and
    (``content_id``) when an editor refused it before. An entry that is published stays so.
    """
    place = _Place(content_id, owner_id, area_id)
    if may(by, KEY, on=place, ancestors=await ancestors_of(session, area_id)):
        return PUBLISHED
    owner = await session.scalar(select(Content.status).where(Content.id == owner_id))
    if owner != PUBLISHED or await is_refused(session, content_id):
        return WAITING
    return WAITING if await mode_of(session, area_id) == BEFORE else PUBLISHED


async def is_refused(session: AsyncSession, content_id: int) -> bool:
    """Whether the last decision of an editor about an entry was a refusal: then only an editor
    shows it again."""
    last = await session.scalar(
        select(ModerationCase.state)
        .where(ModerationCase.content_id == content_id, ModerationCase.kind == REVIEW)
        .where(ModerationCase.state.in_((APPROVED, REFUSED, OVERTURNED)))
        .order_by(ModerationCase.decided_at.desc(), ModerationCase.id.desc())
        .limit(1)
    )
    return last == REFUSED


async def submit(session: AsyncSession, content_id: int, *, by: Member) -> None:
    """Let an editor look at an entry that was made or changed; its status stays as it is.

    One review is open at most. What an editor of the area wrote needs no other's look.
    """
    entry = await find_entry(session, content_id)
    if may(by, KEY, on=entry, ancestors=await ancestors_of(session, entry.area_id)):
        return
    await open_review(session, content_id, by.account_id or None)


async def offer(
    session: AsyncSession, content_id: int, *, by: Member, reindex: Reindex
) -> str:  # fmt: skip
    """Publish a draft, or let it wait for an editor, as ``status_for`` says; return its status.

    The caller has asked the permission to publish. Raises Conflict when somebody else was first.
    """
    entry = await find_entry(session, content_id)
    wanted = await status_for(
        session, entry.area_id, entry.owner_id, by=by, content_id=content_id
    )  # fmt: skip
    if entry.status not in (wanted, PUBLISHED):
        await set_status(session, content_id, wanted, reindex, expected=entry.status)
        await begin(session, [content_id])
        await session.refresh(entry)
    await submit(session, content_id, by=by)
    return str(entry.status)


async def open_review(session: AsyncSession, content_id: int, account_id: int | None) -> int:
    """Return the open review of an entry, made if there is none; the caller has asked whether.

    ``account_id`` is who asks for it and wants to hear what comes of it.
    """
    open_one = select(ModerationCase.id).where(
        ModerationCase.content_id == content_id,
        ModerationCase.kind == REVIEW,
        ModerationCase.state == OPEN,
    )
    found = await session.scalar(open_one)
    if found is None:
        made = ModerationCase(
            content_id=content_id, kind=REVIEW, created_at=now(), account_id=account_id
        )
        try:
            async with session.begin_nested():
                session.add(made)
            found = made.id
        except IntegrityError:  # somebody else was quicker
            found = (await session.scalars(open_one)).one()
    return found


async def look_at(session: AsyncSession, content_id: int, *, by: Member) -> int:
    """Return the open review of an entry that an editor wants to judge of their own accord."""
    entry = await find_entry(session, content_id)
    require(by, KEY, on=entry, ancestors=await ancestors_of(session, entry.area_id))
    if entry.status not in (PUBLISHED, WAITING):
        raise Conflict("Dit staat niet op de site. Er is niets te beoordelen.")
    return await open_review(session, content_id, None)


async def approve(session: AsyncSession, case_id: int, *, by: Member, reindex: Reindex) -> None:
    """Say that an entry is right, and publish it if it waited; the organisation hears of it.

    Raises Conflict when another editor decided first.
    """
    case, entry = await case_with_entry(session, case_id, REVIEW, by=by)
    await decide(session, case, APPROVED, by=by)
    if entry.status == WAITING:
        await show(session, entry, by=by, reindex=reindex)
        await tell(session, "core.review_approved", case, entry)
    await audit.note(session, "moderation.approve", f"content:{entry.id}", by=by, case=case.id)


async def refuse(
    session: AsyncSession, case_id: int, *, by: Member, reason: str, text: str, reindex: Reindex
) -> None:
    """Refuse an entry that waited (it is a draft again), or hide one that is published.

    ``text`` is sent to the organisation; empty for that of the reason. Raises Invalid, and
    Conflict when another editor decided first.
    """
    case, entry = await case_with_entry(session, case_id, REVIEW, by=by)
    answer = refusal_text(reason, text)
    await decide(session, case, REFUSED, by=by, reason=reason, answer=answer)
    if entry.status in (WAITING, PUBLISHED):
        after = DRAFT if entry.status == WAITING else HIDDEN
        await set_status(session, entry.id, after, reindex, expected=entry.status)
        await history.record(
            session, entry.id, "hidden" if after == HIDDEN else "refused", by=by,
            actor=history.EDITOR, note=answer[:500],
        )  # fmt: skip
    # What its organisation took away itself does not come back by one click either.
    away = update(Content).where(Content.id == entry.id, Content.step.in_(AWAY))
    await session.execute(away.values(step=FRESH, step_due_at=None))
    await tell(session, "core.review_refused", case, entry, text=answer)
    await audit.note(
        session, "moderation.refuse", f"content:{entry.id}", by=by, case=case.id, reason=reason
    )


def refusal_text(reason: str, text: str) -> str:
    """Return what is sent with a refusal; raises Invalid for no reason or no words."""
    if reason not in REASON_LABELS:
        raise Invalid(
            "Kies waarom je dit afwijst.", fields={"reason": "Kies waarom je dit afwijst."}
        )
    answer = text.strip() or REASON_TEXTS.get(reason, "")
    if not answer:
        problem = "Schrijf in een paar woorden waarom."
        raise Invalid(problem, fields={"text": problem})
    if len(answer) > LONGEST:
        problem = "Deze tekst is te lang. Houd hem onder de 5000 tekens."
        raise Invalid(problem, fields={"text": problem})
    return answer


async def find_entry(session: AsyncSession, content_id: int) -> Content:
    """Return the row of an entry of any kind that is on; raises NotFound."""
    entry = await session.scalar(select(Content).where(Content.id == content_id))
    if entry is None:
        raise NotFound("Deze pagina bestaat niet.")
    return entry


async def case_with_entry(
    session: AsyncSession, case_id: int, kind: str, *, by: Member
) -> tuple[ModerationCase, Content]:
    """Return a case of a kind and its entry, for an editor of the area; raises NotFound."""
    case = await session.get(ModerationCase, case_id)
    if case is None or case.kind != kind:
        raise NotFound("Deze pagina bestaat niet.")
    entry = await find_entry(session, case.content_id)
    require(by, KEY, on=entry, ancestors=await ancestors_of(session, entry.area_id))
    return case, entry


async def decide(
    session: AsyncSession, case: ModerationCase, state: str, *,
    by: Member, reason: str = "", answer: str = "",
) -> None:  # fmt: skip
    """Close an open case; of two who decide at once the second gets Conflict."""
    won = await session.execute(
        update(ModerationCase)
        .where(ModerationCase.id == case.id, ModerationCase.state == OPEN)
        .values(
            state=state, decided_at=now(), decided_by=by.account_id or None,
            reason=reason or case.reason, answer=answer,
        )
        .returning(ModerationCase.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if won.first() is None:
        raise Conflict("Iemand anders heeft hier al over beslist. Kijk hoe het er nu staat.")
    await session.refresh(case)


async def show(session: AsyncSession, entry: Any, *, by: Member, reindex: Reindex) -> None:
    """Publish an entry by an editor's decision."""
    await set_status(session, entry.id, PUBLISHED, reindex, expected=entry.status)
    await begin(session, [entry.id])
    await history.record(session, entry.id, "published", by=by, actor=history.EDITOR)
    await session.refresh(entry)


async def tell(
    session: AsyncSession, kind: str, case: ModerationCase, entry: Any, **data: Any
) -> None:
    """Mail a decision to the people of the organisation, and to who asked for it."""
    for one in await recipients_of(session, entry, case.account_id):
        await post(
            session, kind, one.address, key=f"{case.id}:{one.address}", language=one.language,
            account_id=one.account_id,
            data={
                "title": entry.title, "page": f"/inhoud/{entry.id}",
                "path": f"/mijn/bezwaar/{case.id}", **data,
            },
        )  # fmt: skip
