"""What an import would do: every row is new, changed, unchanged, in conflict, refused or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import ImportSpec
from core.imports.models import ImportRow
from core.imports.refusals import refused_lines

NEW, CHANGED, UNCHANGED, CONFLICT, ERROR = "new", "changed", "unchanged", "conflict", "error"
REFUSED = "refused"
CHUNK = 500
UNWANTED = "Deze organisatie wil hier niet staan. De regel is overgeslagen."
EDITED = "Dit is hier gewijzigd na de vorige import. Dat blijft staan."

Values = dict[str, Any]
"""What a row says, by column; plain enough to be kept as JSON and compared."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken as it is; a warning does not stop it."""

    row: int
    column: str
    reason: str
    is_warning: bool = False
    is_conflict: bool = False


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
    """What would become of a line; ``fields`` are the columns that change or conflict.

    ``seen`` holds the values of the entry when this was decided.
    """

    line: Line
    action: str
    content_id: int | None = None
    fields: tuple[str, ...] = ()
    seen: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, row by row; ``headings`` are those of the file by column."""

    spec: ImportSpec
    source: str
    changes: tuple[Change, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    def count(self, action: str) -> int:
        """Return how many rows have an action."""
        return sum(change.action == action for change in self.changes)

    def heading(self, column: str) -> str:
        """Return what the file calls a column."""
        return self.headings.get(column, column)

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the file; conflicts included."""
        found = []
        for change in self.changes:
            found += [replace(one, column=self.heading(one.column)) for one in change.line.problems]
            if change.action == REFUSED:
                number, name = change.line.number, self.heading("title")
                found.append(Problem(number, name, UNWANTED, is_warning=True))
            if change.action == CONFLICT:
                found += [
                    Problem(change.line.number, self.heading(name), EDITED, is_conflict=True)
                    for name in change.fields
                ]
        return found


class Target(Protocol):
    """The kind of content that rows become; a plugin's own is ``ImportSpec.target``.

    ``newest_wins`` names columns with a date of which the later one is right, ours or theirs.
    """

    newest_wins: frozenset[str]

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
    headings: Mapping[str, str] | None = None,
) -> Plan:
    """Compare lines with what was imported from ``source`` before and with what is there now.

    A column that was edited here since the last import, and is not what the file says, is a
    conflict, also when the file has not changed; with ``overwrite`` the file wins.
    """
    await spec.target.resolve(session, [line for line in lines if not line.is_wrong], source)
    known = await read_known(session, spec.noun, source, [line.external_id for line in lines])
    current = await read_current(session, spec, [row.content_id for row in known.values()])
    newest = spec.target.newest_wins
    refused = await refused_lines(session, spec.noun, source, lines)
    changes = (
        Change(line, REFUSED)
        if line.number in refused and not line.is_wrong
        else _change(line, known, current, newest, overwrite)
        for line in lines
    )
    return Plan(spec, source, tuple(changes), headings or {})


def _change(
    line: Line,
    known: Mapping[str, ImportRow],
    current: Mapping[int, Values],
    newest_wins: frozenset[str],
    overwrite: bool,
) -> Change:
    if line.is_wrong:
        return Change(line, ERROR)
    before = known.get(line.external_id)
    if before is None or before.content_id not in current:
        return Change(line, NEW)
    here = current[before.content_id]
    theirs, edited = _compare(line.values, before.values, here, newest_wins)
    if edited and not overwrite:
        return Change(line, CONFLICT, before.content_id, edited, here)
    wanted = tuple(name for name in line.values if name in {*theirs, *edited})
    return Change(line, CHANGED if wanted else UNCHANGED, before.content_id, wanted, here)


def _compare(
    wanted: Values, before: Values, here: Values, newest_wins: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that the file changes, and those that were edited here."""
    theirs: list[str] = []
    edited: list[str] = []
    for name, value in wanted.items():
        then = before.get(name)
        now = here.get(name, then)
        if name in newest_wins:
            if value and (not now or value > now):
                theirs.append(name)
        elif not _same(now, value):
            (theirs if _same(now, then) else edited).append(name)
    return tuple(theirs), tuple(edited)


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same; the order of a list does not matter."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
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


async def read_current(
    session: AsyncSession, spec: ImportSpec, ids: Sequence[int]
) -> dict[int, Values]:
    """Return the values of entries as they are now; an entry that is gone is left out."""
    found: dict[int, Values] = {}
    for at in range(0, len(ids), CHUNK):
        found.update(await spec.target.current(session, ids[at : at + CHUNK]))
    return found
