"""No other site acts for a visitor: where a request comes from, and a member's own proof."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from core.accounts.members import Member
from core.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "_csrf"
HEADER = "x-csrftoken"

Connection = ASGIConnection[Any, Any, Any, Any]


def is_unsafe(connection: Connection) -> bool:
    """Whether the request may change something."""
    return connection.scope.get("method", "GET") not in SAFE


def check_origin(connection: Connection, *, https: bool) -> None:
    """Refuse a request that a page of another site made the browser send; raises Forbidden.

    Neighbouring hosts under one parent domain are other sites here. A browser always says
    where it comes from: a request without any word on it is refused too.
    """
    site = connection.headers.get("sec-fetch-site")
    origin = connection.headers.get("origin")
    if site not in (None, "same-origin", "none") or (site is None and origin is None):
        raise Forbidden("Dit formulier kwam van een andere site. Open het hier en probeer opnieuw.")
    if origin is not None and not _is_ours(origin, connection.headers.get("host", ""), https=https):
        raise Forbidden("Dit formulier kwam van een andere site. Open het hier en probeer opnieuw.")


def _is_ours(origin: str, host: str, *, https: bool) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    schemes = ("https",) if https else ("http", "https")
    return parts.scheme in schemes and bool(host) and parts.netloc.lower() == host.lower()


def check_token(member: Member, token: str) -> None:
    """Refuse a form that does not carry the proof of this member's session; raises Forbidden."""
    if not hmac.compare_digest(token.encode(), member.csrf.encode()):
        raise Forbidden(
            "Dit formulier is verlopen. Open de pagina opnieuw en probeer het nog eens."
        )
