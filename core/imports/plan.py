"""What an import would do: every row is new, changed, unchanged, in conflict or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import ImportSpec
from core.imports.models import ImportRow

NEW, CHANGED, UNCHANGED, CONFLICT, ERROR = "new", "changed", "unchanged", "conflict", "error"
CHUNK = 500

Values = dict[str, Any]
"""What a row says, by column; plain enough to be kept as JSON and compared."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken as it is; a warning does not stop it."""

    row: int
    column: str
    reason: str
    is_warning: bool = False


@dataclass(slots=True)
class Line:
    """A row of the file, read: its number there, its own id, its values and what is wrong."""

    number: int
    external_id: str
    values: Values
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether the row cannot be imported."""
        return any(not problem.is_warning for problem in self.problems)

    def refuse(self, column: str, reason: str) -> None:
        """Note what is wrong with a column."""
        self.problems.append(Problem(self.number, column, reason))


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of a line; ``fields`` are the columns that change or conflict."""

    line: Line
    action: str
    content_id: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, row by row."""

    spec: ImportSpec
    source: str
    changes: tuple[Change, ...]

    def count(self, action: str) -> int:
        """Return how many rows have an action."""
        return sum(change.action == action for change in self.changes)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the file; conflicts included."""
        found = []
        for change in self.changes:
            found += change.line.problems
            if change.action == CONFLICT:
                reason = "Hier is na de vorige import iets anders ingevuld. Dat blijft staan."
                found += [Problem(change.line.number, name, reason) for name in change.fields]
        return found


class Target(Protocol):
    """The kind of content that rows become; a plugin's own is ``ImportSpec.target``."""

    async def resolve(self, session: AsyncSession, lines: Sequence[Line], source: str) -> None:
        """Turn names in values into what they stand for, and refuse what does not exist."""

    async def current(self, session: AsyncSession, ids: Sequence[int]) -> Mapping[int, Values]:
        """Return the values of entries as they are now, by column."""

    async def insert(
        self, session: AsyncSession, lines: Sequence[Line], now: datetime, *, is_demo: bool
    ) -> list[int]:
        """Add entries and return their ids, in the order of ``lines``."""

    async def update(self, session: AsyncSession, changes: Sequence[Change], now: datetime) -> None:
        """Give entries the values of the changed columns."""


async def make_plan(
    session: AsyncSession,
    spec: ImportSpec,
    lines: Sequence[Line],
    source: str,
    *,
    overwrite: bool = False,
) -> Plan:
    """Compare lines with what was imported from ``source`` before and with what is there now.

    A column that was edited here since the last import and that the file changes too is a
    conflict, unless ``overwrite``.
    """
    await spec.target.resolve(session, [line for line in lines if not line.is_wrong], source)
    known = await read_known(session, spec.noun, source, [line.external_id for line in lines])
    current: dict[int, Values] = {}
    ids = [row.content_id for row in known.values()]
    for at in range(0, len(ids), CHUNK):
        current.update(await spec.target.current(session, ids[at : at + CHUNK]))
    return Plan(spec, source, tuple(_change(line, known, current, overwrite) for line in lines))


def _change(
    line: Line, known: Mapping[str, ImportRow], current: Mapping[int, Values], overwrite: bool
) -> Change:
    if line.is_wrong:
        return Change(line, ERROR)
    before = known.get(line.external_id)
    if before is None or before.content_id not in current:
        return Change(line, NEW)
    now = current[before.content_id]
    ours = tuple(name for name, value in line.values.items() if before.values.get(name) != value)
    if not ours:
        return Change(line, UNCHANGED, before.content_id)
    edited = tuple(
        name
        for name in ours
        if not _same(now.get(name), before.values.get(name))
        and not _same(now.get(name), line.values[name])
    )
    if edited and not overwrite:
        return Change(line, CONFLICT, before.content_id, edited)
    return Change(line, CHANGED, before.content_id, ours)


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same; the order of a list does not matter."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)


async def read_known(
    session: AsyncSession, noun: str, source: str, external_ids: Sequence[str]
) -> dict[str, ImportRow]:
    """Return what was imported before under these ids."""
    found: dict[str, ImportRow] = {}
    for at in range(0, len(external_ids), CHUNK):
        rows = await session.scalars(
            select(ImportRow).where(
                ImportRow.noun == noun,
                ImportRow.source == source,
                ImportRow.external_id.in_(external_ids[at : at + CHUNK]),
            )
        )
        found.update({row.external_id: row for row in rows})
    return found
