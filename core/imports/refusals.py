"""Who does not want to be listed, and which lines of a file are about them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.models import Content
from core.content.slugs import sort_key
from core.imports.models import ImportRefusal, ImportRow
from core.neighbourhoods.models import Area

if TYPE_CHECKING:
    from core.imports.plan import Line

CHUNK = 500


async def remember(session: AsyncSession, noun: str, entry: Content) -> None:
    """Let no file bring an entry back: not by the id that it had there, nor by its name."""
    rows = await session.scalars(
        select(ImportRow).where(ImportRow.noun == noun, ImportRow.content_id == entry.id)
    )
    keys = [(row.source, row.external_id) for row in rows] or [("", "")]
    municipality_id = await session.scalar(
        select(Area.municipality_id).where(Area.id == entry.area_id)
    )
    for source, external_id in keys:
        session.add(
            ImportRefusal(
                noun=noun, source=source, external_id=external_id, sort_key=_name(entry.title),
                municipality_id=municipality_id, at=now(),
            )
        )  # fmt: skip
    await session.flush()


def _name(title: str) -> str:
    return " ".join(sort_key(title).split())


async def refused_lines(
    session: AsyncSession, noun: str, source: str, lines: "Sequence[Line]"
) -> set[int]:
    """Return the numbers of the lines that are about somebody who does not want to be listed."""
    anybody = select(ImportRefusal.id).where(ImportRefusal.noun == noun).limit(1)
    if await session.scalar(anybody) is None:
        return set()
    keys = {line.number: _name(str(line.values.get("title") or "")) for line in lines}
    refused = await _read(session, noun, source, lines, sorted(set(keys.values())))
    if not refused:
        return set()
    by_id = {row.external_id for row in refused if row.source == source and row.external_id}
    by_name = {(row.sort_key, row.municipality_id) for row in refused if row.sort_key}
    places = await _municipalities(session, lines)
    return {
        line.number
        for line in lines
        if line.external_id in by_id
        or (keys[line.number], places.get(line.values.get("area_id") or 0)) in by_name
    }


async def _read(
    session: AsyncSession, noun: str, source: str, lines: "Sequence[Line]", names: Sequence[str]
) -> list[ImportRefusal]:
    found: dict[int, ImportRefusal] = {}
    ids = [line.external_id for line in lines]
    for column, values in ((ImportRefusal.external_id, ids), (ImportRefusal.sort_key, names)):
        for at in range(0, len(values), CHUNK):
            rows = await session.scalars(
                select(ImportRefusal).where(
                    ImportRefusal.noun == noun, column.in_(values[at : at + CHUNK])
                )
            )
            found.update({row.id: row for row in rows})
    return list(found.values())


async def _municipalities(session: AsyncSession, lines: "Sequence[Line]") -> dict[int, int | None]:
    ids = sorted({line.values["area_id"] for line in lines if line.values.get("area_id")})
    found: dict[int, int | None] = {}
    for at in range(0, len(ids), CHUNK):
        rows = await session.execute(
            select(Area.id, Area.municipality_id).where(Area.id.in_(ids[at : at + CHUNK]))
        )
        found.update(dict(rows.all()))
    return found
