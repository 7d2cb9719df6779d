"""The table of jobs: when each ran last, how that went, and when it runs again."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

RUNNING, DONE, FAILED = "running", "done", "failed"


class JobRun(Base):
    """The last run of a job; whoever moves ``due_at`` forward is who runs it this time."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_due", "due_at"),)

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    due_at: Mapped[datetime | None]
    """Not before this moment; null for a job that runs only when somebody calls it."""
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    """While it runs this is moved forward: a process that was killed stops doing so."""
    lease: Mapped[str] = mapped_column(String(40), default="")
    """Which run holds it now."""
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """``running``, ``done`` or ``failed``; empty before the first run."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it failed since it last went well."""
    error: Mapped[str] = mapped_column(Text, default="")
