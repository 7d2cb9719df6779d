"""A rule as the form shows it: which choice fits, and what stands in its fields."""

from datetime import date
from typing import Any

from core.recurrence import Recurrence
from core.recurrence_words import CODES, describe
from plugins.activities.when_days import write_days
from plugins.activities.when_fields import (
    ALWAYS,
    FORTNIGHTLY,
    MONTHLY,
    ONCE,
    ORDINALS,
    OTHERWISE,
    SEVERAL,
    WEEKLY,
)

USUAL = {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "WKST"}


def when_values(rule: Recurrence | None, note: str) -> dict[str, Any]:
    """Return the values of the fields that say this rule."""
    if rule is None:
        return {"often": ALWAYS, "schedule_note": note}
    past_midnight = rule.end is not None and rule.end <= rule.start
    times = {"starts": rule.start, "ends": rule.end, "past_midnight": past_midnight}
    if rule.rrule is None and not rule.rdates:
        return {"often": ONCE, "day": rule.dtstart, **times}
    if rule.rrule is None:
        return {"often": SEVERAL, "days": write_days((rule.dtstart, *rule.rdates)), **times}
    parts = dict(part.split("=", 1) for part in rule.rrule.upper().split(";"))
    until = parts.get("UNTIL", "")[:8]
    return {
        **_choice(rule, parts),
        **times,
        "since": rule.dtstart,
        "until": date.fromisoformat(until) if until else None,
        "skips": list(rule.skips),
        "except_on": write_days(rule.exdates),
        "also_on": write_days(rule.rdates),
    }


def _choice(rule: Recurrence, parts: dict[str, str]) -> dict[str, Any]:
    named = [day for day in parts.get("BYDAY", "").split(",") if day]
    usual = parts.keys() <= USUAL and all(day[-2:] in CODES for day in named)
    interval = parts.get("INTERVAL", "1")
    if usual and parts["FREQ"] == "WEEKLY" and interval in ("1", "2"):
        codes = named or [CODES[rule.dtstart.weekday()]]
        return {"often": WEEKLY if interval == "1" else FORTNIGHTLY, "weekdays": codes}
    ordinals, codes = [day[:-2] for day in named], sorted({day[-2:] for day in named})
    is_monthly = usual and parts["FREQ"] == "MONTHLY" and interval == "1"
    if is_monthly and len(codes) == 1 and set(ordinals) <= set(ORDINALS):
        return {"often": MONTHLY, "ordinals": ordinals, "weekday": codes[0]}
    return {"often": OTHERWISE, "in_words": describe(rule)}
