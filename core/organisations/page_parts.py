"""What pages about whose an organisation is have in common."""

from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.response import Response

from core.accounts import sessions
from core.accounts.devices import device_words
from core.organisations.domains import read_domains
from core.organisations.means import Means
from core.web.session import give_cookie, place_of, roles_of, see, session_id
from core.web.view import View

HOUR = 3600


def means_of(view: View) -> Means:
    """Return what the services need of this application."""
    state = view.state
    return Means(
        view.snapshot.vocabulary, state.extra["reindex"], roles_of(state),
        read_domains(view.snapshot.stored.get("core.verified_domains", "")),
    )  # fmt: skip


def limit(view: View, name: str, email: str = "") -> None:
    """Count a form that sends mail: by the visitor, and by the address that it goes to.

    Raises TooMany.
    """
    limits = view.state.extra["limits"]
    limits.check(name, view.visit.client, 20, HOUR)
    if email:
        limits.check(f"{name}-mail", email, 5, HOUR)


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
    settings = view.state.settings
    id_ = await sessions.begin_session(
        view.session, account_id, place_of(view.visit.site),
        instead_of=session_id(request.scope, settings),
        device=device_words(request.headers.get("user-agent", "")),
    )  # fmt: skip
    return see(view.href(path), give_cookie(settings, id_))
