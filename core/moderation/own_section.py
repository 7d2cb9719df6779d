"""What editors and visitors said of an organisation's entries, for its own people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content
from core.declarations import Section
from core.moderation.models import OPEN, REFUSED, REPORT, REVIEW, ModerationCase
from core.moderation.reasons import EDITORS_ONLY, WRONG_LABELS
from core.slots import ORGANISATION_DASHBOARD, OrganisationDashboardContext

MOST = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal that stands, or a report that nobody has dealt with."""

    case_id: int
    is_refusal: bool
    content_id: int
    title: str
    wrong: str
    """What a visitor said is wrong, as a msgid."""
    body: str


async def said_about(session: AsyncSession, organisation_id: int) -> list[Said]:
    """Return what was said of an organisation and its entries, the latest first."""
    refusal = and_(
        ModerationCase.kind == REVIEW, ModerationCase.state == REFUSED, Content.status != PUBLISHED
    )
    report = and_(
        ModerationCase.kind == REPORT, ModerationCase.state == OPEN, Content.status == PUBLISHED,
        ModerationCase.reason.not_in(EDITORS_ONLY),
    )  # fmt: skip
    rows = await session.execute(
        select(ModerationCase, Content.title)
        .join(Content, Content.id == ModerationCase.content_id)
        .where(or_(Content.id == organisation_id, Content.owner_id == organisation_id))
        .where(or_(refusal, report))
        .order_by(ModerationCase.id.desc())
        .limit(MOST)
    )
    found = [
        Said(
            case.id, case.kind == REVIEW, case.content_id, title,
            WRONG_LABELS.get(case.reason, "") if case.kind == REPORT else "", case.body,
        )
        for case, title in rows
    ]  # fmt: skip
    # Of an entry that was refused more than once, the last time says it all.
    last = {one.content_id: one.case_id for one in reversed(found) if one.is_refusal}
    return [one for one in found if not one.is_refusal or last[one.content_id] == one.case_id]


async def _load(context: OrganisationDashboardContext) -> Mapping[str, Any] | None:
    found = await said_about(context.session, context.organisation_id)
    return {"said": found} if found else None


SECTIONS = (
    Section("moderation", ORGANISATION_DASHBOARD.key, "Van de buurtredactie en van bezoekers",
            "moderation/_said.html", _load, order=5),
)  # fmt: skip
