"""Pages of organisations: the directory, its points on the map, one organisation."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.cards import Card
from core.freshness.said import freshness, is_sure, reviewed
from core.media import service as media
from core.media.files import file_path
from core.neighbourhoods import service as areas
from core.organisations import service
from core.organisations.entry_facts import entry_facts
from core.organisations.service import PATH, Detail, Wanted
from core.slots import OrganisationContext
from core.web.embedding import embed_paths, oembed_url
from core.web.facts import Crumb, category_views, paragraphs
from core.web.filters import filter_form
from core.web.onward import ways_out
from core.web.pages import json_page, points, site_url
from core.web.query import next_page, read_query
from core.web.routing import list_route, page_route
from core.web.searching import Search, prepare
from core.web.sections import load_sections
from core.web.templating import page
from core.web.view import View, view_of

ON_MAP = 200


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as its template sees it."""

    title: str
    summary: str
    paragraphs: list[str]
    categories: list[Any]
    freshness: str
    is_sure: bool
    url: str


def wanted(search: Search) -> Wanted:
    """Return what the directory is asked for."""
    query = search.query
    return Wanted(
        area_id=search.area.id,
        categories=tuple(term.id for term in query.categories),
        audiences=tuple(term.id for term in query.audiences),
        facts=tuple(term.id for term in query.facts),
        circle=search.circle,
        ids=search.ids,
        fit=search.fit,
        after=query.after,
    )


@list_route(PATH)
async def directory(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the organisations of an area, by name."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "organisation")
    query = search.query
    found = await service.find_directory(db, wanted(search))
    path = view.base + PATH
    form = await filter_form(view, query, path, with_days=False)
    words = view.words
    paths = embed_paths(query, path)
    return page(
        view, request, "organisations/list.html", block="results",
        action=view.href(path), q=query.q, areas=form.areas, categories=form.categories,
        accessible=form.facts, filters_open=bool(query.categories or query.facts),
        count_text=words.count(found.total, found.most, "organisatie", "organisaties")
        if found.total else words.gettext("Niets gevonden"),
        cards=await search.maker(view).load(db, found.ids),
        page=next_page(view, query, path, found.next_key),
        suggestions=ways_out(view, query, path, form), query=query, form=form,
        corrected=search.corrected,
        crumbs=[], area_name=search.area.name, atom_url="",
        embed_href=view.href(paths["help"]), oembed_url=oembed_url(view, paths["list"]),
        points_url=view.href(query.path(f"{path}/kaart.json")),
        tiles_url=view.state.settings.tile_url or "", attribution="",
    )  # fmt: skip


@list_route(f"{PATH}/kaart.json")
async def directory_points(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the points of the directory and the outline of the area, as GeoJSON."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "organisation")
    found = await service.find_directory(db, wanted(search), ON_MAP)
    cards: list[Card] = await search.maker(view).load(db, found.ids)
    return json_page(request, await points(view, search.area.id, cards))


@page_route(f"{PATH}/{{slug:str}}/kaart.json")
async def detail_point(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Answer where one organisation is, with the outline of its neighbourhood, as GeoJSON."""
    view = await view_of(request, db)
    entry = (await service.read_detail(db, slug, view.snapshot.vocabulary)).entry
    cards = await view.cards.load(db, [entry.id])
    return json_page(request, await points(view, entry.area_id, cards))


@page_route(f"{PATH}/{{slug:str}}")
async def detail(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show one organisation with all that it offers."""
    view = await view_of(request, db)
    found = await service.read_detail(db, slug, view.snapshot.vocabulary)
    entry = found.entry
    context = view.slot_context(OrganisationContext, organisation_id=entry.id, slug=entry.slug)
    sections = await load_sections(view, request, "organisation_page", context)
    words = view.words
    url = f"{site_url(view)}{PATH}/{entry.slug}"
    area = await areas.by_id(db, entry.area_id)
    return page(
        view, request, "organisations/detail.html",
        crumbs=[
            Crumb(words.gettext("Organisaties"), view.href(PATH)),
            Crumb(area.name, view.href(f"/buurten/{area.slug}")),
            Crumb(entry.title, None),
        ],
        organisation=OrganisationView(
            entry.title, entry.summary, paragraphs(entry.description),
            category_views(view, entry),
            freshness(words, entry, view.now, view.visit.expires), is_sure(entry), url,
        ),
        facts=entry_facts(view, entry, area),
        points_url=f"{PATH}/{entry.slug}/kaart.json" if entry.lon is not None else "",
        tiles_url=view.state.settings.tile_url or "", attribution="",
        report_href=view.href(f"/melden/{entry.id}"),
        picture=await media.find(db, entry.image, entry.image_alt),
        claim_href="" if found.is_claimed else view.href(f"{PATH}/{entry.slug}/van-ons"),
        sections=sections, json_ld=_json_ld(view, found, url), entry_id=entry.id,
        on_behalf=entry.on_behalf,
    )  # fmt: skip


def _json_ld(view: View, found: Detail, url: str) -> dict[str, Any]:
    """Return schema.org data of an organisation, without what is not known."""
    entry = found.entry
    data: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Organization", "@id": url, "url": url,
        "name": entry.title, "description": entry.summary, "sameAs": entry.website,
        "telephone": entry.phone, "email": entry.email,
        "image": site_url(view) + file_path(entry.image) if entry.image else "",
        **reviewed(entry, url),
    }  # fmt: skip
    if entry.street or entry.city:
        data["address"] = {
            "@type": "PostalAddress",
            "streetAddress": f"{entry.street} {entry.house_number}".strip(),
            "postalCode": entry.postcode,
            "addressLocality": entry.city,
            "addressCountry": "NL",
        }
    return {key: value for key, value in data.items() if value}


handlers = (directory, directory_points, detail_point, detail)
