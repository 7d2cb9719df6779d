"""What a job works with: the database, the moment, and what is said when it fails."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.db.session import Database
from core.declarations import Job
from core.registry import Owned, Registry
from core.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """The context of one run of a job."""

    database: Database
    now: datetime
    registry: Registry | None = None
    settings: Settings | None = None

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Open a session that commits at the end."""
        return self.database.write()


async def run_job(work: Work, owned: Owned[Job]) -> str:
    """Run a job and return what went wrong: nothing is an empty text.

    A job that raises is logged with its owner: the next run finds its work again.
    """
    limit = owned.item.timeout.total_seconds()
    try:
        async with asyncio.timeout(limit) as clock:
            await owned.item.run(work)
    except Exception as error:
        log.exception("Job %s of plugin %s failed", owned.item.key, owned.plugin)
        return f"Took longer than {limit:.0f} seconds" if clock.expired() else describe(error)
    return ""


def describe(error: BaseException) -> str:
    """Return an error as the manager reads it: its kind and the first line of what it says.

    Later lines of a database's error hold the values that were written.
    """
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
