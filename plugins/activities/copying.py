"""Begin with an earlier activity: everything it says, with its dates moved to what is to come."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.errors import Moved, NotFound
from core.recurrence import Recurrence, days
from core.web.facts import Crumb
from core.web.view import View
from plugins.activities import own
from plugins.activities.form_values import shown_values
from plugins.activities.own import OwnerPlace
from plugins.activities.schedule import rule_of
from plugins.activities.when_typed import when_values

SHOWN = 12
WEEK = timedelta(days=7)


async def copies_of(view: View, owner: OwnerPlace) -> tuple[Crumb, ...]:
    """Return the latest activities of an organisation, each with where its copy begins."""
    found = await own.recent(view.session, owner.id, SHOWN)
    path = f"{owner.path}/nieuw"
    return tuple(Crumb(title, view.with_query(path, van=slug)) for title, slug in found)


async def _find(view: View, owner: OwnerPlace, slug: str) -> Any:
    """Return an activity of the same organisation; raises NotFound for that of others."""
    row = await own.find_for_change(view.session, slug, by=view.visit.account)
    if row.owner_id != owner.id:
        raise NotFound("Deze pagina bestaat niet.")
    return row


async def picture_of(view: View, owner: OwnerPlace, slug: str) -> tuple[str, str]:
    """Return the picture of what is copied and what can be seen on it; empty texts for none, and
    when that activity is gone by now."""
    try:
        row = await _find(view, owner, slug)
    except (NotFound, Moved):
        return "", ""
    return row.image, row.image_alt


async def copied_values(view: View, owner: OwnerPlace, slug: str) -> dict[str, Any]:
    """Return the values of a form that begins as an activity of the same organisation.

    Raises NotFound for an activity of others.
    """
    row = await _find(view, owner, slug)
    terms = await own.terms_of(view.session, row, view.snapshot.vocabulary)
    rule = rule_of(row)
    values = shown_values(row, terms, rule, owner)
    if rule is None:
        return values
    asked = ("day", "days", "since", "until", "except_on", "also_on")
    kept = {name: value for name, value in values.items() if name not in asked}
    moved = when_values(moved_on(rule, view.today), "")
    return kept | {name: value for name, value in moved.items() if name in asked}


def moved_on(rule: Recurrence, today: date) -> Recurrence:
    """Return a rule from today on: the same days of the week, without what is past."""
    left_out = tuple(day for day in rule.exdates if day >= today)
    extra = tuple(day for day in rule.rdates if day >= today)
    if rule.rrule is None:
        first = rule.dtstart
        while first < today:
            first += WEEK
        return replace(rule, dtstart=first, rdates=extra, exdates=())
    going_on = replace(rule, rrule=_endless(rule.rrule), rdates=(), exdates=())
    ended = next(days(rule, today, date.max), None) is None
    first = next(days(going_on, today, date.max), today)
    rrule = going_on.rrule if ended else rule.rrule
    return replace(rule, rrule=rrule, dtstart=first, rdates=extra, exdates=left_out)


def _endless(rrule: str) -> str:
    parts = rrule.split(";")
    return ";".join(part for part in parts if not part.startswith(("UNTIL=", "COUNT=")))
