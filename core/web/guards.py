"""What a page asks of its visitor; a handler without one of these guards stops the start."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.handlers.base import BaseRouteHandler

from core.accounts.members import Member
from core.errors import Forbidden, LoginNeeded, NotFound
from core.permissions.service import holds_anywhere
from core.web.csrf import FIELD, HEADER, Connection, check_origin, check_token, is_unsafe
from core.web.forms import is_form, read_form
from core.web.session import is_secure
from core.web.visit import visit_of

PUBLIC = "public"
LOGIN_PATH = "/inloggen"
LARGEST_ID = 2**63 - 1
SETUP_PATH = "/mijn/beveiliging/app"
"""Where somebody is led whose role waits for a second factor."""


@dataclass(frozen=True)
class Needs:
    """A guard that knows what it asks: ``public`` or the key of a permission.

    It also checks, before every change, that no other site sent the request; so a handler that
    has a guard cannot forget that.
    """

    key: str
    from_us: bool = True
    """Whether a change must come from a page of ours; a link that is its own proof may not."""

    async def __call__(self, connection: Connection, _handler: BaseRouteHandler) -> None:
        """Refuse with Forbidden, or send a guest who wants to see a page to the login page."""
        _check_ids(connection)
        member: Member | None = visit_of(connection.scope).account
        if is_unsafe(connection) and self.from_us:
            await _check_sender(connection, member)
        if self.key == PUBLIC or holds_anywhere(member, self.key):
            return
        if member is None and not is_unsafe(connection):
            raise LoginNeeded(login_address(connection))
        if member is None:
            raise Forbidden("Je bent niet meer ingelogd. Log in en probeer het opnieuw.")
        if member.withheld and not is_unsafe(connection):
            raise LoginNeeded(_with_next(SETUP_PATH, connection))
        raise Forbidden("Dit mag je niet doen met dit account.")


public = Needs(PUBLIC)
"""Everybody may, without an account."""

by_link = Needs(PUBLIC, from_us=False)
"""Everybody who has the link may, from wherever: the secret in the path is the whole proof, and the
handler checks it. For what a mail program sends by itself; for nothing that a session allows."""


def require(key: str) -> Needs:
    """Return the guard for who holds the permission for anything at all.

    For what exactly, the first line of the service asks: ``permissions.require(…, on=…)``.
    """
    return Needs(key)


def needs(handler: BaseRouteHandler) -> str:
    """Return what a handler asks: ``public``, a permission's key, or empty without a guard."""
    found = [guard.key for guard in handler.resolve_guards() if isinstance(guard, Needs)]
    return next((key for key in found if key != PUBLIC), found[0] if found else "")


def login_address(connection: Connection) -> str:
    """Return the login page that leads back to the page asked for."""
    return _with_next(LOGIN_PATH, connection)


def _with_next(path: str, connection: Connection) -> str:
    query = connection.scope.get("query_string", b"").decode("latin-1")
    wanted = connection.scope["path"] + (f"?{query}" if query else "")
    return f"{path}?volgende={quote(wanted, safe='/')}"


def _check_ids(connection: Connection) -> None:
    """Raise NotFound for a number in the address that no database can look up."""
    for value in connection.path_params.values():
        if isinstance(value, int) and not 0 <= value <= LARGEST_ID:
            raise NotFound("Deze pagina bestaat niet.")


async def _check_sender(connection: Connection, member: Member | None) -> None:
    """Check the origin for everybody and the proof of a member: in the header, else in the form."""
    check_origin(connection, https=is_secure(connection.app.state.core.settings))
    if member is None:
        return
    token = connection.headers.get(HEADER, "")
    if not token and isinstance(connection, Request) and is_form(_request(connection)):
        token = (await read_form(_request(connection))).one(FIELD)
    check_token(member, token)


def _request(connection: Any) -> Request[Any, Any, Any]:
    found: Request[Any, Any, Any] = connection
    return found
