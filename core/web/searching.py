"""The words and the place of a list's query, resolved for any kind of content."""

from dataclasses import dataclass, replace

from core.content.cards import CardMaker
from core.content.vocabulary import TermView
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.search.narrowing import Filters, few
from core.search.query import split_place
from core.search.service import find_some
from core.web.query import ListQuery, nearby
from core.web.view import View

MOST_FOUND = 1000
"""Entries that words may find in a list; more would say nothing."""


@dataclass(frozen=True, slots=True)
class Search:
    """A query made ready."""

    query: ListQuery
    area: AreaView
    ids: tuple[int, ...] | None
    """What the words found, in any order; None without words."""
    corrected: str
    """The words that were searched instead of what was typed; empty when that was right."""
    circle: tuple[float, float, float] | None
    """Longitude, latitude and kilometres."""
    near_areas: tuple[int, ...]
    """Areas that touch the circle and lie in ``area``."""
    fit: tuple[int, ...] | None = None
    """Every entry that meets the filters, where they are few and there are no words."""

    def maker(self, view: View) -> CardMaker:
        """Return a maker of cards that knows where distances start."""
        return view.cards.at(self.circle[:2] if self.circle else None)


async def prepare(view: View, query: ListQuery, *kinds: str) -> Search:
    """Resolve the words and the place of a query.

    A postcode among the words ("warm eten in de buurt van 3813") becomes a place.
    """
    words, postcode = split_place(query.q)
    if postcode:
        point = await view.state.registry.geocoder.locate(view.session, postcode)
        query = nearby(query, point, postcode, words if point else query.q)
    area = query.area or view.area
    ids: tuple[int, ...] | None = None
    corrected = ""
    if query.q:
        ids, found = await find_some(
            view.session, query.q, kinds=kinds, most=MOST_FOUND,
            area_id=None if area.parent_id is None else area.id,
            vocabulary=view.snapshot.vocabulary,
        )  # fmt: skip
        corrected = found or ""
    circle, near = None, tuple[int, ...]()
    if query.point is not None:
        circle = (query.point.lon, query.point.lat, float(query.km))
        below = None if area.parent_id is None else area.id
        near = tuple(await areas.within(view.session, *circle, below=below))
    search = Search(query, area, ids, corrected, circle, near)
    if query.q or len(kinds) > 1:
        return search
    return replace(search, fit=await few(view.session, filters_of(search, kinds[0])))


def filters_of(search: Search, kind: str) -> Filters:
    """Return what a list of one kind is narrowed by."""
    query = search.query
    return Filters(
        kind,
        None if search.area.parent_id is None else search.area.id,
        (ids_of(query.categories), ids_of(query.audiences)),
        ids_of(query.facts),
        search.circle,
        search.near_areas,
    )


def ids_of(terms: tuple[TermView, ...]) -> tuple[int, ...]:
    """Return the ids of terms."""
    return tuple(term.id for term in terms)
