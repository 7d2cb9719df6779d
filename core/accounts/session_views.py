"""Pages on which a member sees where they are logged in, and ends that."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import own_sessions
from core.accounts.members import Member
from core.accounts.own_sessions import SessionView
from core.clock import local
from core.web.facts import Crumb
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

SESSIONS = "/mijn/sessies"
DONE = "gedaan"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its template sees it."""

    id: str
    device: str
    since: str
    seen: str
    is_this: bool
    action: str


def _row(view: View, number: int, found: SessionView) -> SessionRow:
    words, today = view.words, view.today
    return SessionRow(
        f"session-{number}",
        found.device or words.gettext("Onbekend apparaat"),
        words.date(local(found.created_at).date(), today),
        words.moment(found.seen_at, None, today),
        found.is_this,
        view.href(f"{SESSIONS}/{found.key}"),
    )


@get(SESSIONS, guards=[require("core.account")])
async def sessions(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show where the member is logged in."""
    view = await view_of(request, db)
    found = await own_sessions.list_own(db, by=view.visit.account)
    words = view.words
    return private(page(
        view, request, "account/sessions.html", keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(words.gettext("Waar je bent ingelogd"), None),
        ],
        saved=words.gettext("Gelukt: je bent daar uitgelogd.")
        if request.query_params.get(DONE) == "1" else "",
        sessions=[_row(view, number, one) for number, one in enumerate(found, 1)],
        action=view.href(SESSIONS),
    ))  # fmt: skip


@post(SESSIONS, guards=[require("core.account")])
async def end_others(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Log the member out everywhere but here."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    await own_sessions.end_others(db, by=member)
    return see(view.with_query(SESSIONS, **{DONE: "1"}))


@post(SESSIONS + "/{key:str}", guards=[require("core.account")])
async def end_one(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], key: FromPath[str]
) -> Response[bytes]:
    """Log the member out in one browser."""
    view = await view_of(request, db)
    await own_sessions.end_own(db, key, by=view.visit.account)
    return see(view.with_query(SESSIONS, **{DONE: "1"}))


handlers = (sessions, end_others, end_one)
