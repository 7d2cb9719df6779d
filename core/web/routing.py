"""How handlers are found: lists below an area too, and pages of plugins that are off answer 404."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from litestar import Request, Router, get
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.registry import Registry
from core.web.guards import public
from core.web.query import NAMES
from core.web.state import AppState
from core.web.view import enabled_plugins
from core.web.visit import visit_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BELOW = "/buurten/{area_slug:str}"


QUERY = "query"
"""Key of a handler's ``opt``: the names that its query may have; others are dropped."""


def list_route(path: str, **options: Any) -> Callable[[Any], Any]:
    """Make a public GET handler of a list, at ``path`` and below every area."""
    return get([path, BELOW + path], guards=[public], opt={QUERY: NAMES}, **options)


def page_route(path: str, **options: Any) -> Callable[[Any], Any]:
    """Make a public GET handler of a page that asks nothing of its query."""
    return get(path, guards=[public], opt={QUERY: ()}, **options)


async def provide_db(request: Request[Any, Any, Any]) -> AsyncIterator[AsyncSession]:
    """Open the unit of work of a request; unsafe methods commit it before the answer is sent.

    An exception in the handler lands here and nothing is committed: refuse by raising.
    """
    state: AppState = request.app.state.core
    on = enabled_plugins(state.snapshot, visit_of(request.scope).site)
    kinds = frozenset(owned.item.key for owned in state.registry.kinds if owned.plugin in on)
    open_session = state.database.read if request.method in SAFE else state.database.write
    async with open_session(kinds) as session:
        yield session


def plugin_is_on(plugin: str) -> Callable[..., Awaitable[None]]:
    """Return the guard that hides the pages of a plugin where it is off."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        state: AppState = connection.app.state.core
        if plugin not in enabled_plugins(state.snapshot, visit_of(connection.scope).site):
            raise NotFound("Deze pagina bestaat niet.")

    return guard


def routers(registry: Registry) -> list[Router]:
    """Return one router per plugin, with its switch in front."""
    return [
        Router(
            path="/",
            route_handlers=list(owned.item.handlers),
            guards=[plugin_is_on(owned.plugin)],
            dependencies={"db": Provide(provide_db)},
        )
        for owned in registry.routes
    ]
