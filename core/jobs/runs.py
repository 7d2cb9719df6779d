"""The book of jobs: who runs what now, what is due, and how the last run went."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.declarations import Job
from core.jobs.models import DONE, FAILED, RUNNING, JobRun

LEASE = timedelta(seconds=30)
"""So long after a process was killed, another takes over what it was doing."""
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=8),
)  # fmt: skip
"""How long after the first, second … failure in a row a job is tried again."""
LONGEST_ERROR = 2000


@dataclass(frozen=True, slots=True)
class Due:
    """A job that should run, and the moment that made it so: together they name one run."""

    key: str
    since: datetime
    held: bool
    """Whether somebody runs it now."""


async def enter(session: AsyncSession, keys: Mapping[str, timedelta | None]) -> None:
    """Write down jobs that are new, with how often they run by themselves; those are due now.

    A schedule that became shorter counts from now on.
    """
    at = now()
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [
        {"key": key, "due_at": at if every else None, "lease": "", "outcome": "", "attempts": 0,
         "error": ""}
        for key, every in keys.items()
    ]  # fmt: skip
    if rows:
        await session.execute(dialect.insert(JobRun).on_conflict_do_nothing(), rows)
    for key, every in keys.items():
        if every:
            late = or_(JobRun.due_at.is_(None), JobRun.due_at > at + every)
            free = and_(JobRun.key == key, late, JobRun.attempts == 0, JobRun.outcome != RUNNING)
            await session.execute(update(JobRun).where(free).values(due_at=at))


def _is_due(at: datetime) -> Any:
    dropped = and_(JobRun.outcome == RUNNING, JobRun.leased_until <= at)
    return or_(JobRun.due_at <= at, dropped)


async def due(session: AsyncSession) -> list[Due]:
    """Return what should run now: also what a process began that was killed."""
    at = now()
    rows = await session.execute(
        select(JobRun.key, JobRun.due_at, JobRun.leased_until).where(_is_due(at))
    )
    return [
        Due(key, leased or moment or at, held=leased is not None and leased > at)
        for key, moment, leased in rows
    ]


async def claim(
    session: AsyncSession, job: Job, every: timedelta | None, *, forced: bool
) -> str | None:
    """Return the token of a run that is ours, or None when another has it or it is not due.

    ``forced`` runs it before its moment.
    """
    at, token = now(), secrets.token_hex(8)
    wanted = [JobRun.key == job.key]
    if job.alone:
        wanted.append(or_(JobRun.leased_until.is_(None), JobRun.leased_until <= at))
    if not forced:
        wanted.append(_is_due(at))
    statement = (
        update(JobRun)
        .where(*wanted)
        .values(
            outcome=RUNNING, started_at=at, leased_until=at + LEASE, lease=token,
            due_at=at + every if every else None,
        )
        .returning(JobRun.key)
    )  # fmt: skip
    return token if (await session.execute(statement)).first() else None


async def hold(session: AsyncSession, token: str) -> None:
    """Say that a run is still going on."""
    await session.execute(
        update(JobRun).where(JobRun.lease == token).values(leased_until=now() + LEASE)
    )


async def finish(session: AsyncSession, token: str, error: str, every: timedelta | None) -> None:
    """Write down how a run went; a failure is tried again after a pause that grows."""
    at = now()
    mine = JobRun.lease == token
    ended: dict[str, Any] = {"ended_at": at, "leased_until": None, "lease": ""}
    if not error:
        done = ended | {"outcome": DONE, "attempts": 0, "error": ""}
        await session.execute(update(JobRun).where(mine).values(done))
        return
    failures = await session.scalar(select(JobRun.attempts).where(mine)) or 0
    pause = PAUSES[min(failures, len(PAUSES) - 1)]
    if every:
        pause = min(pause, max(every, PAUSES[0]))
    failed = ended | {
        "outcome": FAILED, "attempts": failures + 1, "error": error[:LONGEST_ERROR],
        "due_at": at + pause,
    }  # fmt: skip
    await session.execute(update(JobRun).where(mine).values(failed))


async def give_back(session: AsyncSession, token: str) -> None:
    """Let another process run at once what this one must leave."""
    values = {"outcome": "", "leased_until": None, "lease": "", "due_at": now()}
    await session.execute(update(JobRun).where(JobRun.lease == token).values(values))
