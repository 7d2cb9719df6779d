"""An installation with one area, one site and one small plugin, for tests of accounts and pages."""

import importlib.util
import re
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from litestar import Litestar

from core.accounts import service, sessions
from core.accounts.members import keys_by_role, operator
from core.content.models import Content
from core.db.engine import make_engine
from core.db.migrate import upgrade_all
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.models import Area, AreaAncestor, Site
from core.registry import Registry
from core.settings import Settings
from core.web import errors
from core.web.edge import Edge
from core.web.refresh import read_snapshot
from core.web.routing import routers
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
async def empty_sqlite(tmp_path_factory: pytest.TempPathFactory, probe_registry: Registry) -> Path:
    """A file with empty tables, to copy."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    await upgrade_all(f"sqlite+aiosqlite:///{file}", probe_registry)
    return file


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
        answer = await client.post(await self.link(account_id), headers=OURS)
        assert answer.status_code == 303, answer.text

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
    empty_sqlite: Path, tmp_path: Path, probe_registry: Registry
) -> AsyncIterator[Installation]:
    """An application on its own database."""
    file = Path(shutil.copy(empty_sqlite, tmp_path / "test.db"))
    settings = Settings(tmp_path, f"sqlite+aiosqlite:///{file}", secret="s" * 40, base_url=BASE)
    database = Database(make_engine(settings.database_url), Content)
    area_id = await lay_ground(database)
    snapshot = await read_snapshot(database, probe_registry, settings)
    state = AppState(settings, probe_registry, database, snapshot)
    state.extra["templates"] = Templates(settings, probe_registry, lambda name: f"/static/{name}")
    state.extra["strict"] = True
    inner = Litestar(
        routers(probe_registry), exception_handlers={Exception: errors.handle}, openapi_config=None
    )
    inner.state.core = state
    manager = operator(keys_by_role(owned.item for owned in probe_registry.permissions))
    yield Installation(state, Edge(inner, state), area_id, manager)
    await database.close()
