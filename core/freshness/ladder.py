"""The ladder down which an entry goes when nobody says a word about it.

One rule is above all others: no step is ever skipped. A step is due so many days after the day on
which the step before it really happened, so after a month without jobs an entry still gets both
its mails, each with its waiting time, before anything is taken away.

Every batch is a transaction of its own, and a batch changes only what still stands on the step
that it leaves: stopping anywhere loses nothing, and running again does nothing twice. Batches of
several workers wait for each other.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit import service as audit
from core.content.models import ARCHIVED, HIDDEN, PUBLISHED
from core.content.service import Reindex, write_lists
from core.content.vocabulary import read_vocabulary
from core.declarations import JobContext
from core.editing.history import LADDER, record_many
from core.freshness.asking import ask, remind
from core.freshness.policies import Policies, policies_in_force
from core.freshness.purging import purge
from core.freshness.run import Run, move
from core.freshness.service import CONTENT, MANY
from core.freshness.steps import (
    ARCHIVED_STEP,
    AWAY,
    CALL,
    ENDED,
    FRESH,
    HIDDEN_STEP,
    REMINDED,
    WAITING,
    due_at,
)
from core.registry import Registry
from core.search.indexer import Indexer


async def run_ladder(ctx: JobContext) -> None:
    """Do every step that is due, as a job."""
    async with ctx.write() as session:
        reindex, policies = await prepare(session, ctx.registry)
    await go(Run(ctx.write, ctx.now, policies, reindex))


async def prepare(session: AsyncSession, registry: Registry) -> tuple[Reindex, Policies]:
    """Return what a run needs: what keeps lists and search right, and the policies of now."""
    vocabulary = await read_vocabulary(session)
    policies = await policies_in_force(session, registry)
    return Indexer(registry, lambda: vocabulary).reindex, policies


async def go(run: Run) -> None:
    """Do every step that is due, the last step of the ladder first."""
    await purge(run)
    await _archive(run)
    await _hide(run)
    await _list_calls(run)
    await remind(run)
    await _end(run)
    await _go_on(run)
    await _give_dates(run)
    await ask(run)
    if run.moved:
        async with run.write() as session:
            await audit.note(
                session, "freshness.ladder", "platform", actor="job", steps=dict(run.moved)
            )


async def _list_calls(run: Run) -> None:
    """Put on the call list what two mails brought no answer for."""
    while True:
        async with run.batch() as session:
            if not await move(session, run, CALL, run.stands_on(REMINDED)):
                return


async def _hide(run: Run) -> None:
    """Hide what nobody spoke for, and what is over.

    An organisation goes last: as long as something of it is shown, people must be able to see
    who is behind it.
    """
    owned = CONTENT.alias("owned")
    shows = exists().where(owned.c.owner_id == CONTENT.c.id, owned.c.status == PUBLISHED)
    where = [*run.stands_on(CALL, ENDED), not_(and_(CONTENT.c.kind == "organisation", shows))]
    while True:
        async with run.batch() as session:
            rows = await move(session, run, HIDDEN_STEP, where, status=HIDDEN, paused_until=None)
            if not rows:
                return
            ids = [row.id for row in rows]
            await record_many(
                session, ids, HIDDEN, by=None, actor=LADDER,
                before={"status": PUBLISHED}, after={"status": HIDDEN},
            )  # fmt: skip
            await run.reindex(session, ids)


async def _archive(run: Run) -> None:
    """Put away what has been hidden for long enough."""
    c = CONTENT.c
    where = [
        c.step == HIDDEN_STEP, c.status == HIDDEN, c.step_due_at <= run.at,
        run.is_known,
    ]  # fmt: skip
    while True:
        async with run.batch() as session:
            rows = await move(session, run, ARCHIVED_STEP, where, status=ARCHIVED)
            if not rows:
                return
            ids = [row.id for row in rows]
            await record_many(
                session, ids, ARCHIVED, by=None, actor=LADDER,
                before={"status": HIDDEN}, after={"status": ARCHIVED},
            )  # fmt: skip
            await write_lists(session, ids)


async def _end(run: Run) -> None:
    """Ask no more about what had its last date; it stays to be read until it is hidden."""
    c = CONTENT.c
    where = [
        c.expires_at <= run.at, c.status == PUBLISHED, c.step != ENDED, run.is_known,
    ]  # fmt: skip
    while True:
        async with run.batch() as session:
            if not await move(session, run, ENDED, where, paused_until=None):
                return


async def _go_on(run: Run) -> None:
    """Take up again what was over and has a new date."""
    c = CONTENT.c
    where = [
        c.step == ENDED, c.status == PUBLISHED, c.step_due_at.is_not(None),
        or_(c.expires_at.is_(None), c.expires_at > run.at),
    ]  # fmt: skip
    async with run.batch() as session:
        await session.execute(update(CONTENT).where(*where).values(step=FRESH, step_due_at=None))


async def _give_dates(run: Run) -> None:
    """Say when the next step is due for what has none yet: new, confirmed or stopped since.

    A question is counted from the last word, so an import of old addresses is asked at once.
    """
    c = CONTENT.c
    waits = and_(c.status == PUBLISHED, c.step.in_(("", FRESH, *WAITING, ENDED)))
    away = and_(c.status != PUBLISHED, c.step.in_(AWAY))
    where = [c.step_due_at.is_(None), run.is_known, or_(waits, away)]
    chosen = select(c.id, c.kind, c.step, c.confirmed_at, c.created_at).where(*where)
    last = 0
    while True:
        async with run.batch() as session:
            page = chosen.where(c.id > last).order_by(c.id).limit(MANY)
            rows = (await session.execute(page)).all()
            if not rows:
                return
            last = rows[-1].id
            groups: dict[tuple[str, datetime], list[int]] = {}
            for row in rows:
                groups.setdefault((row.step, _first_due(run, row)), []).append(row.id)
            for (step, due), ids in groups.items():
                first = {"step": FRESH, "confirm_due_at": due} if step in ("", FRESH) else {}
                await session.execute(
                    update(CONTENT)
                    .where(c.id.in_(ids), c.step_due_at.is_(None), c.step == step)
                    .values(step_due_at=due, **first)
                )


def _first_due(run: Run, row: Any) -> datetime:
    step = row.step or FRESH
    since = (row.confirmed_at or row.created_at) if step == FRESH else run.at
    return due_at(run.policies[row.kind], step, since)
