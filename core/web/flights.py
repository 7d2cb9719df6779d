"""One maker per page: whoever asks for a page that is being made waits for that one."""

import asyncio
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from core.web.guest_cache import Entry


class Flight:
    """A page being made; ``entry`` is what the maker has to share, if anything."""

    __slots__ = ("entry",)

    def __init__(self) -> None:
        self.entry: Entry | None = None


class Flights:
    """Pages being made, by key; the key says of which state of the content, too."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Future[tuple[Entry | None, bool]]] = {}

    async def wait(self, key: Hashable) -> Entry | None:
        """Return the entry that another is making; None when the caller has to make it.

        When a maker is cut off, one of those who wait takes over and the others wait for that
        one; when there is nothing to share, all go on by themselves, at once.
        """
        while (landing := self._under_way.get(key)) is not None:
            entry, again = await asyncio.shield(landing)
            if entry is not None or not again:
                return entry
        return None

    @contextmanager
    def lead(self, key: Hashable) -> Iterator[Flight]:
        """Make a page for all who ask for it meanwhile; call it right after ``wait``."""
        flight = Flight()
        if key in self._under_way:
            yield flight
            return
        landing = self._under_way[key] = asyncio.get_running_loop().create_future()
        was_cut_off = False
        try:
            yield flight
        except asyncio.CancelledError:
            was_cut_off = True
            raise
        finally:
            del self._under_way[key]
            landing.set_result((flight.entry, was_cut_off))
