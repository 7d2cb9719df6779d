"""Two people with one activity: what belongs together (dates, place, price) is one choice."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from litestar import Request
from litestar.response import Response

from core.editing.conflict_page import KEEP, chosen, conflict_page
from core.editing.conflicts import THEIRS, Clash, find_clashes
from core.editing.service import Overtaken
from core.web.fields import Filled
from core.web.forms import Form
from core.web.view import View
from plugins.activities.models import ONGOING
from plugins.activities.place_form import COLUMNS as PLACE
from plugins.activities.schedule import rule_of
from plugins.activities.when_words import sentence
from plugins.activities.writing import DATES

WHEN = (*DATES, "schedule_note")
PRICE = ("price_cents", "price_note")
SHOWN = ("timezone", *WHEN, *PLACE, *PRICE)
GROUPS = {"often": WHEN, "held": PLACE, "cost": PRICE}
"""Columns that are chosen together, by the field under which they are."""


def kept(values: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return the columns of a form without those that stay as somebody else wrote them."""
    theirs = {
        name for field, names in GROUPS.items() if form.one(f"{KEEP}{field}") == THEIRS
        for name in names
    }  # fmt: skip
    return {name: value for name, value in chosen(values, form).items() if name not in theirs}


async def overtaken_page(
    view: View, request: Request[Any, Any, Any], row: Any, filled: Filled,
    wanted: Mapping[str, Any], version: int, told: Overtaken, action: str,
) -> Response[bytes]:  # fmt: skip
    """Answer with both versions of what two people changed."""
    clashes = await find_clashes(view.session, row.id, version, told, wanted)
    mine = SimpleNamespace(**{name: getattr(row, name) for name in SHOWN})
    vars(mine).update(wanted)
    shown = [one for one in clashes if not any(one.name in names for names in GROUPS.values())]
    for field, names in GROUPS.items():
        part = [one for one in clashes if one.name in names]
        if part:
            choice = THEIRS if all(one.choice == THEIRS for one in part) else ""
            shown.append(Clash(field, _said(view, field, mine), _said(view, field, row), choice))
    return conflict_page(
        view, request, filled, shown, told.version, action=action, title=row.title
    )  # fmt: skip


def _said(view: View, field: str, which: Any) -> list[str]:
    """Return one version in words, as a list: so it is shown beside the field's own choices."""
    words = view.words
    if field == "cost":
        return [words.price(which.price_cents, which.price_note)]
    if field == "held":
        street = f"{which.street} {which.house_number}".strip()
        parts = (which.place_name, street, f"{which.postcode} {which.city}".strip())
        return [", ".join(part for part in parts if part) or which.held]
    if which.mode == ONGOING:
        return [which.schedule_note or words.gettext("Doorlopend")]
    rule = rule_of(which)
    return [sentence(rule, words, view.today) if rule else ""]
