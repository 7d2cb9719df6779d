"""How a process learns of changes: its own at once, those of others within half a second."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.vocabulary import read_vocabulary
from core.db.changes import read_versions
from core.db.session import Database
from core.manage.preferences import read_preferences
from core.manage.switches import read_enabled
from core.neighbourhoods.models import Area, Site
from core.registry import Registry
from core.settings import Settings
from core.web.state import AppState, Snapshot
from core.web.visit import SiteRow

log = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between two looks at the change counters."""


async def read_snapshot(database: Database, registry: Registry, _settings: Settings) -> Snapshot:
    """Read everything that requests need to know, in one transaction.

    Counters come first: were something to change meanwhile, they are too low rather than too
    high, and the next look reads again. Also tells ``database`` which kinds may be seen.
    """
    async with database.read() as session:
        versions = await read_versions(session)
        sites = await read_sites(session)
        enabled = await read_enabled(session, registry)
        vocabulary = await read_vocabulary(session)
        stored = await read_preferences(session, [owned.item for owned in registry.settings])
    database.kinds = frozenset(
        owned.item.key for owned in registry.kinds if owned.plugin in enabled
    )
    return Snapshot(versions, with_own_name(sites, stored), enabled, vocabulary, stored)


def with_own_name(sites: dict[str, SiteRow], stored: dict[str, Any]) -> dict[str, SiteRow]:
    """Give the platform's own site the name and tagline that its manager set, if any."""
    name, tagline = stored.get("core.name", ""), stored.get("core.tagline", "")
    return {
        host: replace(row, name=name or row.name, tagline=tagline or row.tagline)
        if row.is_platform
        else row
        for host, row in sites.items()
    }


async def read_sites(session: AsyncSession) -> dict[str, SiteRow]:
    """Return the sites by hostname; the platform's own under the empty string, too."""
    rows = await session.execute(
        select(Site, Area).join(Area, Area.id == Site.area_id).order_by(Site.id)
    )
    found: dict[str, SiteRow] = {}
    for site, area in rows:
        row = site_row(site, area)
        if row.hostname:
            found.setdefault(row.hostname, row)
        if row.is_platform:
            found.setdefault("", row)
    return found


def site_row(site: Site, area: Area) -> SiteRow:
    """Return a site as requests know it."""
    whole = area.kind == "municipality"
    return SiteRow(
        id=site.id, area_id=area.id, area_name=area.name, area_slug=area.slug,
        municipality_id=area.id if whole else area.municipality_id,
        name=site.name, tagline=site.tagline,
        hostname=site.hostname.lower() if site.hostname else None,
        theme=site.theme, is_platform=site.is_platform, is_demo=site.is_demo,
        modules=None if site.modules is None else frozenset(site.modules),
    )  # fmt: skip


class Refresher:
    """Keeps ``state.snapshot`` true, and calls ``replaced`` whenever there is a new one."""

    def __init__(
        self, state: AppState, replaced: Callable[[Snapshot], None], every: float = EVERY
    ) -> None:
        self._state = state
        self._replaced = replaced
        self._every = every
        self._lock = asyncio.Lock()
        self.behind = False
        """Whether this process changed something that the snapshot does not know yet."""

    def note(self) -> None:
        """Hear that this process changed something."""
        self.behind = True

    async def catch_up(self) -> None:
        """Read the snapshot anew if this process changed something since it was read."""
        async with self._lock:
            if self.behind:
                await self._refresh()

    async def look(self) -> None:
        """Read the snapshot anew if a counter moved."""
        async with self._state.database.read() as session:
            versions = await read_versions(session)
        async with self._lock:
            if self.behind or versions != self._state.snapshot.versions:
                await self._refresh()

    async def _refresh(self) -> None:
        self.behind = False  # a change during the reading makes it true again
        state = self._state
        try:
            state.snapshot = await read_snapshot(state.database, state.registry, state.settings)
        except BaseException:
            self.behind = True
            raise
        self._replaced(state.snapshot)

    async def run(self) -> None:
        """Look again and again, until cancelled; a database that is away is waited for."""
        fails = False
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.look()
            except Exception as error:
                if not fails:
                    log.error("Cannot read what changed; will keep trying", exc_info=error)
                fails = True
            else:
                fails = False
