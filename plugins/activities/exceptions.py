"""The dates of a rule with what is otherwise on some: not at all, or at another time. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.clock import at_local, local
from core.recurrence import Recurrence, days, occurrences


@dataclass(frozen=True, slots=True)
class OneDate:
    """One time; ``planned`` is when it begins by the rule."""

    planned: datetime
    starts_at: datetime
    ends_at: datetime | None
    is_cancelled: bool = False
    note: str = ""

    @property
    def moved_from(self) -> datetime | None:
        """When it would have begun; None for what was not moved."""
        return self.planned if self.planned != self.starts_at else None


def exceptions(rule: Recurrence, others: Sequence[Any]) -> Iterator[OneDate]:
    """Yield what is otherwise, on days that the rule has; ``others`` are rows of ``Otherwise``.

    What hangs on a day that the rule no longer has is left out.
    """
    for other in others:
        if next(days(rule, other.day, other.day), None) is None:
            continue
        planned = at_local(other.day, rule.start, rule.tz)
        is_cancelled = other.moved_to is None
        start, end = (rule.start, rule.end) if is_cancelled else (other.starts, other.ends)
        once = Recurrence(None, other.moved_to or other.day, start, end, tz=rule.tz)
        at = at_local(once.dtstart, start, rule.tz)
        ((begin, until),) = occurrences(once, at, at + timedelta(minutes=1))
        yield OneDate(planned, begin, until, is_cancelled, other.note)


def dates(
    rule: Recurrence, others: Sequence[Any], after: datetime, before: datetime
) -> list[OneDate]:
    """Return the dates that start in [after, before), each start once: a moved one goes first."""
    changed = list(exceptions(rule, others))
    days_off = {other.day for other in others}
    plain = [
        OneDate(begin, begin, end)
        for begin, end in occurrences(rule, after, before)
        if local(begin, rule.tz).date() not in days_off
    ]
    found = {one.starts_at: one for one in plain}
    found |= {one.starts_at: one for one in changed if after <= one.starts_at < before}
    return [found[at] for at in sorted(found)]
