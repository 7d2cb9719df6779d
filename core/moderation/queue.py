"""The editors' queue: what waits for a decision, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.accounts.members import Member
from core.content.models import Content
from core.errors import BadQuery
from core.moderation.models import APPEAL, OPEN, REPORT, REVIEW, ModerationCase
from core.neighbourhoods.models import Area, AreaAncestor
from core.permissions.service import holds_anywhere, may, require

KEY, APPEALS = "core.review", "core.appeals"
KINDS = (REVIEW, REPORT, APPEAL)
PAGE = 25
MOST = 1000
OWNER = aliased(Content)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue."""

    id: int
    kind: str
    created_at: datetime
    title: str
    content_kind: str
    status: str
    owner: str
    area: str
    wrong: str
    """What a reporter chose."""


async def list_open(
    session: AsyncSession, *, by: Member, kind: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[Waiting], str]:
    """Return a page of open cases in the areas of an editor, and the key of the next page.

    Raises BadQuery for a key that is none.
    """
    require_somewhere(by)
    found = (
        select(
            ModerationCase.id, ModerationCase.kind, ModerationCase.created_at, Content.title,
            Content.kind.label("content_kind"), Content.status,
            func.coalesce(OWNER.title, "").label("owner"), Area.name.label("area"),
            ModerationCase.reason.label("wrong"),
        )
        .join(Content, Content.id == ModerationCase.content_id)
        .join(Area, Area.id == Content.area_id)
        .outerjoin(OWNER, OWNER.id == Content.owner_id)
        .where(*_mine(by, kind))
        .order_by(ModerationCase.created_at, ModerationCase.id)
        .limit(limit + 1)
    )  # fmt: skip
    if after:
        found = found.where(await _past(session, after))
    rows = (await session.execute(found)).all()
    lines = [Waiting(*row) for row in rows[:limit]]
    return lines, str(lines[-1].id) if len(rows) > limit else ""


async def count_open(session: AsyncSession, *, by: Member) -> dict[str, int]:
    """Return how many cases of each kind wait for this editor, counted to a thousand."""
    require_somewhere(by)
    waiting = (
        select(ModerationCase.kind)
        .join(Content, Content.id == ModerationCase.content_id)
        .where(*_mine(by, ""))
        .limit(MOST)
        .subquery()
    )
    rows = await session.execute(
        select(waiting.c.kind, func.count()).group_by(waiting.c.kind)
    )  # fmt: skip
    counted: dict[str, int] = dict(rows.all())
    return {kind: counted.get(kind, 0) for kind in kinds_for(by)}


def require_somewhere(by: Member) -> None:
    """Raise Forbidden unless the member reviews something, somewhere."""
    if not holds_anywhere(by, KEY):
        require(by, KEY)


def kinds_for(by: Member) -> tuple[str, ...]:
    """Return the kinds of cases that a member may see."""
    return KINDS if may(by, APPEALS) else (REVIEW, REPORT)


def _mine(by: Member, kind: str) -> list[ColumnElement[bool]]:
    """Return the conditions of what waits for this member."""
    kinds = [one for one in kinds_for(by) if kind in ("", one)]
    wanted = [ModerationCase.state == OPEN, ModerationCase.kind.in_(kinds)]
    if not may(by, KEY):
        below = select(AreaAncestor.area_id).where(
            AreaAncestor.ancestor_id.in_(by.areas_with(KEY))
        )  # fmt: skip
        wanted.append(Content.area_id.in_(below))
    return wanted


async def _past(session: AsyncSession, after: str) -> ColumnElement[bool]:
    last = None
    if after.isascii() and after.isdecimal() and len(after) < 19:
        last = await session.get(ModerationCase, int(after))
    if last is None:
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    at = ModerationCase.created_at
    return or_(at > last.created_at, and_(at == last.created_at, ModerationCase.id > last.id))
