"""The directory, as filtered, in a frame on another site."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.organisations import service
from core.organisations.service import PATH
from core.organisations.views import wanted
from core.web.embedding import EMBED, HELP, SHOWN, embed_page, embed_paths, help_page
from core.web.query import read_query
from core.web.routing import list_route
from core.web.searching import Search, prepare
from core.web.view import View, view_of


@list_route(f"{PATH}/{EMBED}")
async def directory_embed(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the first organisations in a frame on another site."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "organisation")
    found = await service.find_directory(db, wanted(search), SHOWN)
    cards = await search.maker(view).load(db, found.ids)
    paths = embed_paths(search.query, view.base + PATH)
    return embed_page(view, request, _title(view, search), paths, cards=cards)


@list_route(f"{PATH}/{HELP}")
async def directory_help(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say how to show the directory, as filtered, on another site."""
    view = await view_of(request, db)
    search = await prepare(view, await read_query(request, view), "organisation")
    paths = embed_paths(search.query, view.base + PATH)
    return help_page(view, request, _title(view, search), paths)


def _title(view: View, search: Search) -> str:
    return view.words.gettext("Organisaties in %(area)s") % {"area": search.area.name}


handlers = (directory_embed, directory_help)
