"""Addresses of the JSON API: a list, one thing, and how it is described."""

import json
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.api.asked import ROOT, Asked, nothing_asked, read_asked
from core.api.declarations import ApiPage, ApiResource
from core.api.openapi import describe
from core.errors import NotFound
from core.web.guards import public
from core.web.pages import kept, site_url
from core.web.state import AppState
from core.web.view import enabled_plugins, view_of
from core.web.visit import visit_of

JSON = "application/json; charset=utf-8"


def resource_at(request: Request[Any, Any, Any], path: str) -> ApiResource:
    """Return the resource at a path; raises NotFound, also where its plugin is off."""
    for one in resources_of(request):
        if one.path == path:
            return one
    raise NotFound("Deze pagina bestaat niet.")


def resources_of(request: Request[Any, Any, Any]) -> list[ApiResource]:
    """Return the resources of the plugins that are on here."""
    state: AppState = request.app.state.core
    on = enabled_plugins(state.snapshot, visit_of(request.scope).site)
    return [owned.item for owned in state.registry.api if owned.plugin in on]


@get(f"{ROOT}/openapi.json", guards=[public])
async def description(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Describe the API for programs and for who writes them."""
    view = await view_of(request, db)
    vocabulary, name = view.snapshot.vocabulary, view.visit.site.name
    return _json(request, describe(resources_of(request), vocabulary, name, site_url(view)))


@get(f"{ROOT}/{{resource:str}}", guards=[public])
async def list_of(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], resource: FromPath[str]
) -> Response[bytes]:
    """Answer a page of a list, with the way to the next."""
    found = resource_at(request, resource)
    asked = await read_asked(request, db, found.path, found.filters, found.cursor)
    page = await found.find(asked)
    following = _following(request, asked, page)
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return _json(request, {"items": page.items, "next": following or None}, **headers)


@get(f"{ROOT}/{{resource:str}}/{{id_:str}}", guards=[public])
async def one_of(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], resource: FromPath[str],
    id_: FromPath[str],
) -> Response[bytes]:  # fmt: skip
    """Answer one thing."""
    found = resource_at(request, resource)
    asked = await nothing_asked(request, db, found.path)
    return _json(request, await found.read(asked, id_[:200]))


def _following(request: Request[Any, Any, Any], asked: Asked, page: ApiPage) -> str:
    """Return the address of the next page, with the same query; empty at the end."""
    if not page.next_cursor:
        return ""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*pairs, ("cursor", page.next_cursor)])
    return f"{site_url(asked.view)}{ROOT}/{asked.path}?{query}"


def _json(request: Request[Any, Any, Any], value: Any, **headers: str) -> Response[bytes]:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return kept(request, body, JSON, **headers)


handlers = (description, list_of, one_of)
