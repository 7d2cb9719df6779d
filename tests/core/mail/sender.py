"""A worker process that is made to be killed: quick leases, and a place where it kills itself."""

import asyncio
import logging
import os
import signal
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.declarations import Schedule
from core.jobs import queue, runs
from core.jobs.background import background
from core.loading import build_registry
from core.mail import leases
from core.mail.jobs import JOBS
from core.registry import Owned
from core.settings import Settings

MAIL_LEASE = timedelta(seconds=30)
REGISTRY = build_registry(only=())
"""Loaded once: this module is imported by the server that forks workers."""


@dataclass(frozen=True)
class Order:
    """What a worker must know; when ``trap`` exists, who accepts a mail next dies before noting
    that down."""

    settings: Settings
    trap: Path


def work(order: Order) -> None:
    """Send mail until killed."""
    logging.disable(logging.CRITICAL)
    # What takes minutes for people takes moments here.
    queue.TICK, runs.LEASE, leases.LEASE = 1, timedelta(seconds=2), MAIL_LEASE
    leases.PAUSES = (timedelta(seconds=1),) * 100
    runs.PAUSES = (timedelta(seconds=1),)
    mark_sent = leases.mark_sent

    async def die_or_mark(*arguments: Any) -> None:
        if is_mine(order.trap):
            os.kill(os.getpid(), signal.SIGKILL)
        await mark_sent(*arguments)

    leases.mark_sent = die_or_mark  # type: ignore[assignment]
    asyncio.run(_work(order.settings))


def is_mine(trap: Path) -> bool:
    """Whether this process is the one that steps into the trap."""
    try:
        trap.unlink()
    except FileNotFoundError:
        return False
    return True


async def _work(settings: Settings) -> None:
    registry = replace(
        REGISTRY,
        jobs=tuple(Owned("core", job) for job in JOBS),
        schedules=tuple(Owned("core", Schedule(job.key, seconds=1)) for job in JOBS),
    )
    database = Database(make_engine(settings.database_url), Content)
    async with background(settings, registry, database):
        await asyncio.Event().wait()
