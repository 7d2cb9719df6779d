"""What needs a hand today, for one member: counted in the areas that are theirs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import PUBLISHED, Content
from core.freshness.calls import count_to_call
from core.jobs.models import FAILED, JobRun
from core.mail.models import DEAD, PENDING, OutboxMail
from core.moderation.queue import count_open
from core.neighbourhoods.models import AreaAncestor
from core.organisations.models import Organisation, OrganisationClaim
from core.permissions.service import holds_anywhere, may

MOST = 1000
"""Counted so far; what is more is "meer dan 1.000"."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what, how much of it, where, and the permission that it asks."""

    key: str
    count: int
    path: str
    icon: str
    is_urgent: bool = True
    """Whether somebody waits for it, or something is broken."""


async def tasks_of(session: AsyncSession, *, by: Member) -> list[Task]:
    """Return what there is to do for a member, the most urgent first; what is done is left out."""
    found: list[Task] = []
    if holds_anywhere(by, "core.review"):
        found += await _to_decide(session, by)
    if holds_anywhere(by, "core.organisations"):
        claims = await _count(session, _claims(by))
        found.append(Task("claim", claims, "/beheer/organisaties/aanvragen", icon="hand-stop"))
    if holds_anywhere(by, "core.calls"):
        calls = await count_to_call(session, by=by)
        found.append(Task("call", calls, "/beheer/bellen", icon="phone"))
    if may(by, "core.jobs"):
        jobs = await _count(session, select(JobRun.key).where(JobRun.outcome == FAILED))
        found.append(Task("job", jobs, "/beheer/taken", icon="alert-triangle"))
    if may(by, "core.outbox"):
        mails = await _count(session, _mails_in_trouble())
        found.append(Task("mail", mails, "/beheer/postvak?soort=problemen", icon="mail"))
    if holds_anywhere(by, "core.organisations"):
        alone = await _count(session, _without_people(by))
        path = "/beheer/organisaties?toon=zonder-mensen"
        found.append(Task("alone", alone, path, icon="users", is_urgent=False))
    return [task for task in found if task.count]


async def _to_decide(session: AsyncSession, by: Member) -> list[Task]:
    counts = await count_open(session, by=by)
    path = "/beheer/controle?soort="
    found = [
        Task("review", counts.get("review", 0), f"{path}review", icon="eye"),
        Task("report", counts.get("report", 0), f"{path}report", icon="message-report"),
        Task("appeal", counts.get("appeal", 0), f"{path}appeal", icon="scale"),
    ]
    return [task for task in found if task.count]


def _claims(by: Member) -> Select[Any]:
    """Return who says that an organisation is theirs and waits for an answer; whoever registers
    waits in the queue of what is to be looked at."""
    return (
        select(OrganisationClaim.id)
        .join(Content, Content.id == OrganisationClaim.organisation_id)
        .where(OrganisationClaim.state == "open", OrganisationClaim.kind == "claim")
        .where(*_own(by, "core.organisations"))
    )


def _mails_in_trouble() -> Select[Any]:
    trouble = (OutboxMail.state == PENDING) & (OutboxMail.attempts > 0)
    return select(OutboxMail.id).where(or_(OutboxMail.state == DEAD, trouble))


def _without_people(by: Member) -> Select[Any]:
    return (
        select(Organisation.id)
        .where(Organisation.claimed_at.is_(None), Organisation.status == PUBLISHED)
        .where(*_own(by, "core.organisations"))
    )


def _own(by: Member, key: str) -> list[Any]:
    """Return the condition of what lies in the areas of a member."""
    if may(by, key):
        return []
    below = select(AreaAncestor.area_id).where(AreaAncestor.ancestor_id.in_(by.areas_with(key)))
    return [Content.area_id.in_(below)]


async def _count(session: AsyncSession, what: Select[Any]) -> int:
    counted = select(func.count()).select_from(what.limit(MOST + 1).subquery())
    return await session.scalar(counted) or 0
