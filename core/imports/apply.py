"""Carrying out a plan: everything in one transaction, or nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content
from core.content.service import Reindex
from core.errors import Conflict
from core.imports.models import ImportRow
from core.imports.plan import CHANGED, ERROR, NEW, Change, Plan, read_current, read_known

MANY = 5000
"""Ids in one statement; databases stop at 32,766 bound values."""


async def apply_plan(
    session: AsyncSession,
    plan: Plan,
    reindex: Reindex,
    now: datetime,
    *,
    skip_bad_rows: bool = False,
    is_demo: bool = False,
) -> list[int]:
    """Write what the plan says and return the ids that changed; the caller commits.

    Raises Conflict when rows are wrong (unless ``skip_bad_rows``), or when another import was
    quicker. Rows in conflict stay as they are.
    """
    if plan.count(ERROR) and not skip_bad_rows:
        raise Conflict(
            "Er is niets overgenomen. Aantal regels dat niet klopt: %(wrong)s. Verbeter ze, of"
            " gebruik --skip-bad-rows om ze over te slaan.",
            wrong=plan.count(ERROR),
        )
    new = [change for change in plan.changes if change.action == NEW]
    changed = [change for change in plan.changes if change.action == CHANGED]
    await _check_new(session, plan, new)
    await _check_untouched(session, plan, changed)
    target = plan.spec.target
    ids = await target.insert(session, [change.line for change in new], now, is_demo=is_demo)
    await target.update(session, changed, now)
    await _remember(session, plan, new, ids, changed, now)
    written = [*ids, *(change.content_id for change in changed if change.content_id)]
    for at in range(0, len(written), MANY):
        await reindex(session, written[at : at + MANY])
    return written


async def _check_new(session: AsyncSession, plan: Plan, new: Sequence[Change]) -> None:
    """Raise Conflict when a row that was new in the plan has been imported since."""
    external_ids = [change.line.external_id for change in new]
    known = await read_known(session, plan.spec.noun, plan.source, external_ids)
    current = await read_current(session, plan.spec, [row.content_id for row in known.values()])
    if any(row.content_id in current for row in known.values()):
        raise Conflict("Iemand anders importeert hetzelfde bestand. Probeer het opnieuw.")
    for row in known.values():
        await session.delete(row)
    await session.flush()


async def _check_untouched(session: AsyncSession, plan: Plan, changed: Sequence[Change]) -> None:
    """Raise Conflict when an entry was edited after the plan was made; lock the others."""
    ids = [change.content_id for change in changed if change.content_id]
    table = Content.__table__.c
    for at in range(0, len(ids), MANY):
        part = table.id.in_(ids[at : at + MANY])
        await session.execute(select(table.id).where(part).order_by(table.id).with_for_update())
    current = await read_current(session, plan.spec, ids)
    for change in changed:
        if change.content_id and current.get(change.content_id) != change.seen:
            raise Conflict(
                "Regel %(row)s is zojuist door iemand anders gewijzigd. Probeer het opnieuw.",
                row=change.line.number,
            )


async def _remember(
    session: AsyncSession,
    plan: Plan,
    new: Sequence[Change],
    ids: Sequence[int],
    changed: Sequence[Change],
    now: datetime,
) -> None:
    rows = [
        {
            **_key(plan, change),
            "content_id": id_,
            "values": change.line.values,
            "imported_at": now,
        }
        for change, id_ in zip(new, ids, strict=True)
    ]
    if rows:
        await session.execute(insert(ImportRow), rows)
    # Many rows in one statement, each found by its key.
    again = [
        {**_key(plan, change), "values": change.line.values, "imported_at": now}
        for change in changed
    ]
    if again:
        await session.execute(update(ImportRow), again)


def _key(plan: Plan, change: Change) -> dict[str, str]:
    return {
        "noun": plan.spec.noun,
        "source": plan.source,
        "external_id": change.line.external_id,
    }
