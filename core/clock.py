"""Time: only here is the clock read, and wall time turned into instants."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

HOME = "Europe/Amsterdam"

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Return the present moment in UTC, or the one at which a test has stopped the clock."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment, for the code inside."""
    if at.tzinfo is None:
        raise ValueError("naive datetime")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def local(moment: datetime, tz: str = HOME) -> datetime:
    """Return an aware moment in wall time."""
    return moment.astimezone(_zone(tz))


def today(tz: str = HOME) -> date:
    """Return the day that it is now in a zone."""
    return local(now(), tz).date()


def at_local(day: date, wall: time, tz: str = HOME) -> datetime:
    """Return the instant of a wall time, in UTC.

    A time that the clock skips in spring moves forward by the gap (02:30 becomes 03:30), and one
    that it shows twice in autumn is the first.
    """
    return datetime.combine(day, wall, _zone(tz)).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(tz: str) -> ZoneInfo:
    return ZoneInfo(tz)
