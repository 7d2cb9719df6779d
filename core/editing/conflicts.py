"""Two people with one entry: what others changed since an edit began, and what to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.editing.history import CHANGED, UNDONE
from core.editing.models import Revision
from core.editing.service import Overtaken
from core.editing.values import plain

THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that others gave another value than this edit would.

    ``choice`` is what is offered: theirs where this edit did not mean to change it, else nothing.
    """

    name: str
    mine: Any
    theirs: Any
    choice: str


async def find_clashes(
    session: AsyncSession, content_id: int, version: int, told: Overtaken, wanted: Mapping[str, Any]
) -> list[Clash]:
    """Return where an edit that began with ``version`` meets what others saved since.

    What follows from other values, as the area from an address, is not among ``wanted`` and no
    choice of its own.
    """
    before = await values_before(session, content_id, told.version - version)
    found = []
    for name, theirs in told.now_there.items():
        if name in before and name in wanted:
            mine = plain(wanted[name])
            choice = THEIRS if mine == before[name] else ""
            found.append(Clash(name, mine, theirs, choice))
    return found


async def values_before(session: AsyncSession, content_id: int, edits: int) -> dict[str, Any]:
    """Return what the fields of the last so many edits held before them, by name."""
    rows = await session.scalars(
        select(Revision.before)
        .where(Revision.content_id == content_id, Revision.action.in_((CHANGED, UNDONE)))
        .order_by(Revision.number.desc())
        .limit(max(0, edits))
    )
    found: dict[str, Any] = {}
    for before in rows:
        found.update(before)
    return found
