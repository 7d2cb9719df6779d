"""An organisation puts itself in the directory: asked for, proved by mail, made.

Nothing is kept of who asks but in the link itself, until the link is used: a registration that
nobody proves leaves no organisation, no account and no address behind.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.joining import join, read_member
from core.accounts.members import ORGANISATION, ORGANISATION_OWNER, Member
from core.accounts.models import RoleGrant
from core.accounts.service import give_role
from core.accounts.tokens import digest
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED, Content
from core.editing.service import create_entry
from core.freshness import service as freshness
from core.mail import service as mail
from core.moderation import service as moderation
from core.organisations.domains import is_verified
from core.organisations.means import Means
from core.organisations.models import Organisation, OrganisationClaim
from core.organisations.own import KEY
from core.privacy.service import consented

PURPOSE = "organisations.register"
LASTS = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody says of their organisation and of themselves."""

    title: str
    summary: str
    category: str
    area_id: int
    name: str
    email: str
    """Folded, as accounts are."""
    phone: str
    show_email: bool
    show_phone: bool
    consent: str
    """The sentence that was ticked."""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a registration."""

    account_id: int
    is_new_account: bool
    slug: str
    status: str


async def ask(
    session: AsyncSession, wanted: Registration, *, place: str, site_id: int | None = None
) -> None:
    """Mail a link that proves the address; who it is, and whether we know them, is not told."""
    secret = await access.issue(
        session, PURPOSE, wanted.email, LASTS, place=place, wanted=asdict(wanted)
    )
    await mail.post(
        session, "core.register", wanted.email, key=digest(secret, place)[:32],
        language=wanted.language, site_id=site_id,
        data={"path": f"/registreren/{secret}", "title": wanted.title, "name": wanted.name,
              "hours": int(LASTS.total_seconds() // 3600)},
    )  # fmt: skip


async def look(session: AsyncSession, secret: str, *, place: str) -> Registration:
    """Return what a link would register, and change nothing; raises NotFound and Gone."""
    found = await access.look(session, PURPOSE, secret, place=place)
    return Registration(**found.data["wanted"])


async def prove(session: AsyncSession, secret: str, means: Means, *, place: str) -> Registered:
    """Spend a link: make the account, or find it, and the organisation.

    Raises NotFound, and Gone for a link that was used and an account that was switched off.
    """
    found = await access.spend(session, PURPOSE, secret, place=place)
    wanted = Registration(**found.data["wanted"])
    joined = await join(session, wanted.email, wanted.name, wanted.language)
    by = await read_member(session, joined.id, means.roles)
    slug, status = await register(session, wanted, means, by=by)
    return Registered(joined.id, joined.is_new, slug, status)


async def register(
    session: AsyncSession, wanted: Registration, means: Means, *, by: Member
) -> tuple[str, str]:
    """Make an organisation of a proved account, and return its slug and status.

    It is published at once for an address at a verified domain and for who reviews the area;
    else an editor looks first. Who registers the same name twice gets the first one again.
    """
    await consented(session, by.email, PURPOSE, wanted.consent, by.account_id)
    known = await _own_of_that_name(session, wanted, by)
    if known:
        return known
    status = PUBLISHED
    if not is_verified(by.email, means.verified_domains):
        status = await moderation.status_for(session, wanted.area_id, None, by=by)
    values = {
        "title": wanted.title, "summary": wanted.summary, "area_id": wanted.area_id,
        "categories": [wanted.category] if wanted.category else [],
        "email": by.email if wanted.show_email else "",
        "phone": wanted.phone if wanted.show_phone else "",
    }  # fmt: skip
    saved = await create_entry(
        session, Organisation, values, by=by, key=KEY, owner_id=None, status=status,
        vocabulary=means.vocabulary, reindex=means.reindex, own=True,
    )  # fmt: skip
    await _note_claim(session, saved.id, wanted, by)
    await give_role(session, by.account_id, ORGANISATION_OWNER, ORGANISATION, saved.id, by=by)
    await audit.note(session, "organisations.register", f"content:{saved.id}", by=by, status=status)
    if status == PUBLISHED:
        await freshness.begin(session, [saved.id])
    await moderation.submit(session, saved.id, by=by)
    await mail.post(
        session, "core.registered", by.email, key=str(saved.id), account_id=by.account_id,
        language=wanted.language,
        data={"path": f"/mijn/organisaties/{saved.slug}", "title": wanted.title,
              "name": by.name, "is_published": status == PUBLISHED},
    )  # fmt: skip
    return saved.slug, status


async def _own_of_that_name(
    session: AsyncSession, wanted: Registration, by: Member
) -> tuple[str, str] | None:
    """Return slug and status of the member's own organisation of that name, if there is one."""
    mine = select(RoleGrant.scope_id).where(
        RoleGrant.account_id == by.account_id, RoleGrant.scope == ORGANISATION
    )
    found = await session.execute(
        select(Content.slug, Content.status)
        .where(Content.id.in_(mine), Content.kind == "organisation")
        .where(Content.title == wanted.title)
    )
    row = found.first()
    return (row.slug, row.status) if row else None


async def _note_claim(
    session: AsyncSession, organisation_id: int, wanted: Registration, by: Member
) -> None:
    """Keep who registered it, and since when its own people look after it."""
    at = now()
    table = Organisation.__table__
    await session.execute(
        update(table).where(table.c.id == organisation_id).values(claimed_at=at)  # type: ignore[arg-type]
    )
    session.add(
        OrganisationClaim(
            organisation_id=organisation_id, kind="registration", email=by.email,
            name=wanted.name or by.name, phone=wanted.phone, account_id=by.account_id,
            state="approved", created_at=at, decided_at=at,
        )
    )  # fmt: skip
    await session.flush()
