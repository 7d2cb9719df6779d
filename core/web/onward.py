"""What to try when a list has nothing: the same question asked a little wider."""

from core.web.facts import Crumb
from core.web.filters import FilterForm
from core.web.query import ListQuery
from core.web.view import View

WIDER = (5, 10, 25)
MOST = 4
"""More than a few buttons is a puzzle."""


def ways_out(view: View, query: ListQuery, path: str, form: FilterForm) -> list[Crumb]:
    """Return links to the list at ``path`` further away, in the whole area, without one filter,
    and with nothing chosen; the likeliest first."""
    say = view.words.gettext
    found = []
    if query.point:
        found += [
            Crumb(say("Binnen %(km)s km") % {"km": km}, view.href(query.path(path, straal=str(km))))
            for km in WIDER
            if km > query.km
        ][:2]
    if query.area or view.base:
        wide = query.path(path.removeprefix(view.base), without=("na", "buurt"))
        name = view.visit.site.area_name
        found.append(Crumb(say("In heel %(area)s") % {"area": name}, view.href(wide)))
    found += [
        Crumb(say("Zonder %(filter)s") % {"filter": chip.label}, chip.href)
        for chip in form.chips
        if chip.name not in ("buurt", "postcode")
    ]
    return [*found[:MOST], Crumb(say("Alles bekijken"), form.clear_href)]
