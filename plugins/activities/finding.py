"""From the query of a list to what the agenda and the ongoing offers are asked for."""

from dataclasses import dataclass, replace
from datetime import time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import at_local, local
from core.content.cards import Card, CardMaker
from core.content.listing import Listed, has_any_term, has_terms, list_area, within_km
from core.content.models import Content
from core.web.searching import Search, ids_of
from core.web.view import View
from plugins.activities.agenda import (
    Agenda,
    Dated,
    Wanted,
    about,
    find_agenda,
    find_dated,
    is_ongoing,
    read_page_key,
)
from plugins.activities.service import load_prices
from plugins.activities.when_words import state_words

LAST_NIGHT = timedelta(hours=12)
"""What began so long before midnight and is not over yet still belongs to today's agenda."""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The cards of one day."""

    heading: str
    iso_date: str
    cards: list[Card]
    date: str = ""
    """The date in words, where the heading says it is today or tomorrow."""


def wanted(view: View, search: Search) -> Wanted:
    """Return what the agenda is asked for."""
    query = search.query
    first = max(query.since or view.today, view.today)
    since = at_local(first, time.min)
    if first == view.today:
        since -= LAST_NIGHT
    until = at_local(query.until + timedelta(days=1), time.min) if query.until else None
    asked = Wanted(
        area_id=search.area.id,
        is_root=search.area.parent_id is None,
        since=since,
        until=until,
        now=view.now,
        free=query.free,
        alone=query.alone,
        spoken=query.spoken,
        ids=search.ids if search.fit is None else search.fit,
        is_narrowed=True,
        after=read_page_key(query.after, since),
    )
    if search.fit is not None:
        return asked
    return replace(
        asked,
        categories=ids_of(query.categories),
        audiences=ids_of(query.audiences),
        facts=ids_of(query.facts),
        circle=search.circle,
        near_areas=search.near_areas,
    )


async def agenda(view: View, search: Search, limit: int) -> Agenda:
    """Return a page of the agenda for a query."""
    return await find_agenda(view.session, wanted(view, search), limit)


async def dated(view: View, search: Search, found: Agenda, most: int) -> list[int]:
    """Return the activities that have a date: those of the lines, and where that leaves room,
    those whose first date comes after the last line."""
    ids = list(dict.fromkeys(line.activity_id for line in found.lines))
    if not found.next_key or len(ids) >= most:
        return ids
    return await find_dated(view.session, wanted(view, search), most)


async def ongoing(view: View, search: Search, limit: int, after: str = "") -> Listed:
    """Return the ongoing offers that fit; none where a day is asked for, or no offers."""
    query = search.query
    if query.since or query.until or not limit:
        return Listed([], "", 0)
    ids = search.fit if search.ids is None else search.ids
    if ids == ():
        return Listed([], "", 0)
    conditions = [is_ongoing(Content.id)]
    if search.fit is None:
        for terms in (query.categories, query.audiences):
            conditions += has_any_term(Content.id, ids_of(terms))
        conditions += has_terms(Content.id, ids_of(query.facts))
        conditions += within_km(*search.circle) if search.circle else []
    conditions += about(free=query.free, alone=query.alone, spoken=query.spoken)
    return await list_area(
        view.session, "activity", search.area.id,
        conditions=tuple(conditions), ids=ids, after=after, limit=limit,
    )  # fmt: skip


async def line_cards(
    session: AsyncSession, maker: CardMaker, lines: list[Dated]
) -> list[tuple[Dated, Card]]:
    """Return a card for every line of the agenda, with the time of that line."""
    ids = list(dict.fromkeys(line.activity_id for line in lines))
    cards = await maker.load_by_id(session, ids, load_prices)
    return [
        (line, dated_card(maker, cards[line.activity_id], line))
        for line in lines
        if line.activity_id in cards
    ]


async def day_groups(session: AsyncSession, maker: CardMaker, lines: list[Dated]) -> list[DayGroup]:
    """Return the lines of the agenda as cards under the heading of their day."""
    today = local(maker.now).date()
    groups: list[DayGroup] = []
    for line, card in await line_cards(session, maker, lines):
        day = max(local(line.starts_at).date(), today)
        if not groups or groups[-1].iso_date != day.isoformat():
            heading, date = maker.words.day(day, today), maker.words.date(day, today)
            said = heading.casefold() == date.casefold()
            groups.append(DayGroup(heading, day.isoformat(), [], "" if said else date))
        groups[-1].cards.append(card)
    return groups


def dated_card(maker: CardMaker, card: Card, line: Dated) -> Card:
    """Return the card as it is on one date; the heading above it says the day."""
    begin = local(line.starts_at)
    end = local(line.ends_at).time() if line.ends_at else None
    time_words = maker.words.time(begin.time(), end)
    if line.moved_from or line.note:
        said = state_words(maker.words, line, local(maker.now).date())
        time_words = f"{time_words} ({said})"
    return replace(card, when="", time=time_words, cancelled=line.is_cancelled)


async def map_cards(view: View, search: Search, lines: list[Dated]) -> list[Card]:
    """Return one card for every activity of the lines, with its first date."""
    found: dict[int, Card] = {}
    for line, card in await line_cards(view.session, search.maker(view), lines):
        when = view.words.moment(line.starts_at, line.ends_at, view.today)
        found.setdefault(line.activity_id, replace(card, when=when, time=""))
    return list(found.values())
