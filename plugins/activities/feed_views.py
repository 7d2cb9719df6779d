"""The agenda, as filtered, elsewhere: as a calendar, as Atom, in a frame on another site."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.web.embedding import EMBED, HELP, SHOWN, embed_page, help_page
from core.web.query import ListQuery, read_query
from core.web.routing import list_route
from core.web.searching import prepare
from core.web.view import View, view_of
from plugins.activities import feeds, finding
from plugins.activities.listing import PATH, list_paths, note_expiry
from plugins.activities.said import about_words, day_words

LINES = 1000


@list_route(f"{PATH}.ics")
async def agenda_calendar(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the agenda as a calendar: series, or single dates where days are asked for."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    search = await prepare(view, query, "activity")
    found = await finding.agenda(view, search, LINES)
    note_expiry(view, found.lines)
    single = found.lines if query.since or query.until else None
    items = await feeds.load_items(db, await finding.dated(view, search, found, feeds.MOST))
    events = feeds.calendar_events(view, items, single)
    path = list_paths(search.query, view.base + PATH)["list"]
    return feeds.calendar_answer(view, request, list_title(view, search.query), path, events)


@list_route(f"{PATH}.atom")
async def agenda_atom(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the agenda and the ongoing offers as Atom."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    search = await prepare(view, query, "activity")
    found = await finding.agenda(view, search, LINES)
    note_expiry(view, found.lines)
    lasting = await finding.ongoing(view, search, feeds.MOST)
    ids = await finding.dated(view, search, found, feeds.MOST)
    items = await feeds.load_items(db, list(dict.fromkeys([*ids, *lasting.ids])))
    paths = list_paths(search.query, view.base + PATH)
    return feeds.atom_answer(view, request, list_title(view, search.query), paths, items)


@list_route(f"{PATH}/{EMBED}")
async def agenda_embed(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what is next in the agenda, or what is always there, in a frame on another site."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "activity")
    found = await finding.agenda(view, search, SHOWN)
    note_expiry(view, found.lines)
    maker = search.maker(view)
    lasting = await finding.ongoing(view, search, 0 if found.lines else SHOWN)
    return embed_page(
        view, request, list_title(view, search.query), list_paths(search.query, view.base + PATH),
        groups=await finding.day_groups(db, maker, found.lines),
        cards=await maker.load(db, lasting.ids),
    )  # fmt: skip


@list_route(f"{PATH}/{HELP}")
async def agenda_help(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say how to show the agenda, as filtered, on another site."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "activity")
    paths = list_paths(search.query, view.base + PATH)
    return help_page(view, request, list_title(view, search.query), paths)


def list_title(view: View, query: ListQuery) -> str:
    """Return a name for the list that says what it is filtered by."""
    say = view.words.gettext
    parts = [f"‘{query.q}’"] if query.q else []
    parts += [say(term.name) for term in (*query.categories, *query.audiences, *query.facts)]
    parts += about_words(view, query)
    if query.postcode:
        where = {"km": query.km, "postcode": query.postcode}
        parts.append(say("binnen %(km)s km van %(postcode)s") % where)
    parts += day_words(view, query)
    title = f"{say('Activiteiten')} {(query.area or view.area).name}"
    return f"{title}: {', '.join(parts)}" if parts else title


handlers = (agenda_calendar, agenda_atom, agenda_embed, agenda_help)
