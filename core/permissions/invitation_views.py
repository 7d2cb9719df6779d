"""The page behind the link of an invitation: take it up, or say no."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import sessions
from core.accounts.devices import device_words
from core.errors import Invalid
from core.permissions import invitations
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import give_cookie, place_of, private, see, session_id
from core.web.templating import page
from core.web.view import View, view_of

INVITATION = "/uitnodiging"
AGREED = (
    "Je krijgt een account. Daarin staan je naam en je e-mailadres. "
    "Je kunt het altijd weer weghalen."
)
"""What the page says before somebody without an account presses the button."""


async def _page(
    view: View, request: Request[Any, Any, Any], token: str, error: str = "", name: str = ""
) -> Response[bytes]:
    place = place_of(view.visit.site)
    invitation = await invitations.look(view.session, token, place=place)
    other = view.visit.account
    return private(page(
        view, request, "people/invitation.html", status=422 if error else 200, keep=False,
        invitation=invitation, action=view.href(f"{INVITATION}/{quote(token, safe='')}"),
        error=error, name=name, agreed=view.words.gettext(AGREED),
        until=view.words.moment(invitation.expires_at, None, view.today),
        other=other.email if other and other.email != invitation.email else "",
    ))  # fmt: skip


@get(INVITATION + "/{token:str}", guards=[public])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show what is offered, by whom; opening the page changes nothing."""
    return await _page(await view_of(request, db), request, token)


@post(INVITATION + "/{token:str}", guards=[public])
async def accept(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Take the role, and log in: whoever has the link reads the mail of that address."""
    view = await view_of(request, db)
    settings, place = view.state.settings, place_of(view.visit.site)
    name = (await read_form(request)).one("name")
    try:
        account_id = await invitations.accept(
            db, token, name, place=place, text=view.words.gettext(AGREED)
        )
    except Invalid as wrong:
        text = view.words.gettext(wrong.message) % wrong.params
        return await _page(view, request, token, text, name)
    id_ = await sessions.begin_session(
        db, account_id, place, instead_of=session_id(request.scope, settings),
        device=device_words(request.headers.get("user-agent", "")),
    )  # fmt: skip
    return see("/inloggen", give_cookie(settings, id_))


@post(INVITATION + "/{token:str}/nee", guards=[public])
async def decline(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Say no to an invitation."""
    view = await view_of(request, db)
    await invitations.decline(db, token, place=place_of(view.visit.site))
    return private(page(view, request, "people/declined.html", keep=False))


handlers = (look, accept, decline)
