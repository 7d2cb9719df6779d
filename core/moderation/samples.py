"""Real addresses for the pages of moderation, so that the tests can open them."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.models import PUBLISHED, Content
from core.moderation.models import CLOSED, OPEN, REFUSED, REPORT, REVIEW, ModerationCase
from core.neighbourhoods.models import Area


async def _entry(session: AsyncSession) -> int:
    found = await session.scalar(
        select(Content.id).where(Content.status == PUBLISHED).order_by(Content.id).limit(1)
    )
    assert found is not None
    return found


async def _case(session: AsyncSession, kind: str, state: str) -> int:
    """Return a case of the first entry, made if there is none."""
    content_id = await _entry(session)
    wanted = (
        ModerationCase.content_id == content_id, ModerationCase.kind == kind,
        ModerationCase.state == state,
    )  # fmt: skip
    found = await session.scalar(select(ModerationCase.id).where(*wanted).limit(1))
    if found is None:
        made = ModerationCase(
            content_id=content_id, kind=kind, state=state, created_at=now(),
            decided_at=None if state == OPEN else now(), reason="", body="",
            answer="Er mist nog iets." if state in (REFUSED, CLOSED) else "",
        )  # fmt: skip
        session.add(made)
        await session.commit()
        found = made.id
    return found


async def report_path(session: AsyncSession) -> str:
    """Return where something is said to be wrong with the first entry."""
    return f"/melden/{await _entry(session)}"


async def short_path(session: AsyncSession) -> str:
    """Return the short address of the first entry."""
    return f"/inhoud/{await _entry(session)}"


async def case_path(session: AsyncSession) -> str:
    """Return the page of an open report."""
    return f"/beheer/controle/{await _case(session, REPORT, OPEN)}"


async def decision_path(session: AsyncSession) -> str:
    """Return the page of a refusal."""
    return f"/mijn/bezwaar/{await _case(session, REVIEW, REFUSED)}"


async def mode_path(session: AsyncSession) -> str:
    """Return where is said when the first municipality is moderated."""
    slug = await session.scalar(
        select(Area.slug).where(Area.kind == "municipality").order_by(Area.id).limit(1)
    )
    return f"/beheer/controle/wanneer/{slug}"


SAMPLES = {
    "/melden/{content_id:int}": report_path,
    "/inhoud/{content_id:int}": short_path,
    "/beheer/controle/{case_id:int}": case_path,
    "/beheer/controle/wanneer/{area_slug:str}": mode_path,
    "/mijn/bezwaar/{case_id:int}": decision_path,
}
