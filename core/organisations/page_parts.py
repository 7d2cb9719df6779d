"""What pages about whose an organisation is have in common."""

from hashlib import sha256
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.response import Response

from core.accounts import sessions
from core.accounts.arriving import arrive, new_session
from core.editing.receipts import UNHASHED
from core.organisations.domains import read_domains
from core.organisations.means import Means
from core.web.forms import Form
from core.web.session import roles_of, see
from core.web.view import View

HOUR = 3600
SHORTEST_KEY = 16


def means_of(view: View) -> Means:
    """Return what the services need of this application."""
    state = view.state
    return Means(
        view.snapshot.vocabulary, state.extra["reindex"], roles_of(state),
        read_domains(view.snapshot.stored.get("core.verified_domains", "")),
    )  # fmt: skip


def site_id_of(view: View) -> int | None:
    """Return whose name and address a mail carries; None for the platform's own."""
    site = view.visit.site
    return None if site.is_platform else site.id


def limit(view: View, name: str, email: str = "") -> None:
    """Count a form that sends mail: by the visitor, and by the address that it goes to.

    Raises TooMany.
    """
    limits = view.state.extra["limits"]
    limits.check(name, view.visit.client, 20, HOUR)
    if email:
        limits.check(f"{name}-mail", email, 5, HOUR)


def mail_key(typed: Form, about: str = "") -> str:
    """Return the receipt key of a form (``about`` something) that only sends a mail.

    The same form twice sends one; who goes back and mends a mistake in the address sends another.
    """
    key = typed.one("key")
    if len(key) < SHORTEST_KEY:
        return key
    told = [pair for pair in typed.pairs if pair[0] not in UNHASHED]
    return sha256(f"{key}{about}{told!r}".encode()).hexdigest()


async def enter(
    request: Request[Any, Any, Any], view: View, account_id: int, path: str, *, is_new: bool
) -> Response[bytes]:
    """Go on to a page of an account whose address was just proved.

    A new account is logged in at once, and so is who was logged in as that account already: new
    rights are behind a new session. To another account the link, which lives longer than a login
    link, only leads by the login page.
    """
    member = view.visit.account
    if not is_new and (member is None or member.account_id != account_id):
        return see(view.href(f"/inloggen?volgende={quote(path, safe='/')}"))
    begun = await sessions.log_in(view.session, account_id, **new_session(request))
    return arrive(request, begun, view.href(path))
