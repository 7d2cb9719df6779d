"""Is it still right? What becomes of entries by the answer; each of these for many at once.

The caller has asked the permission: a member's by ``core.freshness.answers``, that of a link in
a mail by its secret. Every change is in the history of the entry. ``core.freshness.ladder`` asks
the question, and says when the next step is due.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import now
from core.content.models import HIDDEN, PUBLISHED, Content
from core.content.service import Reindex, touch_content
from core.editing.history import record_many
from core.errors import Invalid
from core.freshness.steps import AWAY, HIDDEN_STEP, confirmed

CONTENT = cast("Table", Content.__table__)
MANY = 2000
"""Entries in one statement; databases stop at 32,766 bound values."""
LONGEST_PAUSE = timedelta(days=366)


def parts(ids: Sequence[int], size: int = MANY) -> Iterator[Sequence[int]]:
    """Yield ids, each once and in order, as many at a time as fit in one statement."""
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]


async def begin(session: AsyncSession, ids: Sequence[int]) -> None:
    """Put entries that were just published on the first step: being published is a word, too."""
    at = now()
    for part in parts(ids):
        by = CONTENT.c.confirmed_by
        values = {**confirmed("", at), "confirmed_by": func.coalesce(func.nullif(by, ""), "editor")}
        await _set(session, part, [CONTENT.c.status == PUBLISHED], values)


async def confirm(
    session: AsyncSession,
    ids: Sequence[int],
    *,
    actor: str,
    by: Member | None = None,
    on_behalf: bool = False,
    note: str = "",
) -> list[int]:
    """Say of entries that they are right, and return those of which that was said.

    ``actor`` is in which quality, as ``core.editing.history`` names them. Only what is published
    and not over can be confirmed; a pause stays.
    """
    at = now()
    done: list[int] = []
    for part in parts(ids):
        where = [CONTENT.c.status == PUBLISHED, _is_to_come(at)]
        changed = await _set(session, part, where, confirmed(actor, at))
        await record_many(
            session, changed, "confirmed", by=by, actor=actor, on_behalf=on_behalf, note=note
        )
        await touch_content(session, changed)
        done += changed
    return done


async def stop(
    session: AsyncSession,
    ids: Sequence[int],
    reindex: Reindex,
    *,
    actor: str,
    by: Member | None = None,
    on_behalf: bool = False,
    note: str = "",
) -> list[int]:
    """Hide entries that are over, at once, and return which; ``restore`` brings them back.

    From here they go down the ladder like any hidden entry: archived, and in the end purged.
    """
    values = {"status": HIDDEN, "step": HIDDEN_STEP, "step_due_at": None, "paused_until": None}
    done: list[int] = []
    for part in parts(ids):
        changed = await _set(session, part, [CONTENT.c.status == PUBLISHED], values)
        await record_many(
            session, changed, HIDDEN, by=by, actor=actor, on_behalf=on_behalf,
            before={"status": PUBLISHED}, after={"status": HIDDEN}, note=note,
        )  # fmt: skip
        await reindex(session, changed)
        done += changed
    return done


async def restore(
    session: AsyncSession,
    ids: Sequence[int],
    reindex: Reindex,
    *,
    actor: str,
    by: Member | None = None,
    on_behalf: bool = False,
) -> list[int]:
    """Bring back what the ladder or its organisation hid, at its old address, as confirmed.

    Their organisations come back with them, since a page says who is behind it. Left alone is
    what an editor hid, and what has no date to come any more. Returns what came back.
    """
    at = now()
    done: list[int] = []
    for part in parts(await _with_owners(session, ids)):
        where = [CONTENT.c.step.in_(AWAY), CONTENT.c.status != PUBLISHED, _is_to_come(at)]
        values = {**confirmed(actor, at), "status": PUBLISHED, "paused_until": None}
        changed = await _set(session, part, where, values)
        await record_many(
            session, changed, "restored", by=by, actor=actor, on_behalf=on_behalf,
            after={"status": PUBLISHED},
        )  # fmt: skip
        await reindex(session, changed)
        done += changed
    return done


async def pause(
    session: AsyncSession,
    ids: Sequence[int],
    until: datetime | None,
    *,
    actor: str,
    by: Member | None = None,
    on_behalf: bool = False,
) -> list[int]:
    """Let the ladder wait until a moment (a summer stop), or (None) go on now; returns for which.

    It is a word as good as any, so the next question comes when the pause is over: that is the
    day on which everything has to be right again. Raises Invalid for a moment that cannot be.
    """
    at = now()
    if until is not None and not at < until <= at + LONGEST_PAUSE:
        problem = "Kies een dag na vandaag, en hoogstens een jaar vooruit."
        raise Invalid(problem, fields={"tot": problem})
    values = {**confirmed(actor, at), "paused_until": until, "step_due_at": until}
    action = "paused" if until else "resumed"
    after = {"paused_until": until.isoformat()} if until else {}
    done: list[int] = []
    for part in parts(ids):
        where = [CONTENT.c.status == PUBLISHED, _is_to_come(at)]
        changed = await _set(session, part, where, values)
        await record_many(
            session, changed, action, by=by, actor=actor, on_behalf=on_behalf, after=after
        )
        await touch_content(session, changed)
        done += changed
    return done


def _is_to_come(at: datetime) -> ColumnElement[bool]:
    """Whether an entry goes on, or has a date to come."""
    return or_(CONTENT.c.expires_at.is_(None), CONTENT.c.expires_at > at)


async def _set(
    session: AsyncSession,
    ids: Sequence[int],
    where: Sequence[ColumnElement[bool]],
    values: Mapping[str, Any],
) -> list[int]:
    """Change rows that still are as ``where`` says, and return their ids."""
    changed = await session.scalars(
        update(CONTENT).where(CONTENT.c.id.in_(ids), *where).values(**values)
        .returning(CONTENT.c.id)
    )  # fmt: skip
    return sorted(changed)


async def _with_owners(session: AsyncSession, ids: Sequence[int]) -> list[int]:
    found = set(ids)
    for part in parts(ids):
        owners = select(CONTENT.c.owner_id).where(CONTENT.c.id.in_(part))
        found.update(id_ for id_ in await session.scalars(owners) if id_ is not None)
    return sorted(found)
