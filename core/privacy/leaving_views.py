"""The page on which somebody deletes their own account."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.arriving import ask_again
from core.accounts.members import Member
from core.privacy.leaving import leave, look_at_leaving
from core.web.facts import Crumb
from core.web.guards import public, require
from core.web.session import private, see, take_cookie
from core.web.templating import page
from core.web.view import view_of

DELETE, DELETED = "/mijn/account/verwijderen", "/account-verwijderd"


@get(DELETE, guards=[require("core.account")])
async def leaving_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say what goes and what stays, and ask."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    await ask_again(db, member, DELETE)
    words = view.words
    return private(page(
        view, request, "account/leaving.html", keep=False, action=view.href(DELETE),
        leaving=await look_at_leaving(db, by=member),
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(words.gettext("Je account"), view.href("/mijn/account")),
            Crumb(words.gettext("Verwijder je account"), None),
        ],
    ))  # fmt: skip


@post(DELETE, guards=[require("core.account")])
async def delete_account(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Delete the account and say goodbye."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    await ask_again(db, member, DELETE)
    await leave(db, view.state.registry, view.state.extra["reindex"], by=member)
    return see(view.href(DELETED), take_cookie(view.state.settings))


@get(DELETED, guards=[public])
async def goodbye(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say that the account is gone."""
    return private(page(await view_of(request, db), request, "account/left.html", keep=False))


handlers = (leaving_page, delete_account, goodbye)
