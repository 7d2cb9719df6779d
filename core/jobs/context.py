"""What a job works with: the database, the moment, and a log line when it fails."""

import logging
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
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


async def run_job(
    database: Database,
    owned: Owned[Job],
    registry: Registry | None = None,
    settings: Settings | None = None,
) -> bool:
    """Run a job and return whether it did its work.

    A job that raises is logged with its owner: the next run finds its work again.
    """
    try:
        await owned.item.run(Work(database, now(), registry, settings))
    except Exception:
        log.exception("Job %s of plugin %s failed", owned.item.key, owned.plugin)
        return False
    return True
