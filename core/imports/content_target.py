"""Rows that become content: what every kind shares of comparing and writing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import at_local, local
from core.content.columns import derived_columns
from core.content.models import HIDDEN, PUBLISHED, Content, ContentAlias, ContentTerm
from core.content.vocabulary import Vocabulary, read_vocabulary
from core.freshness.steps import FRESH
from core.imports.free_slugs import FreeSlugs
from core.imports.places import resolve_places
from core.imports.plan import Change, Line, Values
from core.imports.terms import TERMS, resolve_terms

PLAIN = (
    "title", "summary", "description", "place_name", "street", "house_number", "postcode",
    "city", "lon", "lat", "phone", "email", "website", "source", "area_id",
)  # fmt: skip
MANY = 5000
"""Ids in one statement; databases stop at 32,766 bound values."""


class ContentTarget:
    """Writes rows as content of one kind; a subclass adds the columns of its own table.

    ``own`` names the values that are columns of ``table``, as they are.
    """

    kind: str
    table: Table
    own: tuple[str, ...] = ()
    newest_wins = frozenset({"confirmed_on"})

    async def resolve(self, session: AsyncSession, lines: Sequence[Line], source: str) -> None:
        """Find areas and terms by name; refuse lines that name what does not exist."""
        await resolve_places(session, lines)
        resolve_terms(lines, await read_vocabulary(session))

    async def current(self, session: AsyncSession, ids: Sequence[int]) -> Mapping[int, Values]:
        """Return the values of entries as they are now, by column."""
        content, own = Content.__table__.c, self.table.c
        columns = [content[name] for name in PLAIN] + [own[name] for name in self.own]
        rows = await session.execute(
            select(content.id, content.confirmed_at, *columns)
            .join(self.table, own.id == content.id)
            .where(content.id.in_(ids))
        )
        found: dict[int, Values] = {}
        for row in rows.mappings():
            values = {name: plain(row[name]) for name in (*PLAIN, *self.own)}
            at = row["confirmed_at"]
            values["confirmed_on"] = local(at).date().isoformat() if at else None
            found[row["id"]] = {**values, **{name: [] for name in TERMS}}
        await self._add_terms(session, found)
        return found

    async def _add_terms(self, session: AsyncSession, found: dict[int, Values]) -> None:
        vocabulary = await read_vocabulary(session)
        names = {kind: name for name, kind in TERMS.items()}
        rows = await session.execute(
            select(ContentTerm.content_id, ContentTerm.term_id)
            .where(ContentTerm.content_id.in_(list(found)), ContentTerm.is_own.is_(True))
            .order_by(ContentTerm.term_id)
        )
        for content_id, term_id in rows:
            term = vocabulary.by_id[term_id]
            found[content_id][names[term.vocabulary]].append(term.slug)

    async def insert(
        self, session: AsyncSession, lines: Sequence[Line], now: datetime, *, is_demo: bool
    ) -> list[int]:
        """Add entries with Core statements and return their ids, in order.

        They are published, but for what belongs to an organisation that is hidden.
        """
        if not lines:
            return []
        slugs = await self._slugs(session)
        vocabulary = await read_vocabulary(session)
        rows = []
        hidden = await _hidden(session, {line.values.get("owner_id") for line in lines})
        for line in lines:
            row = self._content(line.values, vocabulary, now)
            row["slug"] = slugs.take(line.values["title"])
            first = {"confirmed_at": now, "confirmed_by": "import"}
            status = HIDDEN if row.get("owner_id") in hidden else PUBLISHED
            rows.append({**first, **row, "kind": self.kind, "status": status,
                         "is_demo": is_demo, "language": "nl", "created_at": now,
                         "published_at": now})  # fmt: skip
        added = await session.execute(
            insert(cast("Table", Content.__table__)).returning(
                Content.__table__.c.id, sort_by_parameter_order=True
            ),
            rows,
        )
        ids = [row.id for row in added]
        await session.execute(
            insert(self.table),
            [
                {"id": id_, **self.own_row(line.values), **self.new_row(line)}
                for id_, line in zip(ids, lines, strict=True)
            ],
        )
        values = {id_: line.values for id_, line in zip(ids, lines, strict=True)}
        await self._write_terms(session, values, vocabulary)
        await self.after_write(session, ids, now)
        return ids

    async def update(self, session: AsyncSession, changes: Sequence[Change], now: datetime) -> None:
        """Give entries the values of the changed columns."""
        if not changes:
            return
        vocabulary = await read_vocabulary(session)
        for change in changes:
            values = {name: change.line.values[name] for name in change.fields}
            row = self._content(values, vocabulary, now)
            content = cast("Table", Content.__table__)
            await session.execute(
                update(content).where(content.c.id == change.content_id).values(row)
            )
            own = self.own_row(values, changed=True)
            if own:
                await session.execute(
                    update(self.table).where(self.table.c.id == change.content_id).values(own)
                )
        await self._ask_anew(session, changes)
        # Terms of a column that the file does not have stay as they are.
        terms = {
            change.content_id: {**change.seen, **change.line.values}
            for change in changes
            if change.content_id is not None and TERMS.keys() & set(change.fields)
        }
        ids = list(terms)
        for at in range(0, len(ids), MANY):
            part = ids[at : at + MANY]
            await session.execute(delete(ContentTerm).where(ContentTerm.content_id.in_(part)))
        await self._write_terms(session, terms, vocabulary)
        await self.after_write(session, [c.content_id for c in changes if c.content_id], now)

    async def _ask_anew(self, session: AsyncSession, changes: Sequence[Change]) -> None:
        """Let the freshness ladder count from what the file says of when it was checked."""
        content = cast("Table", Content.__table__)
        ids = [one.content_id for one in changes if "confirmed_on" in one.fields]
        for at in range(0, len(ids), MANY):
            part = content.c.id.in_(ids[at : at + MANY])
            await session.execute(
                update(content)
                .where(part, content.c.status == PUBLISHED)
                .values(step=FRESH, step_due_at=None)
            )

    def own_row(self, values: Values, *, changed: bool = False) -> dict[str, Any]:
        """Return the columns of the kind's own table for values; only those that are given."""
        return {name: values[name] for name in self.own if name in values}

    def new_row(self, line: Line) -> dict[str, Any]:
        """Return columns of the kind's own table that only a new entry gets."""
        return {}

    async def after_write(self, session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
        """Do what the kind needs after its rows were written."""

    async def _slugs(self, session: AsyncSession) -> FreeSlugs:
        table, aliases = Content.__table__.c, ContentAlias
        used = await session.scalars(select(table.slug).where(table.kind == self.kind))
        old = await session.scalars(select(aliases.slug).where(aliases.kind == self.kind))
        return FreeSlugs([*used, *old])

    def _content(self, values: Values, vocabulary: Vocabulary, now: datetime) -> dict[str, Any]:
        row = {name: values[name] for name in PLAIN if name in values}
        if "owner_id" in values:
            row["owner_id"] = values["owner_id"]
        row.update(derived_columns(values, vocabulary))
        if "confirmed_on" in values:
            on = values["confirmed_on"]
            row["confirmed_at"] = at_local(date.fromisoformat(on), time(12)) if on else now
            row["confirmed_by"] = "import"
        return {**row, "updated_at": now}

    async def _write_terms(
        self, session: AsyncSession, entries: Mapping[int, Values], vocabulary: Vocabulary
    ) -> None:
        rows = []
        for content_id, values in entries.items():
            own = {
                term.id
                for name, kind in TERMS.items()
                for slug in values.get(name) or ()
                if (term := vocabulary.find(kind, slug))
            }
            rows += [
                {"term_id": id_, "content_id": content_id, "is_own": id_ in own}
                for id_ in sorted(vocabulary.with_parents(own))
            ]
        if rows:
            await session.execute(insert(ContentTerm), rows)


async def _hidden(session: AsyncSession, ids: set[int | None]) -> set[int]:
    """Return which of these organisations are hidden."""
    wanted = sorted(id_ for id_ in ids if id_)
    found: set[int] = set()
    for at in range(0, len(wanted), MANY):
        part = Content.id.in_(wanted[at : at + MANY])
        found.update(
            await session.scalars(select(Content.id).where(part, Content.status == HIDDEN))
        )
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates and times as ISO text."""
    return value.isoformat() if isinstance(value, date | time) else value
