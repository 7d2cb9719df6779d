"""From the query of a list to what the agenda and the ongoing offers are asked for."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from core.clock import at_local, local
from core.content.cards import Card, CardMaker
from core.content.listing import Listed, has_any_term, has_terms, list_area, within_km
from core.content.models import ContentArea
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.search.query import split_place
from core.search.service import find
from core.web.query import ListQuery, nearby
from core.web.view import View
from plugins.activities.agenda import (
    Agenda,
    Dated,
    Wanted,
    find_agenda,
    is_free,
    is_ongoing,
    read_page_key,
)

MOST_FOUND = 1000
"""Activities that words may find; more would say nothing."""


@dataclass(frozen=True, slots=True)
class Search:
    """A query made ready: its place and its words resolved."""

    query: ListQuery
    area: AreaView
    ids: tuple[int, ...] | None
    corrected: str
    circle: tuple[float, float, float] | None
    near_areas: tuple[int, ...]


async def prepare(view: View, query: ListQuery) -> Search:
    """Resolve the words and the place of a query.

    A postcode among the words ("warm eten in de buurt van 3813") becomes a place.
    """
    words, postcode = split_place(query.q)
    if postcode:
        point = await view.state.registry.geocoder.locate(view.session, postcode)
        query = nearby(query, point, postcode, words if point else query.q)
    area = query.area or view.area
    ids, corrected = None, ""
    if query.q:
        found = await find(
            view.session, query.q, kinds=("activity",), area_id=area.id, limit=MOST_FOUND,
            vocabulary=view.snapshot.vocabulary,
        )  # fmt: skip
        ids, corrected = tuple(found.ids), found.corrected or ""
    circle, near = None, ()
    if query.point is not None:
        circle = (query.point.lon, query.point.lat, query.km)
        near = tuple(await areas.within(view.session, query.point.lon, query.point.lat, query.km))
    return Search(query, area, ids, corrected, circle, near)


def wanted(view: View, search: Search) -> Wanted:
    """Return what the agenda is asked for."""
    query = search.query
    since = at_local(max(query.since or view.today, view.today), time.min)
    until = at_local(query.until + timedelta(days=1), time.min) if query.until else None
    return Wanted(
        area_id=search.area.id,
        is_root=search.area.parent_id is None,
        since=since,
        until=until,
        now=view.now,
        categories=tuple(term.id for term in query.categories),
        audiences=tuple(term.id for term in query.audiences),
        facts=tuple(term.id for term in query.facts),
        free=query.free,
        circle=search.circle,
        near_areas=search.near_areas,
        ids=search.ids,
        after=read_page_key(query.after, since),
    )


async def agenda(view: View, search: Search, limit: int) -> Agenda:
    """Return a page of the agenda for a query."""
    return await find_agenda(view.session, wanted(view, search), limit)


async def ongoing(view: View, search: Search, limit: int, after: str = "") -> Listed:
    """Return the ongoing offers that fit; none where a day is asked for."""
    query = search.query
    if query.since or query.until:
        return Listed([], "", 0)
    content_id = ContentArea.content_id
    if search.ids == ():
        return Listed([], "", 0)
    conditions = [
        is_ongoing(content_id),
        *has_any_term(content_id, tuple(term.id for term in query.categories)),
        *has_any_term(content_id, tuple(term.id for term in query.audiences)),
        *has_terms(content_id, tuple(term.id for term in query.facts)),
    ]
    if search.ids:
        conditions.append(content_id.in_(search.ids))
    if query.free:
        conditions.append(is_free(content_id))
    if search.circle:
        conditions += within_km(*search.circle)
    return await list_area(
        view.session, "activity", search.area.id,
        conditions=tuple(conditions), after=after, limit=limit,
    )  # fmt: skip


async def line_cards(view: View, search: Search, lines: list[Dated]) -> list[tuple[Dated, Card]]:
    """Return a card for every line of the agenda, with the time of that line."""
    maker = maker_for(view, search)
    ids = list(dict.fromkeys(line.activity_id for line in lines))
    cards = dict(zip(ids, await maker.load(view.session, ids), strict=False))
    found = []
    for line in lines:
        card = cards.get(line.activity_id)
        if card is not None:
            found.append((line, dated_card(view, card, line)))
    return found


def maker_for(view: View, search: Search) -> CardMaker:
    """Return a maker of cards that knows where distances start."""
    point = search.query.point
    return view.cards.at((point.lon, point.lat) if point else None)


def dated_card(view: View, card: Card, line: Dated) -> Card:
    """Return the card as it is on one date."""
    begin, end = line.starts_at, line.ends_at
    return replace(
        card,
        when=view.words.moment(begin, end, view.today),
        time=times(view, begin, end),
        cancelled=line.is_cancelled,
    )


def times(view: View, begin: datetime, end: datetime | None) -> str:
    """Return "10:00 – 12:00" in wall time."""
    from_, to = local(begin), local(end) if end else None
    return view.words.time(from_.time(), to.time() if to else None)
