"""Somebody says of an organisation that it is theirs: proved by mail, decided by an editor."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.joining import join
from core.accounts.members import Member
from core.accounts.tokens import digest
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED, Content
from core.content.service import find_entry
from core.errors import Conflict, Invalid, NotFound
from core.mail import service as mail
from core.neighbourhoods.models import Area
from core.organisations.claiming import TAKEN, Claimed, take
from core.organisations.managed import KEY, in_areas
from core.organisations.means import Means
from core.organisations.models import Organisation, OrganisationClaim
from core.organisations.service import PATH
from core.permissions.service import ancestors_of, require
from core.privacy.service import consented

PURPOSE = "organisations.request"
LASTS = timedelta(hours=48)
LONGEST = 2000
MOST = 200
"""Requests on one page of an editor."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, and why the organisation is theirs."""

    organisation_id: int
    name: str
    email: str
    phone: str
    note: str
    consent: str
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as an editor sees it."""

    id: int
    title: str
    slug: str
    area: str
    known_email: str
    """The address that the organisation has on the site."""
    website: str
    name: str
    email: str
    phone: str
    note: str
    created_at: datetime


async def find_unclaimed(session: AsyncSession, slug: str) -> Organisation:
    """Return a published organisation that nobody looks after; raises NotFound, Gone, Moved, and
    Conflict when somebody does."""
    row: Organisation = await find_entry(session, Organisation, PATH, slug)
    if row.claimed_at is not None:
        raise Conflict(TAKEN)
    return row


async def ask(
    session: AsyncSession, wanted: Request, title: str, *, place: str, site_id: int | None
) -> None:
    """Mail a link that proves the address; until it is used nothing is kept of who asks."""
    secret = await access.issue(
        session, PURPOSE, wanted.email, LASTS, place=place, wanted=asdict(wanted)
    )
    await mail.post(
        session, "core.claim_request", wanted.email, key=digest(secret, place)[:32],
        language=wanted.language, site_id=site_id,
        data={"path": f"/van-ons/{secret}", "title": title, "name": wanted.name,
              "hours": int(LASTS.total_seconds() // 3600)},
    )  # fmt: skip


async def look(session: AsyncSession, secret: str, *, place: str) -> tuple[Request, str]:
    """Return what a link asks and the name of the organisation; raises NotFound and Gone."""
    found = await access.look(session, PURPOSE, secret, place=place)
    wanted = Request(**found.data["wanted"])
    title = await session.scalar(select(Content.title).where(Content.id == wanted.organisation_id))
    return wanted, title or ""


async def prove(session: AsyncSession, secret: str, means: Means, *, place: str) -> Claimed | None:
    """Spend a link and put the request before an editor.

    Whoever has the very address that the organisation has here needs no editor: then it is theirs
    at once, and what became of it is returned. Raises NotFound, Gone and Conflict.
    """
    found = await access.spend(session, PURPOSE, secret, place=place)
    wanted = Request(**found.data["wanted"])
    row = await _unclaimed(session, wanted.organisation_id)
    if row.email.lower() != wanted.email:
        await put(session, wanted)
        return None
    joined = await join(session, wanted.email, wanted.name, wanted.language)
    await consented(session, wanted.email, PURPOSE, wanted.consent, joined.id)
    _add(session, wanted, "approved", joined.id)
    await take(session, row, joined.id, means)
    return Claimed(joined.id, joined.is_new, row.slug)


async def _unclaimed(session: AsyncSession, id_: int) -> Organisation:
    row = await session.scalar(select(Organisation).where(Organisation.id == id_))
    if row is None or row.status != PUBLISHED or row.claimed_at is not None:
        raise Conflict(TAKEN)
    found: Organisation = row
    return found


def _add(session: AsyncSession, wanted: Request, state: str, account_id: int | None) -> None:
    at = now()
    session.add(
        OrganisationClaim(
            organisation_id=wanted.organisation_id, kind="claim", email=wanted.email,
            name=wanted.name, phone=wanted.phone, note=wanted.note, account_id=account_id,
            state=state, created_at=at, decided_at=None if state == "open" else at,
        )
    )  # fmt: skip


async def put(session: AsyncSession, wanted: Request, *, by: Member | None = None) -> None:
    """Put the request of a proved address before an editor, once for each address.

    Raises Conflict when somebody looks after the organisation already.
    """
    row = await _unclaimed(session, wanted.organisation_id)
    account_id = by.account_id if by else None
    await consented(session, wanted.email, PURPOSE, wanted.consent, account_id)
    open_one = select(OrganisationClaim.id).where(
        OrganisationClaim.organisation_id == row.id, OrganisationClaim.kind == "claim",
        OrganisationClaim.state == "open", OrganisationClaim.email == wanted.email,
    )  # fmt: skip
    if await session.scalar(open_one) is not None:
        return
    _add(session, wanted, "open", account_id)
    await session.flush()
    await audit.note(session, "organisations.request", f"content:{row.id}", by=by)


def _open(by: Member) -> list[ColumnElement[bool]]:
    """Return conditions: open requests, for this editor's areas only."""
    return [
        OrganisationClaim.kind == "claim",
        OrganisationClaim.state == "open",
        *in_areas(OrganisationClaim.organisation_id, by),
    ]


async def count_open(session: AsyncSession, *, by: Member) -> int:
    """Return how many requests wait for this editor."""
    return await session.scalar(
        select(func.count()).select_from(OrganisationClaim).where(*_open(by))
    ) or 0  # fmt: skip


async def list_open(session: AsyncSession, *, by: Member) -> list[Waiting]:
    """Return the requests that wait for this editor, the oldest first."""
    rows = await session.execute(
        select(
            OrganisationClaim.id, Content.title, Content.slug, Area.name, Content.email,
            Content.website, OrganisationClaim.name, OrganisationClaim.email,
            OrganisationClaim.phone, OrganisationClaim.note, OrganisationClaim.created_at,
        )
        .join(Content, Content.id == OrganisationClaim.organisation_id)
        .join(Area, Area.id == Content.area_id)
        .where(*_open(by))
        .order_by(OrganisationClaim.id)
        .limit(MOST)
    )  # fmt: skip
    return [Waiting(*row) for row in rows]


async def approve(session: AsyncSession, claim_id: int, means: Means, *, by: Member) -> str:
    """Let who asked look after the organisation; return its name.

    Raises NotFound, and Conflict when it was decided already or somebody else was first.
    """
    claim, row = await _decide(session, claim_id, "approved", "", by=by)
    joined = await join(session, claim.email, claim.name)
    claim.account_id = joined.id
    await take(session, row, joined.id, means, by=by)
    await mail.post(
        session, "core.claim_approved", claim.email, key=str(claim.id), account_id=joined.id,
        data={"title": row.title, "name": claim.name,
              "path": f"/inloggen?volgende=/mijn/organisaties/{row.slug}"},
    )  # fmt: skip
    return row.title


async def refuse(session: AsyncSession, claim_id: int, reason: str, *, by: Member) -> str:
    """Say no, with the reason that who asked gets by mail; return the organisation's name.

    Raises NotFound, Conflict, and Invalid without a reason.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        problem = "Schrijf in het kort waarom niet. Wie het vroeg, leest dit."
        raise Invalid(problem, fields={"reason": problem})
    claim, row = await _decide(session, claim_id, "refused", reason, by=by)
    await mail.post(
        session, "core.claim_refused", claim.email, key=str(claim.id), account_id=claim.account_id,
        data={"title": row.title, "name": claim.name, "reason": reason},
    )  # fmt: skip
    await audit.note(session, "organisations.refuse", f"content:{row.id}", by=by, claim=claim.id)
    return row.title


async def _decide(
    session: AsyncSession, claim_id: int, state: str, reason: str, *, by: Member
) -> tuple[OrganisationClaim, Organisation]:
    claim = await session.get(OrganisationClaim, claim_id)
    if claim is None or claim.kind != "claim":
        raise NotFound("Deze aanvraag bestaat niet.")
    row = await session.scalar(select(Organisation).where(Organisation.id == claim.organisation_id))
    if row is None:
        raise NotFound("Deze aanvraag bestaat niet.")
    require(by, KEY, on=row, ancestors=await ancestors_of(session, row.area_id))
    won = await session.scalar(
        update(OrganisationClaim)
        .where(OrganisationClaim.id == claim_id, OrganisationClaim.state == "open")
        .values(state=state, reason=reason, decided_at=now(), decided_by=by.account_id or None)
        .returning(OrganisationClaim.id)
    )
    if won is None:
        raise Conflict("Iemand anders besliste al over deze aanvraag.")
    return claim, row
