"""What other sites ask to show a list of ours: the script of one line, and oEmbed."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import BadQuery, NotFound
from core.neighbourhoods import service as areas
from core.web.embedding import EMBED, HEIGHT, frame_line
from core.web.guards import public
from core.web.pages import json_page, kept, site_url
from core.web.query import NAMES
from core.web.routing import QUERY, page_route
from core.web.view import View, view_of

WIDTH = 800
SMALLEST = 50
LANGUAGE = "taal"
SECONDS = 3600
"""How long another site may keep an answer."""


@dataclass(frozen=True, slots=True)
class ListAddress:
    """A list of ours by its address."""

    title: str
    embed_path: str


@page_route("/embed.js")
async def script(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Answer the script that shows a list; its address stands on other sites, so it never changes.

    The database is not asked.
    """
    view = await view_of(request, db)
    body = view.state.extra["assets"].body("embed.js")
    return kept(request, body, "text/javascript; charset=utf-8")


@get(
    "/oembed", guards=[public], opt={QUERY: ("url", "format", "maxwidth", "maxheight")},
)  # fmt: skip
async def oembed(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Tell how to show the list at ``url`` (oEmbed 1.0); without one, that of the menu's first."""
    view = await view_of(request, db)
    asked = request.query_params
    if asked.get("format", "json") != "json":
        text = "We antwoorden alleen met JSON: format=json.\n"
        return Response(text.encode(), status_code=501, media_type="text/plain; charset=utf-8")
    routes = {route.path for route in request.app.routes}
    found = await _list_at(view, routes, asked.get("url") or site_url(view) + view.list_path)
    width = _size(asked.get("maxwidth"), WIDTH)
    height = _size(asked.get("maxheight"), HEIGHT)
    line = frame_line(site_url(view) + found.embed_path, found.title, str(width), height)
    answer = json_page(
        request,
        {
            "version": "1.0", "type": "rich", "title": found.title, "html": line,
            "width": width, "height": height, "cache_age": SECONDS,
            "provider_name": view.visit.site.name, "provider_url": site_url(view),
        },
    )  # fmt: skip
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


async def _list_at(view: View, routes: set[str], url: str) -> ListAddress:
    """Return the list at an address, of a kind that has a page for frames among ``routes``.

    Raises NotFound for an address that is not a list of this site.
    """
    unknown = NotFound("Dit adres is geen lijst van deze site.")
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, max_num_fields=100)
    except ValueError:
        raise unknown from None
    if f"{parts.scheme}://{parts.netloc}" != site_url(view):
        raise unknown
    below = re.fullmatch(r"/buurten/([^/]+)(/.+)", parts.path)
    path = below[2] if below else parts.path
    kind = next((one for one in view.kinds.values() if one.path == path), None)
    if kind is None or f"{path}/{EMBED}" not in routes:
        raise unknown
    area = await areas.by_slug(view.session, below[1]) if below else view.area
    known = [pair for pair in pairs if pair[0] in (*NAMES, LANGUAGE) and pair[0] != "na"]
    title = f"{view.words.gettext(kind.label_plural)} {area.name}"
    address = f"{parts.path}/{EMBED}"
    return ListAddress(title, f"{address}?{urlencode(known)}" if known else address)


def _size(text: str | None, ours: int) -> int:
    """Return our size, or what another site has room for."""
    if not text:
        return ours
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise BadQuery("Een breedte of hoogte is een heel aantal pixels.")
    return max(SMALLEST, min(ours, int(text)))


handlers = (script, oembed)
