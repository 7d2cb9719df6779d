"""Pages of activities: the agenda, its points on the map, the ongoing offers, one activity."""

from typing import Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.media import service as media
from core.web.embedding import oembed_url
from core.web.facts import Crumb
from core.web.filters import filter_form
from core.web.forms import read_form
from core.web.guards import require
from core.web.pages import json_page
from core.web.pages import points as map_points
from core.web.query import next_page, read_query
from core.web.routing import list_route, page_route
from core.web.searching import prepare
from core.web.sections import load_sections
from core.web.templating import page
from core.web.view import view_of
from plugins.activities import feeds, finding, own, service, writing
from plugins.activities.agenda import PAGE as LINES
from plugins.activities.agenda import Agenda
from plugins.activities.detail import detail_context
from plugins.activities.form_page import tools_of
from plugins.activities.listing import PATH, count_words, list_paths, note_expiry
from plugins.activities.onward import onward
from plugins.activities.said import asked_words
from plugins.activities.slots import ActivityContext

BESIDE = 3
"""Ongoing offers shown above the agenda."""
ON_MAP = 200


@list_route(PATH)
async def agenda(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the agenda by day, as filtered."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    search = await prepare(view, query, "activity")
    found = await finding.agenda(view, search, LINES)
    note_expiry(view, found.lines)
    maker = search.maker(view)
    groups = await finding.day_groups(db, maker, found.lines)
    beside = await finding.ongoing(view, search, BESIDE if not query.after else 0)
    path = view.base + PATH
    form = await filter_form(view, search.query, path)
    paths = list_paths(search.query, path)
    return page(
        view, request, "activities/list.html", block="results",
        query=search.query, groups=groups, corrected=search.corrected,
        count=count_words(view, found, beside), asked=asked_words(view, search.query),
        total=found.total,
        ongoing=await maker.load(db, beside.ids), ongoing_total=beside.total,
        page=next_page(view, search.query, path, found.next_key),
        is_first=not query.after,
        form=form, area_name=search.area.name,
        paths=paths, oembed_url=oembed_url(view, paths["list"]),
        tiles_url=view.state.settings.tile_url or "",
        suggestions=await onward(view, search.query, form, path, found.total + beside.total),
    )  # fmt: skip


@list_route(f"{PATH}/doorlopend")
async def ongoing(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the offers that are always there, by title."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    search = await prepare(view, query, "activity")
    found = await finding.ongoing(view, search, LINES, after=query.after)
    path = view.base + PATH
    own = f"{path}/doorlopend"
    form = await filter_form(view, search.query, own, with_days=False)
    return page(
        view, request, "activities/ongoing.html", block="results",
        query=search.query, cards=await search.maker(view).load(db, found.ids),
        count=count_words(view, Agenda([], "", 0), found),
        asked=asked_words(view, search.query),
        total=found.total, corrected=search.corrected,
        page=next_page(view, search.query, own, found.next_key),
        form=form, area_name=search.area.name, paths=list_paths(search.query, path),
        crumbs=[
            Crumb(view.words.gettext("Activiteiten"), view.href(path)),
            Crumb(view.words.gettext("Altijd mogelijk"), None),
        ],
        suggestions=await onward(view, search.query, form, own, found.total),
    )  # fmt: skip


@list_route(f"{PATH}/kaart.json")
async def points(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the points of the map and the outline of the area, as GeoJSON."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    search = await prepare(view, query, "activity")
    found = await finding.agenda(view, search, ON_MAP)
    note_expiry(view, found.lines)
    cards = await finding.map_cards(view, search, found.lines)
    return json_page(request, await map_points(view, search.area.id, cards))


@page_route(f"{PATH}/{{slug:str}}/kaart.json")
async def point(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Answer where one activity is, with the outline of its neighbourhood, as GeoJSON."""
    view = await view_of(request, db)
    entry = (await service.read_detail(db, slug, view.snapshot.vocabulary, view.now)).entry
    cards = await view.cards.load(db, [entry.id])
    return json_page(request, await map_points(view, entry.area_id, cards))


@page_route(f"{PATH}/{{slug:str}}")
async def detail(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show one activity, or its dates as a calendar when the address ends in ``.ics``."""
    view = await view_of(request, db)
    name, dot, suffix = slug.rpartition(".")
    if dot and suffix == "ics":
        found = await service.read_detail(db, name, view.snapshot.vocabulary, view.now)
        items = await feeds.load_items(db, [found.entry.id])
        events = feeds.calendar_events(view, items)
        return feeds.calendar_answer(view, request, found.entry.title, f"{PATH}/{name}", events)
    found = await service.read_detail(
        db, slug, view.snapshot.vocabulary, view.now, view.visit.account
    )
    note_expiry(view, list(found.dates[:1]))
    context = view.slot_context(ActivityContext, activity_id=found.entry.id, slug=slug)
    sections = await load_sections(view, request, "activities.page", context)
    values = await detail_context(view, found)
    picture = await media.find(db, found.entry.image, found.entry.image_alt)
    return page(
        view, request, "activities/detail.html", sections=sections, picture=picture, **values
    )


@post(f"{PATH}/{{slug:str}}/tonen", guards=[require("activities.publish")])
async def show(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Redirect:
    """Publish or hide an activity: form field ``tonen`` is 1 or 0."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    row = await own.find_for_change(db, slug, by=member)
    shown = (await read_form(request)).one("tonen") == "1"
    await writing.set_shown(db, row, tools_of(view), shown=shown, by=member)
    return Redirect(f"{PATH}/{slug}", status_code=303)


handlers = (agenda, ongoing, points, point, detail, show)
