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
from core.web.filters import Choice, area_choices, filter_form
from core.web.onward import ways_out
from core.web.query import ListQuery, nearby, next_page, read_query
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
    """Show what the words find, of every kind, best first.

    Only a place, without words, leads to what there is to do in that place.
    """
    view = await view_of(request, db)
    asked = await read_query(request, view)
    words, postcode = split_place(asked.q)
    point = await view.state.registry.geocoder.locate(db, postcode) if postcode else None
    query, path = nearby(asked, point, postcode, words if point else asked.q), view.base + "/zoeken"
    if not query.q and (to := _place(view, query)):
        return Response(b"", status_code=303, headers={"Location": view.href(to)})
    area = query.area or view.area
    circle = (query.point.lon, query.point.lat, float(query.km)) if query.point else None
    found = await find(
        db, query.q, kinds=tuple(view.kinds), area_id=area.id, limit=RESULTS, after=query.after,
        circle=circle, vocabulary=view.snapshot.vocabulary,
    )  # fmt: skip
    maker = view.cards.at(circle[:2] if circle else None)
    form = await filter_form(view, query, path, with_days=False)
    return page(
        view, request, "search.html", block="results",
        q=asked.q, query=query, form=form, corrected=found.corrected or "",
        kinds=_kinds(view, query), count_text=_count(view, query, found.total),
        cards=await maker.load(db, found.ids), page=next_page(view, query, path, found.next_key),
        suggestions=ways_out(view, query, path, form), categories=category_tiles(view),
        kept_place=asked.postcode,
    )  # fmt: skip


def _place(view: View, query: ListQuery) -> str:
    """Return the address of what there is to do in a place, if one is asked for."""
    if query.point:
        return query.path(view.list_path)
    return f"/buurten/{query.area.slug}" if query.area else ""


def _count(view: View, query: ListQuery, total: int) -> str:
    if not query.q:
        return ""
    if not total:
        return view.words.gettext("Niets gevonden")
    return view.words.count(total, 1000, "resultaat", "resultaten")


def _kinds(view: View, query: ListQuery) -> list[Choice]:
    """Return the lists in which the same can be looked for."""
    if not query.q:
        return []
    return [
        Choice(
            kind.key, view.words.gettext(kind.label_plural), False,
            view.href(query.path(view.base + kind.path)),
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


handlers = (home, search, section, accessibility)
