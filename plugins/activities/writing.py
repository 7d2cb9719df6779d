"""Writing activities: new, changed, stopped, shown again, and one date that does not take place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.content.models import HIDDEN, PUBLISHED
from core.content.service import Reindex, set_status
from core.content.vocabulary import Vocabulary
from core.editing.aftercare import after_edit
from core.editing.history import EDITOR, record
from core.editing.service import Saved, create_entry, quality_of, save_entry
from core.errors import Conflict, Invalid
from core.freshness import service as freshness
from core.moderation import service as moderation
from core.permissions.service import ancestors_of, may, require
from plugins.activities.models import Activity
from plugins.activities.schedule import move_dates, write_dates
from plugins.activities.service import PUBLISH

DATES = frozenset({
    "mode", "first_date", "starts", "ends", "rrule", "extra_dates", "skipped_dates", "skips",
})  # fmt: skip
"""Columns that make the dates."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What keeps lists, search and terms right while something is written."""

    vocabulary: Vocabulary
    reindex: Reindex


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an activity will be, for the question who may write there."""

    id: int
    owner_id: int | None
    area_id: int


async def create(
    session: AsyncSession, owner: Any, values: Mapping[str, Any], tools: Tools, *, by: Member
) -> Saved:
    """Add an activity to an organisation, with its dates; raises Forbidden, NotFound or Invalid."""
    require(by, PUBLISH, on=owner, ancestors=await ancestors_of(session, owner.area_id))
    await check_area(session, owner.id, values["area_id"], by=by)
    status = await moderation.status_for(session, values["area_id"], owner.id, by=by)
    saved = await create_entry(
        session, Activity, {**values, "uid": str(uuid4())}, by=by, key=PUBLISH,
        owner_id=owner.id, status=status, vocabulary=tools.vocabulary, reindex=tools.reindex,
    )  # fmt: skip
    await write_dates(session, [saved.id], now())
    await moderation.submit(session, saved.id, by=by)
    if status == PUBLISHED:
        await freshness.begin(session, [saved.id])
    return saved


async def change(
    session: AsyncSession, row: Any, values: Mapping[str, Any], tools: Tools, *,
    version: int, by: Member,
) -> Saved:  # fmt: skip
    """Give an activity other values and its dates with them; raises Overtaken or Invalid.

    What is past stays, and so does every date that both rules have, cancelled or not.
    """
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    await check_area(session, row.owner_id, values.get("area_id", row.area_id), by=by)
    saved = await save_entry(
        session, row, values, by=by, key=PUBLISH, version=version,
        vocabulary=tools.vocabulary, reindex=tools.reindex,
    )  # fmt: skip
    if not saved.changed:
        return saved
    await raise_sequence(session, saved.id)
    if DATES & set(saved.changed):
        await write_dates(session, [saved.id], now())
    if "area_id" in saved.changed:
        await move_dates(session, [saved.id])
    status = await after_edit(session, row, saved, by=by, key=PUBLISH, reindex=tools.reindex)
    return replace(saved, status=status)


async def check_area(
    session: AsyncSession, owner_id: int | None, area_id: int, *, by: Member
) -> None:
    """Raise Invalid where an editor would put an activity in an area that is not theirs."""
    place = _Place(0, owner_id, area_id)
    if not may(by, PUBLISH, on=place, ancestors=await ancestors_of(session, area_id)):
        problem = "Dit adres ligt buiten het gebied waar jij redacteur van bent."
        raise Invalid(problem, fields={"postcode": problem})


async def offer(session: AsyncSession, row: Any, tools: Tools, *, by: Member) -> str:
    """Put a draft on the site, or let it wait for an editor; return its status."""
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    return await moderation.offer(session, row.id, by=by, reindex=tools.reindex)


async def follow(session: AsyncSession, ids: list[int]) -> None:
    """Bring dates in line with columns that were put back, and let calendars see it."""
    await write_dates(session, ids, now())
    for id_ in ids:
        await raise_sequence(session, id_)


async def raise_sequence(session: AsyncSession, id_: int) -> None:
    """Let calendars see that an activity changed."""
    table = Activity.__table__
    await session.execute(
        update(table).where(table.c.id == id_).values(sequence=table.c.sequence + 1)  # type: ignore[arg-type]
    )


async def stop(session: AsyncSession, row: Any, tools: Tools, *, by: Member) -> None:
    """Take an activity away from visitors; ``restore`` brings it back. Raises Conflict."""
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    actor, on_behalf = quality_of(by, PUBLISH, row.owner_id)
    done = await freshness.stop(
        session, [row.id], tools.reindex, actor=actor, by=by, on_behalf=on_behalf
    )
    if not done:
        raise Conflict("Deze activiteit staat nu niet op de site.")


async def restore(session: AsyncSession, row: Any, tools: Tools, *, by: Member) -> None:
    """Show an activity again, at its old address, with its dates from today; raises Conflict.

    What an editor took away waits for an editor again.
    """
    require(by, PUBLISH, on=row, ancestors=await ancestors_of(session, row.area_id))
    if await moderation.is_refused(session, row.id):
        await offer(session, row, tools, by=by)
        return
    actor, on_behalf = quality_of(by, PUBLISH, row.owner_id)
    done = await freshness.restore(
        session, [row.id], tools.reindex, actor=actor, by=by, on_behalf=on_behalf
    )
    if row.id not in done:
        raise Conflict("Deze activiteit kan zo niet terug. Kijk of er nog data zijn.")
    await write_dates(session, [row.id], now())


async def set_shown(
    session: AsyncSession, row: Any, tools: Tools, *, shown: bool, by: Member
) -> None:
    """Hide or show an activity from its own page; raises Forbidden, NotFound or Conflict.

    What an editor hides, only an editor shows again.
    """
    ancestors = await ancestors_of(session, row.area_id)
    require(by, PUBLISH, on=row, ancestors=ancestors)
    _, is_editor = quality_of(by, PUBLISH, row.owner_id)
    if not is_editor:
        await (restore if shown else stop)(session, row, tools, by=by)
        return
    before, after = (HIDDEN, PUBLISHED) if shown else (PUBLISHED, HIDDEN)
    await set_status(session, row.id, after, tools.reindex, expected=before)
    await record(
        session, row.id, "restored" if shown else HIDDEN, by=by, actor=EDITOR,
        before={"status": before}, after={"status": after},
    )  # fmt: skip
