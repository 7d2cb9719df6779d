"""Undo: what a change replaced is put back, as a new change. Nothing is ever taken out of the
history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Date, Time
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.service import Reindex
from core.content.vocabulary import Vocabulary
from core.declarations import ContentKind
from core.editing.aftercare import after_edit
from core.editing.entries import KEY, own_row
from core.editing.history import UNDONE
from core.editing.service import Saved, save_entry
from core.editing.story import Line, read_line
from core.editing.values import COMMON, TERMS, current_terms, own_columns, plain
from core.errors import Conflict, Invalid, NotFound
from core.media.service import find, let_go

TOGETHER = (
    frozenset({"street", "house_number", "postcode", "city", "lon", "lat", "area_id"}),
    frozenset({"image", "image_alt"}),
)
"""Values that mean nothing without each other: they go back together."""


@dataclass(frozen=True, slots=True)
class Step:
    """A value that an undo would put back; ``is_later`` when it was changed once more since."""

    name: str
    now: Any
    back: Any
    is_later: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What an undo would do; ``version`` is that of the entry at this look."""

    line: Line
    version: int
    steps: tuple[Step, ...]


async def plan_undo(
    session: AsyncSession, content_id: int, number: int, *, by: Member, vocabulary: Vocabulary
) -> Plan:
    """Return what putting back the values before a change would do.

    A value that has no place any more, or that stands there already, is left out. Raises NotFound
    for a line that is no edit.
    """
    row = await own_row(session, content_id, by=by)
    await session.refresh(row)
    line = await read_line(session, content_id, number)
    if not line.is_edit:
        raise NotFound("Deze pagina bestaat niet.")
    terms: dict[str, Any] = dict(await current_terms(session, content_id, vocabulary))
    names = {*COMMON, *TERMS, *own_columns(type(row))}
    steps = []
    for name, back in line.before.items():
        if name not in names:
            continue
        there = plain(terms[name] if name in terms else getattr(row, name))
        if there != back:
            steps.append(Step(name, there, back, there != line.after.get(name)))
    return Plan(line, row.version, tuple(steps))


async def undo(
    session: AsyncSession, content_id: int, number: int, names: Collection[str], *,
    by: Member, version: int, kind: ContentKind, vocabulary: Vocabulary, reindex: Reindex,
) -> Saved:  # fmt: skip
    """Put back the values of ``names`` that a change replaced.

    Raises Conflict when the entry changed since ``version``, Invalid when nothing is left to put
    back, or when the picture of then is gone.
    """
    plan = await plan_undo(session, content_id, number, by=by, vocabulary=vocabulary)
    if plan.version != version:
        raise Conflict("Iemand anders heeft dit intussen gewijzigd. Kijk nog een keer.")
    wanted = _with_partners(plan, names, (*TOGETHER, *kind.together))
    if not wanted:
        raise Invalid("Kies wat je wilt terugzetten.")
    row = await own_row(session, content_id, by=by)
    image = wanted.get("image")
    if image and await find(session, image) is None:
        raise Invalid("De foto van toen is er niet meer. Kies een andere foto.")
    old_image = row.image
    changes = {name: typed(type(row), name, value) for name, value in wanted.items()}
    saved = await save_entry(
        session, row, changes, by=by, key=KEY, version=version, vocabulary=vocabulary,
        reindex=reindex, action=UNDONE, note=str(number),
    )  # fmt: skip
    if image is not None and old_image:
        await let_go(session, old_image)
    await _settle(session, row, kind, saved)
    await after_edit(session, row, saved, by=by, key=KEY, reindex=reindex)
    return saved


def _with_partners(
    plan: Plan, names: Collection[str], groups: Iterable[frozenset[str]]
) -> dict[str, Any]:
    """Return the values to put back: those chosen, and what means nothing without them."""
    chosen, waiting = set(names), list(groups)
    while joined := [group for group in waiting if chosen & group]:
        chosen |= frozenset().union(*joined)
        waiting = [group for group in waiting if group not in joined]
    return {step.name: step.back for step in plan.steps if step.name in chosen}


async def _settle(session: AsyncSession, row: Any, kind: ContentKind, saved: Saved) -> None:
    """Let the kind bring in line what follows from its columns, and from where it is."""
    if kind.settle and own_columns(type(row)).keys() & set(saved.changed):
        await kind.settle(session, [saved.id])
    if kind.moved and "area_id" in saved.changed:
        await kind.moved(session, [saved.id])


def typed(model: type[Any], name: str, value: Any) -> Any:
    """Return a value of a history as its column has it: days and times are text there."""
    column = own_columns(model).get(name)
    if isinstance(value, str) and column is not None:
        if isinstance(column.type, Date):
            return date.fromisoformat(value)
        if isinstance(column.type, Time):
            return time.fromisoformat(value)
    return value
