"""Between the activity form and an activity: values as columns, and columns as values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.recurrence import Recurrence
from core.web.fields import Filled
from plugins.activities.form_fields import AMOUNT, FREE, OTHER
from plugins.activities.models import ADDRESS, DATED, ONGOING, OWN
from plugins.activities.when_form import When, read_when
from plugins.activities.when_typed import when_values

PLAIN = (
    "title", "summary", "description", "categories", "audiences", "accessibility", "language",
    "age_from", "age_to", "price_note", "how_to_join", "what_to_bring", "come_alone",
    "contact_name", "phone", "email", "website",
)  # fmt: skip
"""Fields that are columns or terms by the same name."""
PLACE = ("place_name", "street", "house_number", "postcode", "city", "lon", "lat")


def read_values(filled: Filled, today: date, standing: Recurrence | None = None) -> dict[str, Any]:
    """Return what the form says as columns, but for the place; problems are in ``filled``."""
    when = read_when(filled, today, standing)
    values = filled.values
    low, high = values.get("age_from"), values.get("age_to")
    if low is not None and high is not None and high < low:
        filled.fail("age_to", "De hoogste leeftijd is lager dan de laagste.")
    found = {name: values[name] for name in PLAIN if name in values}
    found["summary"] = " ".join(found.get("summary", "").split())
    found["language"] = found.get("language") or "nl"
    return found | {"price_cents": _price(filled)} | (when_columns(when) if when else {})


def _price(filled: Filled) -> int | None:
    cost, cents = filled.values.get("cost"), filled.values.get("price")
    if cost != AMOUNT:
        filled.errors.pop("price", None)
    if cost == FREE:
        return 0
    if cost == AMOUNT and cents == 0:
        filled.fail("price", "Vul in hoeveel het kost, zoals 3,50.")
    if cost == OTHER and not filled.values.get("price_note"):
        filled.fail("price_note", "Schrijf op wat het kost.")
    return cents if cost == AMOUNT else None


def when_columns(when: When) -> dict[str, Any]:
    """Return the columns of when something takes place."""
    rule = when.rule
    return {
        "mode": DATED if rule else ONGOING,
        "schedule_note": when.note,
        "first_date": rule.dtstart if rule else None,
        "starts": rule.start if rule else None,
        "ends": rule.end if rule else None,
        "rrule": (rule.rrule or "") if rule else "",
        "extra_dates": [day.isoformat() for day in rule.rdates] if rule else [],
        "skipped_dates": [day.isoformat() for day in rule.exdates] if rule else [],
        "skips": " ".join(rule.skips) if rule else "",
    }


def shown_values(
    row: Any, terms: Mapping[str, list[str]], rule: Recurrence | None, owner: Any
) -> dict[str, Any]:
    """Return the values with which the form of an activity begins."""
    cents = row.price_cents
    cost = FREE if cents == 0 else AMOUNT if cents else OTHER if row.price_note else ""
    plain = {name: getattr(row, name) for name in (*PLAIN, *PLACE) if name not in terms}
    at_owner = row.street and all(getattr(row, name) == getattr(owner, name) for name in PLACE)
    here = OWN if at_owner else ADDRESS
    has_dates = row.mode == ONGOING or rule is not None
    return {
        **plain, **terms, "cost": cost, "price": cents or None, "held": row.held or here,
        **(when_values(rule, row.schedule_note) if has_dates else {}),
    }  # fmt: skip


def first_values(has_address: bool) -> dict[str, Any]:
    """Return the values with which the form of a new activity begins."""
    return {"language": "nl", **({"held": OWN} if has_address else {})}
