"""Browsers of people with a role, for tests of pages that ask one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest_asyncio

if TYPE_CHECKING:
    import httpx

    from core.testing.world import World

Login = Callable[..., Awaitable["httpx.AsyncClient"]]


@pytest_asyncio.fixture
async def log_in(ground: "World") -> AsyncIterator[Login]:
    """Give ``await log_in("a@example.org", "organisation-owner", organisation=12)``.

    ``area`` is a slug. The browser sends what a page of ours would send along with its forms:
    where it comes from, and the proof of its session. An account that exists gets the role too; a
    role that asks a second factor comes with one.
    """
    from sqlalchemy import select

    from core.accounts import service, sessions
    from core.accounts.models import Account
    from core.accounts.tokens import sign
    from core.neighbourhoods.models import Area
    from core.testing import factors
    from core.testing.world import FROM_US

    async with AsyncExitStack() as open_browsers:

        async def enter(
            email: str, role: str = "", *, organisation: int = 0, area: str = ""
        ) -> "httpx.AsyncClient":
            roles, by = ground.roles, ground.operator
            async with ground.database.write() as session:
                found = await session.scalar(select(Account.id).where(Account.email == email))
                id_ = found or await service.create_account(session, email, by=by)
                area_id = await session.scalar(select(Area.id).where(Area.slug == area))
                scope = "organisation" if organisation else "area" if area else "platform"
                if role:
                    await service.grant_role(
                        session, id_, role, scope, organisation or area_id or 0, by=by, roles=roles
                    )
                link = await sessions.make_link(session, id_)
            browser = await open_browsers.enter_async_context(ground.client())
            browser.headers.update(FROM_US)
            secret = ground.app.state.settings.secret
            path = f"/inloggen/{link}"
            await factors.log_in(browser, ground.database, secret, id_, path, FROM_US)
            cookie = next(iter(browser.cookies.values()))
            browser.headers["x-csrftoken"] = sign(secret, "csrf", cookie)
            return browser

        yield enter
