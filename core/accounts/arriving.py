"""What the pages of logging in share: where to go next, with which cookie, and how often."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.devices import device_words
from core.accounts.members import Member
from core.accounts.recognising import is_fresh
from core.accounts.sessions import LoggedIn, renew
from core.errors import Forbidden, LoginNeeded
from core.permissions.service import holds_anywhere
from core.web.addresses import local_path
from core.web.guards import LOGIN_PATH, SETUP_PATH
from core.web.limits import Limits
from core.web.session import give_cookie, place_of, see, session_id
from core.web.visit import visit_of

NEXT = "volgende"
SECOND_STEP = "/inloggen/tweede-stap"
SECURITY = "/mijn/beveiliging"
AGAIN = "/mijn/beveiliging/bevestig"
WINDOW = 900
"""Seconds in which wrong codes and passwords are counted."""


def home_of(member: Member) -> str:
    """Return the page on which a member begins."""
    if member.withheld:
        return SETUP_PATH
    return "/beheer" if holds_anywhere(member, "core.manage") else "/mijn"


def told(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Return the session id that the browser sent, and the site for which it must be."""
    settings = request.app.state.core.settings
    return {
        "id_": session_id(request.scope, settings),
        "place": place_of(visit_of(request.scope).site),
    }


def new_session(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Return what a new session is told: its site, the one that it replaces, its browser."""
    return {
        "place": place_of(visit_of(request.scope).site),
        "instead_of": session_id(request.scope, request.app.state.core.settings),
        "device": device_words(request.headers.get("user-agent", "")),
    }


def arrive(request: Request[Any, Any, Any], begun: LoggedIn, wanted: str) -> Response[bytes]:
    """Give a new session its cookie, and lead to the page wanted or to the second step."""
    path = local_path(wanted, LOGIN_PATH) if begun.whole else with_next(SECOND_STEP, wanted)
    return see(path, give_cookie(request.app.state.core.settings, begun.id))


def with_next(path: str, wanted: str) -> str:
    """Return a path that remembers where somebody wanted to go."""
    safe = local_path(wanted, "")
    return f"{path}?{urlencode({NEXT: safe}, safe='/')}" if safe else path


async def step_up(
    request: Request[Any, Any, Any], db: AsyncSession, id_hash: str, wanted: str, *, verified: bool
) -> Response[bytes]:
    """Go on in a new session after one more proof."""
    id_ = await renew(db, id_hash, place_of(visit_of(request.scope).site), verified=verified)
    if id_ is None:
        raise Forbidden("Je bent niet meer ingelogd. Log in en probeer het opnieuw.")
    return see(local_path(wanted, LOGIN_PATH), give_cookie(request.app.state.core.settings, id_))


async def ask_again(db: AsyncSession, member: Member, back: str) -> None:
    """Ask somebody who logged in a while ago who they are, before what could lock them out.

    Raises LoginNeeded, which leads to that question and then to ``back``.
    """
    if not await is_fresh(db, member.session_hash):
        raise LoginNeeded(with_next(AGAIN, back))


def limits_of(request: Request[Any, Any, Any]) -> Limits:
    """Return the limits of this process."""
    found: Limits = request.app.state.core.extra["limits"]
    return found
