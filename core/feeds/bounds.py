"""What a calendar of others may ask of us: rules that repeat too often are left out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Event, vRecur

from core.recurrence import is_in_some_month

MOST_EVENTS = 5000
MOST_DATES = 500
MOST_A_DAY = 4
MOST_RULES = 5
MOST_WORK = 3_000_000
"""Days that all rules of a file together may run over, from their beginning."""
DAILY_AND_MORE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
TOO_OFTEN = "Een afspraak herhaalt vaker dan een agenda hoort te doen en is overgeslagen."

Assume = Callable[[str, str], None]


def bounded(part: Event, last: date, assume: Assume) -> bool:
    """Return whether an event may be expanded; a rule without an end gets ``last`` as its end."""
    where = str(part.get("UID", ""))[:100]
    _drop_empty(part, where, assume)
    start = _start(part)
    if start is None:
        assume("Een afspraak heeft geen begin en is overgeslagen.", where)
        return False
    rules = rules_of(part)
    if len(rules) > MOST_RULES or not all(_is_calm(rule) for rule in rules):
        assume(TOO_OFTEN, where)
        return False
    for name in ("RDATE", "EXDATE"):
        listed = part.get(name, [])
        count = sum(len(getattr(one, "dts", ())) for one in _listed(listed))
        if count > 2 * MOST_DATES:
            assume("Een afspraak heeft te veel losse data en is overgeslagen.", where)
            return False
    for rule in rules:
        if not rule.get("UNTIL") and not rule.get("COUNT"):
            rule["UNTIL"] = [_end(last)]
    return True


def _drop_empty(part: Event, where: str, assume: Assume) -> None:
    """Leave out a rule that says nothing: the event takes place once."""
    rules = rules_of(part)
    if rules and not any(rule.get("FREQ") for rule in rules):
        del part["RRULE"]
        assume("Een herhaling is leeg: de afspraak is één keer gelezen.", where)


def work_of(part: Event, last: date) -> int:
    """Return over how many days the rules of an event run."""
    start = _start(part)
    until = last.date() if isinstance(last, datetime) else last
    return len(rules_of(part)) * max(0, (until - start).days) + 1 if start else 1


def rules_of(part: Event) -> list[vRecur]:
    """Return the rules of an event; the standard allows one, and files have more."""
    return [rule for rule in _listed(part.get("RRULE", [])) if isinstance(rule, vRecur)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _start(part: Event) -> date | None:
    found = getattr(part.get("DTSTART"), "dt", None)
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else None


def _end(last: date) -> datetime:
    """Return an end that is past ``last`` in every zone."""
    day = last.date() if isinstance(last, datetime) else last
    return datetime.combine(day, time.min, tzinfo=UTC) + timedelta(days=2)


def _is_calm(rule: vRecur) -> bool:
    frequency = str(next(iter(_listed(rule.get("FREQ", ""))), "")).upper()
    if frequency not in DAILY_AND_MORE:
        return False
    if any(int(value) < 1 for value in _listed(rule.get("INTERVAL", [1]))):
        return False
    months = [int(number) for number in _listed(rule.get("BYMONTH", []))]
    if not is_in_some_month([int(day) for day in _listed(rule.get("BYMONTHDAY", []))], months):
        return False
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(1, len(_listed(rule.get(name, [0]))))
    return times <= MOST_A_DAY
