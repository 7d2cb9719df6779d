"""Pages of one's own account: the login link, logging out, my page."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import sessions
from core.accounts.arriving import (
    NEXT,
    arrive,
    new_session,
    told,
)
from core.accounts.members import Member
from core.accounts.recognising import find_pending
from core.permissions.labels import RoleView, roles_of_member
from core.slots import MINE, MineContext
from core.web.addresses import local_path
from core.web.forms import read_form
from core.web.guards import public, require
from core.web.sections import load_sections
from core.web.session import place_of, private, see, take_cookie
from core.web.templating import page
from core.web.view import View, view_of
from core.web.visit import visit_of


@get("/inloggen/{token:str}", guards=[public])
async def link(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show the button of a login link; opening the page changes nothing."""
    await sessions.check_link(db, token, place_of(visit_of(request.scope).site))
    view = await view_of(request, db)
    wanted = local_path(request.query_params.get(NEXT, ""), "")
    action = f"/inloggen/{quote(token, safe='')}"
    return private(page(
        view, request, "account/link.html", keep=False, action=view.href(action), next=wanted,
    ))  # fmt: skip


@post("/inloggen/{token:str}", guards=[public])
async def use_link(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Log in: the link is spent and the browser gets a session that did not exist before."""
    form = await read_form(request)
    begun = await sessions.use_link(db, token, **new_session(request))
    return arrive(request, begun, form.one(NEXT))


@post("/uitloggen", guards=[public])
async def logout(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """End this browser's session; pressing the button twice does no harm."""
    visit = visit_of(request.scope)
    settings = request.app.state.core.settings
    if visit.account:
        await sessions.end_session(db, visit.account.session_hash)
    elif pending := await find_pending(db, **told(request)):
        await sessions.end_session(db, pending.session_hash)
    return see("/", take_cookie(settings))


def _role(view: View, role: RoleView) -> str:
    label = view.words.gettext(role.label)
    return f"{label}: {role.place}" if role.place else label


@get("/mijn", guards=[require("core.account")])
async def mine(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show who is logged in, with which roles, and the way out."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    roles = [_role(view, role) for role in await roles_of_member(db, member)]
    context = view.slot_context(MineContext, member=member)
    sections = await load_sections(view, request, MINE.key, context)
    return private(
        page(view, request, "account/mine.html", keep=False, roles=roles, sections=sections)
    )


handlers = (link, use_link, logout, mine)
