"""The composition root: from settings and plugins to the application that a server runs."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from core.checks import check_registry, check_routes
from core.content.models import Content
from core.db.engine import make_engine
from core.db.migrate import require_current
from core.db.session import Database
from core.jobs.background import background
from core.jobs.bell import ringing_far
from core.loading import build_registry
from core.media.serving import Pictures
from core.media.workshop import Workshop
from core.registry import Registry
from core.search.indexer import Indexer
from core.settings import Settings, load_settings
from core.web import errors
from core.web.edge import Edge
from core.web.refresh import read_snapshot
from core.web.routing import routers
from core.web.state import AppState
from core.web.static import Assets
from core.web.templating import Templates

BODY_LIMIT = 10_000_000


async def build_state(settings: Settings, registry: Registry) -> AppState:
    """Return the state of a process; raises ConfigurationError when the database is not ready."""
    await require_current(settings.database_url, registry)
    database = Database(make_engine(settings.database_url), Content)
    snapshot = await read_snapshot(database, registry, settings)
    state = AppState(settings, registry, database, snapshot)
    assets = Assets(registry)
    indexer = Indexer(registry, lambda: state.snapshot.vocabulary)
    state.extra["assets"] = assets
    state.extra["templates"] = Templates(settings, registry, assets.url)
    state.extra["reindex"] = indexer.reindex
    state.extra["pictures"] = Pictures(registry.storage, settings)
    state.extra["workshop"] = Workshop()
    return state


def build_litestar(registry: Registry) -> Litestar:
    """Return the inner application: every route of every plugin, behind its switch.

    It serves once ``app.state.core`` is set. Raises PluginError for a route that cannot be.
    """
    app = Litestar(
        route_handlers=routers(registry),
        exception_handlers={Exception: errors.handle},
        openapi_config=None,
        logging_config=None,
        lifespan=[work_behind_the_scenes],
        request_max_body_size=BODY_LIMIT,
        debug=False,
    )
    check_routes(app, registry)
    return app


@asynccontextmanager
async def work_behind_the_scenes(app: Litestar) -> AsyncIterator[None]:
    """Run jobs in this process when there is no Redis, and close the database at the end."""
    state: AppState = app.state.core
    if state.settings.redis_url:
        async with ringing_far(state.database, state.settings.redis_url):
            yield
    else:
        async with background(state.settings, state.registry, state.database):
            yield
    await state.database.close()


async def build_app(settings: Settings | None = None, registry: Registry | None = None) -> Edge:
    """Return the application of this environment, ready to be served."""
    settings = settings or load_settings(os.environ)
    registry = registry or build_registry(settings.plugins, settings.plugins_block)
    check_registry(registry)
    app = build_litestar(registry)
    app.state.core = await build_state(settings, registry)
    return Edge(app, app.state.core)
