"""Two entries of one organisation become one: what moves, what is filled in, what stays behind."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import ORGANISATION as FOR_ORGANISATION
from core.accounts.members import Member
from core.accounts.models import Account, Invitation, RoleGrant
from core.accounts.service import give_role
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED, Content, ContentAlias
from core.content.service import touch_content
from core.editing.history import EDITOR, record
from core.editing.service import save_entry
from core.editing.values import TERMS, current_terms
from core.errors import Invalid, NotFound
from core.freshness.models import PhoneCall
from core.freshness.purging import delete_entries
from core.imports.models import ImportRow
from core.moderation.models import CLOSED, OPEN, REVIEW, ModerationCase
from core.neighbourhoods.models import Area
from core.organisations.managed import KEY
from core.organisations.means import Means
from core.organisations.models import Organisation, OrganisationClaim
from core.permissions.service import ancestors_of, may, require

ALONE = ("summary", "description", "phone", "email", "website", "nature")
PLACE = ("place_name", "street", "house_number", "postcode", "city", "lon", "lat")
PICTURE = ("image", "image_alt")
TOGETHER = (PLACE, PICTURE)
"""Fields that mean something only together: all are filled in, or none."""
CONTENT = cast("Table", Content.__table__)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two entries."""

    id: int
    title: str
    slug: str
    status: str
    area: str
    summary: str
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do."""

    stays: Side
    goes: Side
    entries: tuple[str, ...]
    """Titles of what moves."""
    people: tuple[str, ...]
    filled: tuple[str, ...]
    """Names of fields that are empty in the one that stays."""


async def find_side(session: AsyncSession, slug: str, *, by: Member) -> Side:
    """Return an organisation that the member may merge; raises NotFound."""
    row = await _row(session, slug, by)
    area = await session.scalar(select(Area.name).where(Area.id == row.area_id))
    return Side(
        row.id, row.title, row.slug, row.status, area or "", row.summary,
        row.claimed_at is not None,
    )  # fmt: skip


async def area_of(session: AsyncSession, id_: int) -> int:
    """Return the area of an organisation that was found before."""
    found = await session.execute(select(Content.area_id).where(Content.id == id_))
    return int(found.scalar_one())


async def preview(
    session: AsyncSession, stays: str, goes: str, means: Means, *, by: Member
) -> Preview:
    """Return what merging would do, and change nothing; raises NotFound and Invalid."""
    kept, gone = await _pair(session, stays, goes, by)
    titles = await session.scalars(
        select(Content.title)
        .where(Content.owner_id == gone.id)
        .order_by(Content.sort_key)
        .execution_options(all_kinds=True)
    )
    people = await session.scalars(
        select(Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.scope == FOR_ORGANISATION, RoleGrant.scope_id == gone.id)
        .order_by(Account.email)
    )
    filled = await _filled(session, kept, gone, means)
    return Preview(
        await find_side(session, stays, by=by), await find_side(session, goes, by=by),
        tuple(titles), tuple(dict.fromkeys(people)), tuple(filled),
    )  # fmt: skip


async def merge(session: AsyncSession, stays: str, goes: str, means: Means, *, by: Member) -> str:
    """Let one organisation take over all of another, whose address leads to it from now on.

    What it offers, its people, its empty fields, reports and phone calls move; so does what it was
    imported as, so that its file goes on with the one that stays. Returns the slug that stays.
    Raises NotFound and Invalid.
    """
    kept, gone = await _pair(session, stays, goes, by, lock=True)
    changes = await _filled(session, kept, gone, means)
    moved = await _move_entries(session, kept, gone)
    people = await _move_people(session, kept, gone, by)
    await _move_papers(session, kept, gone)
    title, slug, gone_id = gone.title, gone.slug, gone.id
    await touch_content(session, [gone_id])
    await delete_entries(session, [gone_id])
    session.expunge(gone)
    session.add(ContentAlias(kind="organisation", slug=slug, content_id=kept.id))
    if changes:
        await save_entry(
            session, kept, changes, by=by, key=KEY, version=kept.version,
            vocabulary=means.vocabulary, reindex=means.reindex,
        )  # fmt: skip
    await record(session, kept.id, "merged", by=by, actor=EDITOR, note=f"{title} ({slug})")
    await audit.note(
        session, "organisations.merge", f"content:{kept.id}", by=by, gone=gone_id, slug=slug,
        entries=len(moved), people=people, filled=sorted(changes),
    )  # fmt: skip
    await means.reindex(session, [kept.id, *moved])
    return kept.slug


async def _row(session: AsyncSession, slug: str, by: Member, *, lock: bool = False) -> Organisation:
    wanted = select(Organisation).where(Organisation.slug == slug)
    row = await session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise NotFound("Deze organisatie bestaat niet.")
    require(by, KEY, on=row, ancestors=await ancestors_of(session, row.area_id))
    found: Organisation = row
    return found


async def _pair(
    session: AsyncSession, stays: str, goes: str, by: Member, *, lock: bool = False
) -> tuple[Organisation, Organisation]:
    if stays == goes:
        raise Invalid("Kies twee verschillende organisaties.")
    # Always in the same order, so that two merges of one pair wait for each other.
    rows = {slug: await _row(session, slug, by, lock=lock) for slug in sorted((stays, goes))}
    kept, gone = rows[stays], rows[goes]
    if gone.status == PUBLISHED and kept.status != PUBLISHED:
        raise Invalid("Laat de organisatie blijven die op de site staat.")
    towns = await session.execute(
        select(func.coalesce(Area.municipality_id, Area.id))
        .where(Area.id.in_([kept.area_id, gone.area_id]))
        .distinct()
    )
    if len(towns.all()) > 1 and not may(by, KEY):
        raise Invalid("Deze organisaties liggen in twee gemeenten. Vraag de platformbeheerder.")
    return kept, gone


async def _filled(
    session: AsyncSession, kept: Organisation, gone: Organisation, means: Means
) -> dict[str, Any]:
    """Return the values that fill what is empty in the one that stays."""
    groups = [(name,) for name in ALONE]
    found: dict[str, Any] = {}
    for group in (*groups, *TOGETHER):
        empty = all(getattr(kept, name) in ("", None) for name in group)
        theirs = {name: getattr(gone, name) for name in group}
        if empty and any(value not in ("", None) for value in theirs.values()):
            found.update(theirs)
    mine = await current_terms(session, kept.id, means.vocabulary)
    other = await current_terms(session, gone.id, means.vocabulary)
    return found | {name: other[name] for name in TERMS if other[name] and not mine[name]}


async def _move_entries(session: AsyncSession, kept: Organisation, gone: Organisation) -> list[int]:
    """Give what one organisation offers to the other; of modules that are off as well."""
    rows = await session.scalars(
        update(CONTENT)
        .where(CONTENT.c.owner_id == gone.id)
        .values(owner_id=kept.id, updated_at=now())
        .returning(CONTENT.c.id)
    )
    return list(rows)


async def _move_people(
    session: AsyncSession, kept: Organisation, gone: Organisation, by: Member
) -> int:
    """Give the people of one organisation the same roles in the other."""
    rows = await session.scalars(
        select(RoleGrant).where(RoleGrant.scope == FOR_ORGANISATION, RoleGrant.scope_id == gone.id)
    )
    grants = rows.all()
    for grant in grants:
        await give_role(session, grant.account_id, grant.role, FOR_ORGANISATION, kept.id, by=by)
    await session.execute(
        update(Invitation)
        .where(Invitation.scope == FOR_ORGANISATION, Invitation.scope_id == gone.id)
        .values(scope_id=kept.id)
    )
    table = cast("Table", Organisation.__table__)
    if gone.claimed_at is not None and kept.claimed_at is None:
        await session.execute(
            update(table).where(table.c.id == kept.id).values(claimed_at=gone.claimed_at)
        )
    return len({grant.account_id for grant in grants})


async def _move_papers(session: AsyncSession, kept: Organisation, gone: Organisation) -> None:
    """Move what is known about the one that goes: reports, calls, claims, former addresses.

    A review of it that is open has lost its subject and is closed.
    """
    await session.execute(
        update(ModerationCase)
        .where(
            ModerationCase.content_id == gone.id, ModerationCase.kind == REVIEW,
            ModerationCase.state == OPEN,
        )
        .values(state=CLOSED, decided_at=now())
    )  # fmt: skip
    for column in (
        ModerationCase.content_id, PhoneCall.organisation_id, OrganisationClaim.organisation_id,
        ImportRow.content_id, ContentAlias.content_id,
    ):  # fmt: skip
        model = column.class_
        await session.execute(update(model).where(column == gone.id).values({column.key: kept.id}))
