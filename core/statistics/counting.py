"""Views of pages as they happen: counted in memory, flushed every few seconds."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from core.clock import at_local, local, now
from core.db.session import Database
from core.statistics.service import Pressed, Seen, add_presses, add_views
from core.statistics.visits import Visit, count_new, is_browser, wants_no_mark

log = logging.getLogger(__name__)

EVERY = 4.0
"""Seconds between two flushes: what a killed process loses at most."""
MOST_PAGES = 20_000
"""Different pages that are counted between two flushes; memory stays bounded."""
MOST_VISITS = 50_000
LONGEST_PATH = 300
LONGEST_AGENT = 300


class Calendar:
    """The day it is here, worked out once a day."""

    def __init__(self) -> None:
        self._begins = self.ends = datetime.min.replace(tzinfo=UTC)
        self.day = self._begins.date()

    def turn_to(self, at: datetime) -> None:
        """Make ``day`` the day of a moment and ``ends`` the moment at which it ends."""
        if not self._begins <= at < self.ends:
            self.day = local(at).date()
            self._begins = at_local(self.day, time(0))
            self.ends = at_local(self.day + timedelta(days=1), time(0))


class Views:
    """Counts views, visitors and presses; nothing here makes a visitor wait."""

    def __init__(self, database: Database, calendar: Calendar, every: float = EVERY) -> None:
        self._database = database
        self._calendar = calendar
        self._every = every
        self._counts: Counter[Seen] = Counter()
        self._visits: set[Visit] = set()
        self._presses: Counter[Pressed] = Counter()
        self._writing = asyncio.Lock()

    def add(self, site_id: int, path: str, actor: str, headers: Mapping[bytes, bytes]) -> None:
        """Count a view of a path by a browser, on the calendar's day; robots are left out."""
        agent = headers.get(b"user-agent", b"")[:LONGEST_AGENT]
        if len(path) > LONGEST_PATH or not is_browser(agent):
            return
        seen = (self._calendar.day, site_id, path)
        counts = self._counts
        count = counts.get(seen, 0)
        if count or len(counts) < MOST_PAGES:
            counts[seen] = count + 1
            if len(self._visits) < MOST_VISITS and not wants_no_mark(headers):
                self._visits.add((seen, actor, agent))

    def press(self, content_id: int, target: str) -> None:
        """Count that somebody pressed a contact detail of an entry."""
        pressed = (self._calendar.day, content_id, target)
        if pressed in self._presses or len(self._presses) < MOST_PAGES:
            self._presses[pressed] += 1

    async def flush(self) -> None:
        """Write what was counted; on failure it stays counted."""
        async with self._writing:
            counts, self._counts = self._counts, Counter()
            visits, self._visits = self._visits, set()
            presses, self._presses = self._presses, Counter()
            if not counts and not presses:
                return
            try:
                async with self._database.write() as session:
                    await add_views(session, counts, await count_new(session, visits, now()))
                    await add_presses(session, presses)
            except Exception:
                self._counts.update(counts)
                self._visits |= visits
                self._presses.update(presses)
                raise

    async def run(self) -> None:
        """Flush again and again, until cancelled; a write under way is not cut off by that."""
        while True:
            await asyncio.sleep(self._every)
            try:
                await asyncio.shield(self.flush())
            except Exception:
                log.warning("Could not write views of pages; they wait", exc_info=True)
