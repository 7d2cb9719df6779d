"""Traces of an address in what people typed: found in every column of text, and taken out.

Who declares personal data erases what it knows to be of a person. An address may also stand in a
note, in a history or in somebody else's draft; nobody knows of those.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column, String, Table, Text, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.registry import Registry

GONE = "…"
"""What stands in the place of an address."""
SHORTEST = 100
"""Columns for fewer characters hold keys and states."""
LEFT = frozenset({"audit_entry", "area_boundary", "search_document"})
"""Tables in which nobody types: the log names nobody, and the index is made from the rest."""


async def take_out(session: AsyncSession, registry: Registry, email: str) -> dict[str, list[Any]]:
    """Take an address out of every text, and return the ids of the rows by table."""
    found: dict[str, list[Any]] = {}
    for table in tables_of(registry):
        columns = text_columns(table)
        if not columns or table.name in LEFT:
            continue
        keys = list(table.primary_key.columns)
        rows = await session.execute(
            select(*keys, *columns).where(or_(*(holds(column, email) for column in columns)))
        )
        for row in rows.all():
            key, before = row[: len(keys)], row[len(keys) :]
            after = [without(value, email) for value in before]
            if after != list(before):
                where = [column == value for column, value in zip(keys, key, strict=True)]
                values = dict(zip((column.name for column in columns), after, strict=True))
                await session.execute(update(table).where(*where).values(values))
                found.setdefault(table.name, []).append(key[0])
    return found


def entries_in(registry: Registry, found: Mapping[str, Sequence[Any]]) -> list[int]:
    """Return which of the rows are entries, of whatever kind: rows of content or of a kind."""
    tables = {"content", *(owned.item.model.__table__.name for owned in registry.kinds)}
    return sorted({id_ for name in tables for id_ in found.get(name, ())})


def tables_of(registry: Registry) -> Iterator[Table]:
    """Yield the table of every model, of plugins that are off too."""
    for owned in registry.models:
        yield owned.item.__table__


def text_columns(table: Table) -> list[Column[Any]]:
    """Return the columns in which people may have typed something."""
    return [
        column
        for column in table.columns
        if not column.primary_key
        and (
            isinstance(column.type, JSON | Text)
            or (isinstance(column.type, String) and (column.type.length or SHORTEST) >= SHORTEST)
        )
    ]


def holds(column: Column[Any], email: str) -> Any:
    """Return the condition that an address stands in a column, as typed or as JSON writes it."""
    text = func.lower(cast(column, Text))
    forms = {email, json.dumps(email)[1:-1].lower()}
    return or_(*(text.contains(form, autoescape=True) for form in sorted(forms)))


def without(value: Any, email: str) -> Any:
    """Return a text, or what JSON holds, without an address."""
    if isinstance(value, str):
        whole = rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)"  # not a part of a longer one
        return re.sub(whole, GONE, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [without(item, email) for item in value]
    if isinstance(value, dict):
        return {without(name, email): without(item, email) for name, item in value.items()}
    return value
