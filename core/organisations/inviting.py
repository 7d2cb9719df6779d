"""Imported organisations are invited to take up their entry, at the address that we have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.members import Member
from core.accounts.service import fold_email
from core.accounts.tokens import digest
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED
from core.errors import Invalid
from core.mail import service as mail
from core.organisations.claiming import LASTS, PURPOSE
from core.organisations.managed import KEY, in_areas
from core.organisations.models import Organisation, OrganisationClaim
from core.permissions.service import ancestors_of, require

AGAIN = timedelta(days=1)
"""So soon after an invitation nobody is invited again: the button was pressed twice."""
MOST = 500
"""Organisations in one transaction."""


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited, and how many were not, by the reason (a msgid)."""

    sent: int
    left: dict[str, int]


async def invite(session: AsyncSession, ids: Sequence[int], *, by: Member) -> Invited:
    """Mail every organisation that nobody looks after a link that lasts 60 days.

    An earlier link stops working. Raises NotFound for one outside the member's areas.
    """
    rows = await session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    )
    waiting = await _lately(session, ids)
    sent, left = 0, dict[str, int]()
    for row in rows.all():
        require(by, KEY, on=row, ancestors=await ancestors_of(session, row.area_id))
        email, reason = reason_against(row, waiting)
        if reason:
            left[reason] = left.get(reason, 0) + 1
            continue
        await _send(session, row, email, by)
        sent += 1
    if sent:
        await audit.note(session, "organisations.invite", "organisations", by=by, count=sent)
    return Invited(sent, left)


def reason_against(row: Organisation, waiting: set[int]) -> tuple[str, str]:
    """Return the address to invite at, and why not to (empty: nothing against it)."""
    if row.claimed_at is not None:
        return "", "Heeft al mensen"
    if row.status != PUBLISHED:
        return "", "Staat niet op de site"
    if row.id in waiting:
        return "", "Vandaag al uitgenodigd"
    try:
        return fold_email(row.email), ""
    except Invalid:
        return "", "Geen e-mailadres"


async def _lately(session: AsyncSession, ids: Sequence[int]) -> set[int]:
    found = await session.scalars(
        select(OrganisationClaim.organisation_id).where(
            OrganisationClaim.organisation_id.in_(ids), OrganisationClaim.kind == "invited",
            OrganisationClaim.state == "unconfirmed", OrganisationClaim.created_at > now() - AGAIN,
        )
    )  # fmt: skip
    return set(found)


async def _send(session: AsyncSession, row: Organisation, email: str, by: Member) -> None:
    await access.withdraw(session, PURPOSE, row.id)
    await session.execute(
        delete(OrganisationClaim).where(
            OrganisationClaim.organisation_id == row.id, OrganisationClaim.kind == "invited",
            OrganisationClaim.state == "unconfirmed",
        )
    )  # fmt: skip
    secret = await access.issue(session, PURPOSE, row.id, LASTS, email=email)
    session.add(
        OrganisationClaim(
            organisation_id=row.id, kind="invited", email=email, state="unconfirmed",
            created_at=now(), decided_by=by.account_id or None,
        )
    )  # fmt: skip
    await mail.post(
        session, "core.claim", email, key=digest(secret, "")[:32],
        data={"path": f"/claim/{secret}", "title": row.title, "days": LASTS.days},
    )  # fmt: skip


async def invite_all(session: AsyncSession, *, by: Member, after: int = 0) -> tuple[Invited, int]:
    """Invite the next 500 organisations of the member's areas that nobody looks after and that
    have no invitation; return what became of it, and the id to go on after (0: that was all)."""
    ids = await uninvited(session, by=by, after=after)
    return await invite(session, ids, by=by), ids[-1] if len(ids) == MOST else 0


async def uninvited(session: AsyncSession, *, by: Member, after: int = 0) -> list[int]:
    """Return the ids of at most 500 organisations that can be invited and never were, after an
    id."""
    asked = select(OrganisationClaim.organisation_id).where(OrganisationClaim.kind == "invited")
    rows = await session.scalars(
        select(Organisation.id)
        .where(
            Organisation.id > after, Organisation.claimed_at.is_(None), Organisation.email != "",
            Organisation.status == PUBLISHED, Organisation.id.not_in(asked),
            *in_areas(Organisation.id, by),
        )
        .order_by(Organisation.id)
        .limit(MOST)
    )  # fmt: skip
    return list(rows)
