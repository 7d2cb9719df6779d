"""The jobs of the platform as its manager sees them: how each went, and running one again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.clock import now
from core.db.hints import hint
from core.errors import NotFound
from core.jobs.models import FAILED, JobRun
from core.jobs.runs import enter
from core.permissions.service import require
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with its last run; times are None before the first."""

    key: str
    label: str
    every: timedelta | None
    outcome: str
    """``running``, ``done``, ``failed``, or empty before the first run."""
    started_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    attempts: int
    error: str


async def list_jobs(session: AsyncSession, registry: Registry, *, by: Member) -> list[JobView]:
    """Return every job that is declared, those that fail first."""
    require(by, "core.jobs")
    every = {owned.item.job: owned.item.every for owned in registry.schedules}
    rows = {row.key: row for row in await session.scalars(select(JobRun))}
    found = []
    for job in (owned.item for owned in registry.jobs):
        row = rows.get(job.key, JobRun(key=job.key, outcome="", attempts=0, error=""))
        found.append(JobView(
            job.key, job.label or job.key, every.get(job.key), row.outcome, row.started_at,
            row.ended_at, row.due_at, row.attempts, row.error,
        ))  # fmt: skip
    return sorted(found, key=lambda job: (job.attempts == 0, job.key))


async def run_again(session: AsyncSession, registry: Registry, key: str, *, by: Member) -> None:
    """Let a job run as soon as a worker is free; raises NotFound."""
    require(by, "core.jobs")
    if key not in {owned.item.key for owned in registry.jobs}:
        raise NotFound("Deze taak is er niet.")
    await enter(session, {key: None})
    await session.execute(update(JobRun).where(JobRun.key == key).values(due_at=now()))
    await audit.note(session, "jobs.again", f"job:{key}", by=by)
    hint(session, key)


async def retry_failed(session: AsyncSession, registry: Registry, *, by: Member) -> list[str]:
    """Let every job that failed run again; return which."""
    require(by, "core.jobs")
    known = {owned.item.key for owned in registry.jobs}
    failed = await session.scalars(select(JobRun.key).where(JobRun.outcome == FAILED))
    keys = sorted(set(failed) & known)
    for key in keys:
        await run_again(session, registry, key, by=by)
    return keys
