"""A rule as the form shows it: which choice fits, and what stands in its fields."""

from core.recurrence import Recurrence
from core.recurrence_words import CODES, describe
from plugins.activities.when_days import write_days
from plugins.activities.when_form import (
    ALWAYS,
    FORTNIGHTLY,
    MONTHLY,
    ONCE,
    ORDINALS,
    OTHERWISE,
    SEVERAL,
    WEEKLY,
)

Pairs = tuple[tuple[str, str], ...]


def typed_when(rule: Recurrence | None, note: str) -> Pairs:
    """Return the fields that say this rule, as a form would send them."""
    if rule is None:
        return (("hoe_vaak", ALWAYS), ("altijd", note))
    times = [("begin", f"{rule.start:%H:%M}")]
    if rule.end:
        times.append(("einde", f"{rule.end:%H:%M}"))
        if rule.end <= rule.start:
            times.append(("nacht", "1"))
    return (*_days(rule), *times)


def _days(rule: Recurrence) -> Pairs:
    if rule.rrule is None and not rule.rdates:
        return (("hoe_vaak", ONCE), ("datum", rule.dtstart.isoformat()))
    if rule.rrule is None:
        return (("hoe_vaak", SEVERAL), ("dagen", write_days((rule.dtstart, *rule.rdates))))
    parts = dict(part.split("=", 1) for part in rule.rrule.upper().split(";"))
    until = parts.get("UNTIL", "")[:8]
    pairs = [*_choice(rule, parts), ("vanaf", rule.dtstart.isoformat())]
    if until:
        pairs.append(("tot_en_met", f"{until[:4]}-{until[4:6]}-{until[6:]}"))
    if rule.exdates:
        pairs.append(("niet_op", write_days(rule.exdates)))
    if rule.rdates:
        pairs.append(("ook_op", write_days(rule.rdates)))
    return tuple(pairs)


def _choice(rule: Recurrence, parts: dict[str, str]) -> Pairs:
    named = [day for day in parts.get("BYDAY", "").split(",") if day]
    usual = parts.keys() <= {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "WKST"}
    interval = parts.get("INTERVAL", "1")
    if usual and parts["FREQ"] == "WEEKLY" and interval in ("1", "2"):
        kind = WEEKLY if interval == "1" else FORTNIGHTLY
        codes = named or [CODES[rule.dtstart.weekday()]]
        return (("hoe_vaak", kind), *(("dag", code) for code in CODES if code in codes))
    ordinals, codes = [day[:-2] for day in named], {day[-2:] for day in named}
    monthly = usual and parts["FREQ"] == "MONTHLY" and interval == "1"
    if monthly and len(codes) == 1 and set(ordinals) <= set(ORDINALS):
        chosen = (("welke", one) for one in ORDINALS if one in ordinals)
        return (("hoe_vaak", MONTHLY), *chosen, ("maanddag", codes.pop()))
    return (("hoe_vaak", OTHERWISE), ("woorden", describe(rule)))
