"""The home page, search over everything, one section by itself, and the statements."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core import slots
from core.errors import NotFound
from core.neighbourhoods.views import category_tiles
from core.search.query import split_place
from core.search.service import find
from core.slots import SlotContext
from core.web.facts import Crumb
from core.web.filters import Choice, area_choices
from core.web.query import nearby, next_page, read_query
from core.web.routing import list_route, page_route
from core.web.sections import load_sections, render_section
from core.web.templating import page
from core.web.view import View, enabled_plugins, view_of

RESULTS = 50


@page_route("/")
async def home(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the first page of the site."""
    view = await view_of(request, db)
    context = view.slot_context(SlotContext)
    return page(
        view, request, "home.html",
        areas=await area_choices(view, None),
        categories=category_tiles(view),
        sections=await load_sections(view, request, slots.HOME.key, context),
    )  # fmt: skip


@list_route("/zoeken")
async def search(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what the words find, of every kind, best first."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    typed, path = query.q, view.base + "/zoeken"
    words, postcode = split_place(query.q)
    point = await view.state.registry.geocoder.locate(db, postcode) if postcode else None
    query = nearby(query, point, postcode, words if point else query.q)
    area = query.area or view.area
    circle = (query.point.lon, query.point.lat, float(query.km)) if query.point else None
    found = await find(
        db, query.q, kinds=tuple(view.kinds), area_id=area.id, limit=RESULTS, after=query.after,
        circle=circle, vocabulary=view.snapshot.vocabulary,
    )  # fmt: skip
    maker = view.cards.at(circle[:2] if circle else None)
    count = view.words.count(found.total, 1000, "resultaat", "resultaten") if typed else ""
    return page(
        view, request, "search.html", block="results",
        q=typed, corrected=found.corrected or "", areas=await area_choices(view, query.area),
        kinds=_kinds(view, query.q), count_text=count,
        cards=await maker.load(db, found.ids), page=next_page(view, query, path, found.next_key),
        suggestions=[
            Crumb(view.words.gettext(kind.label_plural), view.href(kind.path))
            for kind in view.kinds.values()
        ],
        clear_href=view.href(path),
    )  # fmt: skip


def _kinds(view: View, words: str) -> list[Choice]:
    """Return the lists in which the same words can be looked for."""
    if not words:
        return []
    return [
        Choice(
            kind.key, view.words.gettext(kind.label_plural), False,
            view.with_query(view.base + kind.path, q=words),
        )
        for kind in view.kinds.values()
    ]  # fmt: skip


@list_route("/sectie/{slot:str}/{plugin:str}/{key:str}")
async def section(
    request: Request[Any, Any, Any],
    db: NamedDependency[AsyncSession],
    slot: FromPath[str],
    plugin: FromPath[str],
    key: FromPath[str],
) -> Response[bytes]:
    """Show one section of the home page or of an area's page, for a placeholder that asks."""
    view = await view_of(request, db)
    on = enabled_plugins(view.snapshot, view.visit.site)
    for owned in view.state.registry.sections:
        item = owned.item
        if (item.slot, owned.plugin, item.key) == (slot, plugin, key) and plugin in on:
            html = await render_section(view, request, owned, view.slot_context(SlotContext))
            title = view.words.gettext(item.title)
            return page(
                view, request, "pages/section.html", block="section", html=html, heading=title
            )
    raise NotFound("Deze pagina bestaat niet.")


@page_route("/toegankelijkheid")
async def accessibility(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the accessibility statement."""
    view = await view_of(request, db)
    email = view.snapshot.stored.get("core.contact_email", "")
    return page(view, request, "pages/accessibility.html", contact_email=email, checked_on="")


@page_route("/privacy")
async def privacy(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what the site keeps of people."""
    view = await view_of(request, db)
    email = view.snapshot.stored.get("core.contact_email", "")
    return page(view, request, "pages/privacy.html", contact_email=email)


handlers = (home, search, section, accessibility, privacy)
