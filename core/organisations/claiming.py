"""An imported organisation is taken up by its own people, or says that it does not want to be here.

The link in an invitation proves that its reader has the mail of the address that we had. Nothing
happens before a button is pressed, and of all who press one for the same organisation one wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import access
from core.accounts.joining import join, read_member
from core.accounts.members import ORGANISATION as FOR_ORGANISATION
from core.accounts.members import ORGANISATION_OWNER, PLATFORM, Member
from core.accounts.service import give_role
from core.audit import service as audit
from core.clock import now
from core.content.models import PUBLISHED, Content
from core.content.service import touch_content
from core.editing.history import EDITOR, ORGANISATION, record
from core.editing.service import save_entry
from core.errors import Conflict, Gone
from core.freshness import service as freshness
from core.freshness.steps import HIDDEN_STEP
from core.imports import refusals
from core.organisations.means import Means
from core.organisations.models import Organisation, OrganisationClaim
from core.organisations.own import KEY
from core.privacy.service import consented

PURPOSE = "organisations.claim"
LASTS = timedelta(days=60)
TAKEN = "Voor deze organisatie zorgt al iemand. Vraag die persoon om je uit te nodigen."
UNWANTED = "De organisatie wil hier niet staan."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the organisation says with its claim; ``changes`` are columns of content, as what
    contact it does not want to be shown."""

    name: str
    consent: str
    is_right: bool
    """Whether everything on the page is right as it is."""
    changes: Mapping[str, Any]
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of a claim."""

    account_id: int
    is_new_account: bool
    slug: str


async def look(session: AsyncSession, secret: str, *, place: str = PLATFORM) -> Organisation:
    """Return the organisation behind a link, and change nothing; raises NotFound and Gone."""
    found = await access.look(session, PURPOSE, secret, place=place)
    return await _unclaimed(session, int(found.subject))


async def accept(
    session: AsyncSession, secret: str, answer: Answer, means: Means, *, place: str = PLATFORM
) -> Claimed:
    """Spend a link: make the account, or find it, and let it look after the organisation.

    Raises NotFound, Gone, and Conflict when somebody else was first.
    """
    found = await access.spend(session, PURPOSE, secret, place=place)
    row = await _unclaimed(session, int(found.subject))
    joined = await join(session, found.data["email"], answer.name, answer.language)
    by = await take(session, row, joined.id, means)
    await consented(session, by.email, PURPOSE, answer.consent, by.account_id)
    changes = {name: value for name, value in answer.changes.items() if value != getattr(row, name)}
    if changes:
        await save_entry(
            session, row, changes, by=by, key=KEY, version=row.version,
            vocabulary=means.vocabulary, reindex=means.reindex,
        )  # fmt: skip
    if answer.is_right and row.status == PUBLISHED:
        await freshness.confirm(session, [row.id], actor=ORGANISATION, by=by)
    elif answer.is_right:
        await freshness.restore(session, [row.id], means.reindex, actor=ORGANISATION, by=by)
    await _close_invitation(session, row.id, "approved", by.account_id)
    return Claimed(joined.id, joined.is_new, row.slug)


async def decline(
    session: AsyncSession, secret: str, reason: str, means: Means, *, place: str = PLATFORM
) -> str:
    """Spend a link: hide the organisation with all that it offers, and let no file bring it back.

    Returns its name. Raises NotFound and Gone.
    """
    found = await access.spend(session, PURPOSE, secret, place=place)
    row = await _unclaimed(session, int(found.subject))
    offered = select(Content.id).where(Content.owner_id == row.id, Content.status == PUBLISHED)
    ids = (await session.scalars(offered.execution_options(all_kinds=True))).all()
    await freshness.stop(session, [row.id, *ids], means.reindex, actor=ORGANISATION, note=UNWANTED)
    await refusals.remember(session, "organisations", row)
    await _close_invitation(session, row.id, "refused", None, reason)
    await audit.note(
        session, "organisations.decline", f"content:{row.id}", actor="guest", hidden=len(ids) + 1
    )
    return row.title


async def take(
    session: AsyncSession, row: Organisation, account_id: int, means: Means, *,
    by: Member | None = None,
) -> Member:  # fmt: skip
    """Let an account look after an organisation that nobody looks after yet; return its member.

    ``by`` is the editor who decided so. Raises Conflict when somebody was first.
    """
    table = Organisation.__table__
    won = await session.scalar(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == row.id, table.c.claimed_at.is_(None))
        .values(claimed_at=now())
        .returning(table.c.id)
    )
    if won is None:
        raise Conflict(TAKEN)
    await give_role(session, account_id, ORGANISATION_OWNER, FOR_ORGANISATION, row.id, by=by)
    member = await read_member(session, account_id, means.roles)
    await audit.note(
        session, "organisations.claim", f"content:{row.id}", by=by or member, account=account_id
    )
    own = by is None
    await record(session, row.id, "claimed", by=by or member, actor=ORGANISATION if own else EDITOR)
    await touch_content(session, [row.id])
    await session.refresh(row)
    return member


async def _unclaimed(session: AsyncSession, id_: int) -> Organisation:
    row = await session.scalar(select(Organisation).where(Organisation.id == id_))
    # Of one that the ladder hid for want of an answer, this is the answer.
    if row is None or not (row.status == PUBLISHED or row.step == HIDDEN_STEP):
        raise Gone("Deze organisatie staat niet meer op de site.")
    if row.claimed_at is not None:
        raise Gone(TAKEN)
    found: Organisation = row
    return found


async def _close_invitation(
    session: AsyncSession,
    organisation_id: int,
    state: str,
    account_id: int | None,
    reason: str = "",
) -> None:
    await session.execute(
        update(OrganisationClaim)
        .where(
            OrganisationClaim.organisation_id == organisation_id,
            OrganisationClaim.kind == "invited", OrganisationClaim.state == "unconfirmed",
        )
        .values(state=state, account_id=account_id, decided_at=now(), reason=reason)
    )  # fmt: skip
