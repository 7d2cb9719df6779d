"""Who may do what: every route of every plugin, asked by each of nine actors.

The answers are declared in ``permission_rows`` and its neighbours, one row for each route. The
addresses are those of one organisation's things; its people and its area's editors are asked, and
those of another one. Nothing that an answer writes is kept, so that the order of asking is nothing.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from permission_actors import ACTORS, LOGIN, Row
from permission_rows import ROWS
from permission_things import things
from sources import SHIPPED
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import service, sessions
from core.accounts.tokens import sign
from core.loading import build_registry
from core.registry import Registry
from core.testing import factors
from core.testing.world import BASE, FROM_US, World, lay_ground, open_world
from hooks import Permission, PluginInfo, hookimpl

Browsers = dict[str, httpx.AsyncClient]


@hookimpl
def register_plugin() -> PluginInfo:
    return PluginInfo("lending", "Lenen", "Voor de rol van een plugin.", "1.0", prefix="lending")


@hookimpl
def register_permissions() -> list[Permission]:
    return [Permission("lending.lend", "Uitlenen", ("lender",))]


def lending() -> ModuleType:
    """Return a plugin that adds a role and nothing else."""
    module = ModuleType("lending")
    module.register_plugin = register_plugin  # type: ignore[attr-defined]
    module.register_permissions = register_permissions  # type: ignore[attr-defined]
    module.__file__ = __file__
    return module


@pytest.fixture(scope="module")
def peopled() -> Registry:
    """The plugins of this repository, and one with a role of its own."""
    return build_registry(only=SHIPPED, extra={"lending": lending()})


def routes(registry: Registry) -> Iterator[str]:
    """Yield method and path of every route."""
    for owned in registry.routes:
        for handler in owned.item.handlers:
            for path in handler.paths:
                for method in handler.http_methods - {"HEAD", "OPTIONS"}:
                    yield f"{method} {path}"


def test_every_route_says_who_may_and_no_row_is_left_over(peopled: Registry) -> None:
    known = set(routes(peopled))
    missing = sorted(known - ROWS.keys())
    assert not missing, "Add a row to tests/contracts/permission_rows*.py for: " + ", ".join(
        missing
    )
    assert not sorted(ROWS.keys() - known), "There is no such route any more."


async def log_in(world: World, actor: str, scope: tuple[str, str, int] | None) -> httpx.AsyncClient:
    """Return the browser of an actor, who sends what a page of ours would send with its forms."""
    # Each from an address of their own, since requests are limited by it.
    transport = httpx.ASGITransport(world.app, client=(f"192.0.2.{ACTORS.index(actor) + 1}", 1))
    browser = httpx.AsyncClient(transport=transport, base_url=BASE, headers=FROM_US)
    if actor == "guest":
        return browser
    secret = world.app.state.settings.secret
    async with world.database.write() as session:
        email = f"{actor.replace(' ', '-')}@example.org"
        id_ = await service.create_account(session, email, by=world.operator)
        if scope:
            await service.grant_role(session, id_, *scope, by=world.operator, roles=world.roles)
        path = f"/inloggen/{await sessions.make_link(session, id_)}"
    await factors.log_in(browser, world.database, secret, id_, path, FROM_US)
    cookie = next(iter(browser.cookies.values()))
    browser.headers["x-csrftoken"] = sign(secret, "csrf", cookie)
    return browser


def forget_everything(world: World) -> None:
    """Let nothing that is written from now on be kept."""

    @asynccontextmanager
    async def write(kinds: frozenset[str] | None = None) -> AsyncIterator[AsyncSession]:
        async with world.database.read(kinds) as session:
            yield session
            await session.flush()

    world.database.write = write  # type: ignore[method-assign]


async def ask(
    browser: httpx.AsyncClient, actor: str, method: str, row: Row, names: dict[str, Any]
) -> str:
    """Return what is wrong with an answer; empty for what is right."""
    expected = row.expected(method, actor)
    address = row.address.format(**names)
    form = {name: value.format(**names) for name, value in row.form.items()}
    cookies = dict(browser.cookies)
    answer = await browser.request(method, address, data=form or None)
    browser.cookies = httpx.Cookies(cookies)  # as if nobody logged in or out
    where = answer.headers.get("location", "")
    sent_to_login = row.who[actor] == LOGIN and method == "GET"
    if answer.status_code == expected and (not sent_to_login or where.startswith("/inloggen")):
        return ""
    return f"{method} {address} as {actor}: {answer.status_code} {where}, not {expected}"


async def test_every_route_answers_each_actor_as_declared(
    peopled: Registry, fresh_database: Callable[..., str], tmp_path: Path
) -> None:
    wrong: list[str] = []
    url = fresh_database(peopled, lay_ground)
    async with open_world(peopled, url, tmp_path) as world, AsyncExitStack() as stack:
        found = await things(world)
        browsers: Browsers = {}
        for actor in ACTORS:
            browsers[actor] = await log_in(world, actor, found.roles.get(actor))
            stack.push_async_callback(browsers[actor].aclose)
        forget_everything(world)
        for route, row in ROWS.items():
            method = route.partition(" ")[0]
            for actor, browser in browsers.items():
                wrong.append(await ask(browser, actor, method, row, found.names))
    found_wrong = "\n".join(line for line in wrong if line)
    assert not found_wrong, found_wrong
