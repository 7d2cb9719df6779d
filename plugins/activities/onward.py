"""What to try when a list of activities has nothing: wider questions that find something."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.neighbourhoods import service as areas
from core.web.facts import Crumb
from core.web.filters import FilterForm
from core.web.onward import MOST, WIDER
from core.web.query import ListQuery, read_pairs
from core.web.searching import prepare
from core.web.view import View
from plugins.activities import finding
from plugins.activities.listing import PATH

DAY_NAMES = ("dag", "van", "tot")
PLACES = ("buurt", "postcode", "straal", *DAY_NAMES)
TRIED = 8
"""Each costs a few statements, on a page that has little else to do."""


@dataclass(frozen=True, slots=True)
class Try:
    """A wider question: its words, its query, and where it is asked."""

    label: str
    query: ListQuery
    is_lasting: bool = False
    is_everywhere: bool = False


async def onward(
    view: View, query: ListQuery, form: FilterForm, path: str, total: int
) -> list[Crumb]:
    """Return links to lists that have something, with how much, where ``total`` is nothing; last
    the list of everything."""
    if total:
        return []
    found: list[Crumb] = []
    for one in list(_tries(view, query, form, path))[:TRIED]:
        if len(found) < MOST and (number := await _count(view, one, path)):
            base = "" if one.is_everywhere else view.base
            to = f"{base}{PATH}/doorlopend" if one.is_lasting else path.removeprefix(view.base)
            to = to if one.is_lasting else base + to
            found.append(Crumb(f"{one.label} ({number})", view.href(one.query.path(to))))
    return [*found, Crumb(view.words.gettext("Alles bekijken"), form.clear_href)]


def _tries(view: View, query: ListQuery, form: FilterForm, path: str) -> Iterator[Try]:
    say = view.words.gettext
    if query.since or query.until:
        undated = _less(query, *DAY_NAMES)
        yield Try(say("Op een andere dag"), undated)
        yield Try(say("Altijd mogelijk"), undated, is_lasting=True)
    for km in WIDER if query.point else ():
        if km > query.km:
            wider = _less(query, "straal").plus("straal", str(km))
            yield Try(say("Binnen %(km)s km") % {"km": km}, wider)
    if query.area or view.base:
        label = say("In heel %(area)s") % {"area": view.visit.site.area_name}
        yield Try(label, _less(query, "buurt"), is_everywhere=True)
    labels = [chip.label for chip in form.chips if chip.name not in PLACES]
    off = (("gratis", "0"), ("alleen", "0"))
    pairs = [pair for pair in query.pairs if pair[0] not in ("na", *PLACES) and pair not in off]
    for label, pair in zip(labels, pairs, strict=True):
        yield Try(say("Zonder %(filter)s") % {"filter": label}, query.less(*pair))


def _less(query: ListQuery, *names: str) -> ListQuery:
    return replace(query, pairs=tuple(pair for pair in query.pairs if pair[0] not in names))


async def _count(view: View, one: Try, path: str) -> str:
    """Return how much a wider question finds, in digits; empty for nothing."""
    query = await read_pairs(view, _less(one.query, "na").pairs)
    if one.is_everywhere:
        query = replace(query, area=await areas.by_id(view.session, view.visit.site.area_id))
    search = await prepare(view, query, "activity")
    lasting = await finding.ongoing(view, search, 1)
    number, most = lasting.total, lasting.most
    if not one.is_lasting and not path.endswith("/doorlopend"):
        dated = await finding.agenda(view, search, 1)
        number, most = number + dated.total, min(most, dated.most)
    return f"{most}+" if number > most else str(number or "")
