"""An installation with one area, one site and one small plugin, for tests of accounts and pages."""

import importlib.util
import re
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from litestar import Litestar

from core.accounts import service, sessions
from core.accounts.members import keys_by_role, operator
from core.app import build_litestar
from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.models import Area, AreaAncestor, Site
from core.registry import Registry
from core.search.indexer import Indexer
from core.settings import Settings
from core.testing import factors
from core.web.edge import Edge
from core.web.refresh import read_snapshot
from core.web.state import AppState
from core.web.templating import Templates

BASE = "http://127.0.0.1:8000"
OURS = {"origin": BASE, "sec-fetch-site": "same-origin"}


def probe_module() -> ModuleType:
    """Load the small plugin of these tests."""
    spec = importlib.util.spec_from_file_location("probe", Path(__file__).parent / "probe.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def probe_registry() -> Registry:
    """Core and the small plugin, nothing else."""
    return build_registry(only=[], extra={"probe": probe_module()})


@pytest.fixture(scope="session")
def probe_pages(probe_registry: Registry) -> Litestar:
    """Every page; it is built once, and serves the installation that was made last."""
    return build_litestar(probe_registry)


@dataclass
class Installation:
    """A running application, with the shortest ways to use it as somebody."""

    state: AppState
    app: Edge
    area_id: int
    manager: Any

    @property
    def roles(self) -> dict[str, frozenset[str]]:
        return keys_by_role(owned.item for owned in self.state.registry.permissions)

    def client(self, base: str = BASE) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app)
        return httpx.AsyncClient(transport=transport, base_url=base)

    async def account(
        self, email: str, role: str = "", scope: str = "platform", id_: int = 0
    ) -> int:
        async with self.state.database.write() as session:
            made = await service.create_account(session, email, by=self.manager)
            if role:
                await service.grant_role(
                    session, made, role, scope, id_, by=self.manager, roles=self.roles
                )
        return made

    async def link(self, account_id: int) -> str:
        async with self.state.database.write() as session:
            return f"/inloggen/{await sessions.make_link(session, account_id)}"

    async def log_in(self, client: httpx.AsyncClient, account_id: int) -> None:
        """Log in by link; a platform manager gives a second factor too."""
        state, link = self.state, await self.link(account_id)
        await factors.log_in(client, state.database, state.settings.secret, account_id, link, OURS)

    async def logged_in(self, email: str, role: str = "", **scope: Any) -> httpx.AsyncClient:
        client = self.client()
        await self.log_in(client, await self.account(email, role, **scope))
        return client


def csrf_in(html: str) -> str:
    """Return the proof that a page's form carries."""
    found = re.search(r'name="_csrf" value="([^"]+)"', html)
    assert found, html
    return found[1]


async def lay_ground(database: Database) -> int:
    """Write one municipality and the platform's site on it."""
    async with database.write() as session:
        area = Area(kind="municipality", name="Proefstad", slug="proefstad")
        session.add(area)
        await session.flush()
        area.municipality_id = area.id
        session.add(AreaAncestor(area_id=area.id, ancestor_id=area.id, depth=0))
        session.add(Site(area_id=area.id, name="Proefbasis", is_platform=True))
        return area.id


@pytest.fixture
async def installation(
    fresh_database: Callable[..., str],
    tmp_path: Path,
    probe_registry: Registry,
    probe_pages: Litestar,
) -> AsyncIterator[Installation]:
    """An application on its own database."""
    url = fresh_database(probe_registry)
    settings = Settings(tmp_path, url, secret="s" * 40, base_url=BASE)
    database = Database(make_engine(url), Content)
    area_id = await lay_ground(database)
    snapshot = await read_snapshot(database, probe_registry, settings)
    state = AppState(settings, probe_registry, database, snapshot)
    state.extra["templates"] = Templates(settings, probe_registry, lambda name: f"/static/{name}")
    state.extra["strict"] = True
    state.extra["reindex"] = Indexer(probe_registry, lambda: state.snapshot.vocabulary).reindex
    manager = operator(keys_by_role(owned.item for owned in probe_registry.permissions))
    probe_pages.state.core = state
    yield Installation(state, Edge(probe_pages, state), area_id, manager)
    await database.close()
