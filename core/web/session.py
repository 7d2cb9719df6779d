"""The session cookie: read into a member, given at login, taken away at logout."""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar.datastructures import Cookie
from litestar.response import Response
from sqlalchemy.exc import DBAPIError

from core.accounts.members import PLATFORM, Member, keys_by_role
from core.accounts.recognising import find_member
from core.accounts.sessions import ABSOLUTE, note_seen
from core.settings import Settings
from core.web.state import AppState
from core.web.visit import SiteRow

log = logging.getLogger(__name__)

PLAIN_NAME = "buurtbasis_session"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_secure(settings: Settings) -> bool:
    """Whether the cookie asks for https: always, but on the own machine in development."""
    parts = urlsplit(settings.base_url)
    return not (parts.scheme == "http" and parts.hostname in LOOPBACK)


def cookie_name(settings: Settings) -> str:
    """Return the name of the session cookie.

    With ``__Host-`` a browser takes it from this very host only, over https, so that a site on
    a neighbouring host cannot plant one.
    """
    return f"__Host-{PLAIN_NAME}" if is_secure(settings) else PLAIN_NAME


def session_id(scope: Mapping[str, Any], settings: Settings) -> str:
    """Return the session id that a browser sent, whatever it is worth; empty without one."""
    wanted = cookie_name(settings).encode() + b"="
    for name, value in scope["headers"]:
        if name == b"cookie" and wanted in value:
            for part in value.split(b";"):
                if part.strip().startswith(wanted):
                    return str(part.strip()[len(wanted) :].decode("latin-1"))
    return ""


def roles_of(state: AppState) -> dict[str, frozenset[str]]:
    """Return what each role holds now: permissions of a plugin that is off are held by nobody."""
    on = state.snapshot.enabled | {"core"}
    return keys_by_role(owned.item for owned in state.registry.permissions if owned.plugin in on)


def place_of(site: SiteRow) -> str:
    """Return how a site is named in what is stored of secrets: they are good on one site only."""
    return PLATFORM if site.is_platform else f"site {site.id}"


async def member_of(state: AppState, scope: Mapping[str, Any], site: SiteRow) -> Member | None:
    """Return who sent a request; None for a guest and for a session that is not good here."""
    id_ = session_id(scope, state.settings)
    if not id_:
        return None
    async with state.database.read() as session:
        found = await find_member(
            session, id_, place_of(site), state.settings.secret, roles_of(state)
        )
    if found is None:
        return None
    member, is_time_to_note = found
    if is_time_to_note:
        await _note_seen(state, member)
    return member


async def _note_seen(state: AppState, member: Member) -> None:
    try:
        async with state.database.write() as session:
            await note_seen(session, member.session_hash)
    except DBAPIError:  # a busy database must not cost anybody their page
        log.warning("Could not note that a session is in use", exc_info=True)


def give_cookie(settings: Settings, id_: str) -> Cookie:
    """Return the cookie of a new session."""
    return _cookie(settings, id_, int(ABSOLUTE.total_seconds()))


def take_cookie(settings: Settings) -> Cookie:
    """Return the cookie that makes a browser forget its session."""
    return _cookie(settings, "", 0)


def _cookie(settings: Settings, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=cookie_name(settings), value=value, path="/", max_age=seconds, httponly=True,
        secure=is_secure(settings), samesite="lax",
    )  # fmt: skip


def private(response: Response[bytes]) -> Response[bytes]:
    """Mark an answer that no browser and no proxy may keep."""
    response.headers["Cache-Control"] = "no-store"
    return response


def see(path: str, *cookies: Cookie) -> Response[bytes]:
    """Answer a form that was carried out with the page to look at next."""
    return private(
        Response(b"", status_code=303, headers={"Location": path}, cookies=list(cookies))
    )
