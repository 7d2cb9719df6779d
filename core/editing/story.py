"""The history of an entry to read: who did what, when, and in which quality."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.models import Account
from core.editing.history import CHANGED, UNDONE
from core.editing.models import Revision
from core.errors import NotFound
from core.neighbourhoods.models import Area

PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a history. ``name`` is empty for who has none, or no account any more."""

    number: int
    at: datetime
    name: str
    actor: str
    on_behalf: bool
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    note: str

    @property
    def is_edit(self) -> bool:
        """Whether values were changed that can be put back."""
        return self.action in (CHANGED, UNDONE) and bool(self.before)


async def read_lines(
    session: AsyncSession, content_id: int, *, before: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """Return lines of a history, latest first, and the number below which the next ones are (0 at
    the end); ``before`` 0 is the beginning."""
    wanted = _lines().where(Revision.content_id == content_id)
    if before:
        wanted = wanted.where(Revision.number < before)
    rows = await session.execute(wanted.order_by(Revision.number.desc()).limit(limit + 1))
    found = [Line(*row) for row in rows]
    return found[:limit], found[limit - 1].number if len(found) > limit else 0


async def read_line(session: AsyncSession, content_id: int, number: int) -> Line:
    """Return one line; raises NotFound."""
    wanted = _lines().where(Revision.content_id == content_id, Revision.number == number)
    row = (await session.execute(wanted)).first()
    if row is None:
        raise NotFound("Deze pagina bestaat niet.")
    return Line(*row)


def _lines() -> Any:
    return select(
        Revision.number, Revision.at, Account.name, Revision.actor, Revision.on_behalf,
        Revision.action, Revision.before, Revision.after, Revision.note,
    ).outerjoin(Account, Account.id == Revision.account_id)  # fmt: skip


async def area_names(session: AsyncSession, lines: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return the names of the areas that stand in some values."""
    ids = {values["area_id"] for values in lines if values.get("area_id")}
    if not ids:
        return {}
    rows = await session.execute(select(Area.id, Area.name).where(Area.id.in_(ids)))
    return {id_: name for id_, name in rows}  # noqa: C416 - rows are no pairs to mypy
