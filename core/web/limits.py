"""How often somebody may do something: counts by name, actor and window, in this process."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from core.clock import now
from core.errors import TooMany

MOST_ACTORS = 100_000
"""Actors remembered per limit and window; beyond it the one counted first is forgotten."""


class Window:
    """Who did it how often since the window began."""

    __slots__ = ("begins", "counts", "ends")

    def __init__(self, begins: datetime, seconds: int) -> None:
        self.begins = begins
        self.ends = begins + timedelta(seconds=seconds)
        self.counts: dict[str, int] = {}


class Limits:
    """Every limit of a process; the windows of one name never mix with another's.

    Windows do not slide: around the end of one, twice the limit may pass.
    """

    def __init__(self, most_actors: int = MOST_ACTORS, clock: Callable[[], datetime] = now) -> None:
        self._most = most_actors
        self._clock = clock
        self._windows: dict[tuple[str, int], Window] = {}

    def take(
        self, name: str, actor: str, limit: int, seconds: int = 60, at: datetime | None = None
    ) -> int:
        """Count one more for ``actor``; return 0, or after how many seconds to come back."""
        at = at or self._clock()
        window = self._windows.get((name, seconds))
        if window is None or not window.begins <= at < window.ends:
            window = self._windows[name, seconds] = Window(at, seconds)
        counts = window.counts
        count = counts.get(actor, 0)
        if count >= limit:
            return max(1, ceil((window.ends - at).total_seconds()))
        if count == 0 and len(counts) >= self._most:
            del counts[next(iter(counts))]
        counts[actor] = count + 1
        return 0

    def forget(self, name: str, actor: str) -> None:
        """Begin again with an actor, who turned out to be the right one."""
        for (known, _seconds), window in self._windows.items():
            if known == name:
                window.counts.pop(actor, None)

    def check(self, name: str, actor: str, limit: int, seconds: int = 60) -> None:
        """Count one more for ``actor``; raises TooMany with the time to wait."""
        wait = self.take(name, actor, limit, seconds)
        if wait:
            raise TooMany(
                "Dit ging te vaak achter elkaar. Wacht even en probeer het opnieuw.",
                retry_after=wait,
            )
