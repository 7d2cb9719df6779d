"""A whole installation for tests: areas, terms, every plugin's demonstration, and its pages."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from core.accounts import service as accounts
from core.accounts import sessions
from core.accounts.members import PLATFORM_MANAGER, Member, keys_by_role, operator
from core.app import build_app
from core.clock import today
from core.content.models import Content
from core.content.vocabulary import add_standard_terms, read_vocabulary
from core.db.engine import make_engine
from core.db.session import Database
from core.imports.engine import carry_out, plan_import
from core.imports.table import Table
from core.manage.switches import switch_plugin
from core.neighbourhoods import load
from core.search.indexer import Indexer
from core.settings import Settings
from core.testing import factors
from core.web.edge import Edge

if TYPE_CHECKING:
    from core.registry import Registry

BASE = "http://127.0.0.1:8000"
FROM_US = {"origin": BASE, "sec-fetch-site": "same-origin"}
BLOCK = {"hx-request": "true"}
DATA = Path(load.__file__).resolve().parents[1] / "demo" / "data"


@dataclass(frozen=True, slots=True)
class World:
    """A running application with the shortest ways to use it."""

    app: Edge
    registry: "Registry"
    database: Database

    @property
    def roles(self) -> dict[str, frozenset[str]]:
        """What each role holds."""
        return keys_by_role(owned.item for owned in self.registry.permissions)

    @property
    def operator(self) -> Member:
        """Who works on the command line."""
        return operator(self.roles)

    def client(self) -> httpx.AsyncClient:
        """Return a guest's browser."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app), base_url=BASE)

    @asynccontextmanager
    async def manager(self) -> AsyncIterator[httpx.AsyncClient]:
        """Give the browser of a platform manager who logged in with a second factor."""
        roles, by = self.roles, self.operator
        async with self.database.write() as session:
            id_ = await accounts.create_account(session, "manager@example.org", by=by)
            await accounts.grant_role(
                session, id_, PLATFORM_MANAGER, "platform", 0, by=by, roles=roles
            )
            link = await sessions.make_link(session, id_)
        async with self.client() as client:
            path, secret = f"/inloggen/{link}", self.app.state.settings.secret
            await factors.log_in(client, self.database, secret, id_, path, FROM_US)
            yield client

    async def pages(self, *plugins: str) -> list[str]:
        """Return a real address for every GET route of these plugins (none: of all).

        Raises KeyError for a path with a parameter that has no sample.
        """
        found = []
        async with self.database.read() as session:
            for owned in self.registry.routes:
                if plugins and owned.plugin not in plugins:
                    continue
                for path in get_paths(owned.item.handlers):
                    sample = owned.item.samples[path] if "{" in path else None
                    found.append(await sample(session) if sample else path)
        return found


def get_paths(handlers: Iterable[object]) -> list[str]:
    """Return the paths of handlers that answer GET."""
    return sorted(
        path
        for handler in handlers
        if "GET" in getattr(handler, "http_methods", ())
        for path in getattr(handler, "paths", ())
    )


@asynccontextmanager
async def open_world(registry: "Registry", url: str, folder: Path) -> AsyncIterator[World]:
    """Give the application on a database; sections that fail raise."""
    settings = Settings(folder, url, secret="s" * 40, base_url=BASE)
    app: Edge = await build_app(settings, registry)
    app.state.extra["strict"] = True
    try:
        yield World(app, registry, app.state.database)
    finally:
        await app.state.database.close()


async def lay_ground(registry: "Registry", url: str) -> None:
    """Load areas, terms, postcodes and a site: what every entry stands on."""
    database = Database(make_engine(url), Content)
    try:
        async with database.write() as session:
            await add_standard_terms(session)
            await load.load_postcodes(session)
            await load.load_areas(session, DATA / "areas.geojson")
            await load.load_area_postcodes(session, DATA / "area_postcodes.csv")
            await load.ensure_platform_site(session, name="Proefbasis", is_demo=True)
    finally:
        await database.close()


async def fill(registry: "Registry", url: str) -> None:
    """Load areas, terms, postcodes, a site, and the demonstration of every plugin."""
    await lay_ground(registry, url)
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(owned.item.key for owned in registry.kinds)
    try:
        async with database.read() as session:
            vocabulary = await read_vocabulary(session)
        reindex = Indexer(registry, lambda: vocabulary).reindex
        specs = {owned.item.noun: owned.item for owned in registry.imports}
        for owned in registry.demo:
            rows = [dict(row) for row in owned.item.rows(today(), None)]
            table = Table(tuple(rows[0]), list(enumerate(rows, 2)))
            plan = await plan_import(database, specs[owned.item.noun], table, "demo")
            wrong = [problem for problem in plan.problems if not problem.is_warning]
            assert not wrong, f"the demonstration of {owned.plugin}: {wrong[:5]}"
            await carry_out(database, plan, reindex, is_demo=True)
    finally:
        await database.close()


async def answers(world: World, paths: Iterable[str]) -> list[str]:
    """Return what is wrong with the answers to a guest, as page and as block; 303 is a login."""
    found = []
    async with world.client() as client:
        for path in paths:
            for headers in ({}, BLOCK):
                answer = await client.get(path, headers=headers)
                if answer.status_code not in (200, 303):
                    found.append(f"{path} answers {answer.status_code}: {answer.text[:300]}")
    return found


async def switch(world: World, plugin: str, *, on: bool) -> None:
    """Switch a plugin on or off for the platform, as the manager's form does.

    What needs it goes off before it, and what it needs comes on before it.
    """
    infos = {loaded.info.name: loaded.info for loaded in world.registry.plugins}
    others = [name for name, info in infos.items() if plugin in info.requires]
    if on:
        others = list(infos[plugin].requires)
    for other in others:
        await switch(world, other, on=on)
    async with world.database.write() as session:
        await switch_plugin(session, world.registry, plugin, on, by=world.operator)
