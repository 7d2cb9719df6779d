"""Pages of areas: the tree, one area, and their outlines for the map."""

import json
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods import service
from core.neighbourhoods.postcodes import postcodes_of
from core.neighbourhoods.service import AreaView
from core.slots import SlotContext
from core.web.facts import Crumb
from core.web.pages import json_page
from core.web.routing import BELOW, page_route
from core.web.sections import load_sections
from core.web.templating import page
from core.web.view import NavItem, View, view_of

PATH = "/buurten"
KINDS = {
    "country": "Land",
    "municipality": "Gemeente",
    "district": "Wijk",
    "neighbourhood": "Buurt",
    "own": "Buurt",
}


@dataclass(frozen=True, slots=True)
class AreaLink:
    """An area in a list, with those below it."""

    name: str
    href: str
    children: tuple["AreaLink", ...] = ()


@dataclass(frozen=True, slots=True)
class AreaPage:
    """An area as the template of its page sees it."""

    name: str
    kind_label: str
    postcodes: list[str]


def _link(view: View, area: AreaView, children: tuple[AreaLink, ...] = ()) -> AreaLink:
    return AreaLink(area.name, view.href(f"{PATH}/{area.slug}"), children)


@page_route(PATH)
async def tree(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the areas of the site, two levels deep."""
    view = await view_of(request, db)
    groups = await service.choices(db, view.area.id)
    return page(
        view, request, "areas/list.html",
        crumbs=[Crumb(view.area.name, view.href("/")), Crumb(view.words.gettext("Buurten"), None)],
        areas=[
            _link(view, group.area, tuple(_link(view, child) for child in group.children))
            for group in groups
        ],
        near_href=view.list_path,
        points_url=f"{PATH}/kaart.json", tiles_url=view.state.settings.tile_url or "",
        attribution="",
    )  # fmt: skip


@page_route(f"{PATH}/kaart.json")
async def outlines(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the outlines of the areas below the site's, as GeoJSON."""
    view = await view_of(request, db)
    children = await service.children(db, view.area.id)
    ids = [child.id for child in children] or [view.area.id]
    found = json.loads(await service.boundaries_geojson(db, ids))
    return json_page(request, found)


@page_route(BELOW)
async def area_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what there is in one area."""
    view = await view_of(request, db)
    area = view.area
    above = (await service.path(db, area.id))[:-1]
    context = view.slot_context(SlotContext)
    sections = await load_sections(view, request, "neighbourhood_page", context)
    children = await service.children(db, area.id)
    return page(
        view, request, "areas/detail.html",
        crumbs=[
            Crumb(view.words.gettext("Buurten"), view.href(PATH)),
            *(Crumb(found.name, view.href(f"{PATH}/{found.slug}")) for found in above),
            Crumb(area.name, None),
        ],
        area=AreaPage(
            area.name, view.words.gettext(KINDS[area.kind]), await postcodes_of(db, area.id)
        ),
        links=_lists(view),
        children=[_link(view, child) for child in children],
        categories=category_tiles(view),
        sections=sections,
        points_url=view.href(f"{view.base}/organisaties/kaart.json"),
        tiles_url=view.state.settings.tile_url or "", attribution="",
    )  # fmt: skip


def _lists(view: View) -> list[NavItem]:
    """Return the lists of this area: one for every kind that is on."""
    words = view.words.gettext
    return [
        NavItem(
            words(kind.label_plural),
            view.href(view.base + kind.path),
            kind.icon,
            False,
        )
        for kind in sorted(view.kinds.values(), key=lambda kind: kind.key)
    ]


def category_tiles(view: View) -> list[Any]:
    """Return the main categories as tiles, with addresses in the area in view."""
    found = (view.cards.category(term.id) for term in view.snapshot.vocabulary.roots())
    return [category for category in found if category]


handlers = (tree, outlines, area_page)
