"""Pages on which somebody sees all that is known of them, and takes it along."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.privacy import service
from core.privacy.retention import rules_in_words
from core.privacy.service import Known
from core.web.facts import Crumb
from core.web.guards import require
from core.web.routing import page_route
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of
from core.words import Words

MINE = "/mijn/gegevens"
FILE = f"{MINE}.json"


@dataclass(frozen=True, slots=True)
class Shown:
    """One place with what it knows, as the template sees it: names and values in words."""

    key: str
    label: str
    things: list[list[tuple[str, str]]]


@get(MINE, guards=[require("core.account")])
async def mine(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the member all that is known of them."""
    view = await view_of(request, db)
    known = await _known(view, view.visit.account)
    say = view.words.gettext
    return private(page(
        view, request, "privacy/mine.html", keep=False, known=[shown(view, one) for one in known],
        crumbs=[Crumb(say("Mijn pagina"), view.href("/mijn")), Crumb(say("Mijn gegevens"), None)],
        download=view.href(FILE),
    ))  # fmt: skip


@get(FILE, guards=[require("core.account")])
async def download(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Give the member all that is known of them, as a file."""
    view = await view_of(request, db)
    known = await _known(view, view.visit.account)
    body = as_json(known, view.words, view.now).encode()
    answer = Response(body, media_type="application/json; charset=utf-8")
    answer.headers["content-disposition"] = 'attachment; filename="mijn-gegevens.json"'
    return private(answer)


@page_route("/privacy")
async def privacy(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what the site keeps of people, and how long."""
    view = await view_of(request, db)
    email = view.snapshot.stored.get("core.contact_email", "")
    rules = rules_in_words(view.state.registry, view.words)
    return page(view, request, "pages/privacy.html", contact_email=email, rules=rules)


async def _known(view: View, member: Member) -> list[Known]:
    return await service.export(
        view.session, view.state.registry, member.email, member.account_id, by=member
    )


def as_json(known: list[Known], words: Words, at: datetime) -> str:
    """Return all that is known of a person as JSON that people can read."""
    say = words.gettext
    data = {
        say(one.label): [
            {say(name): _plain(value) for name, value in thing.items()} for thing in one.things
        ]
        for one in known
    }
    whole: Mapping[str, Any] = {say("Gemaakt"): _plain(at), **data}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def shown(view: View, known: Known) -> Shown:
    """Return what one place knows in words."""
    say = view.words.gettext
    return Shown(
        known.key.replace(".", "-"),
        say(known.label),
        [[(say(name), _text(view, value)) for name, value in one.items()] for one in known.things],
    )


def _text(view: View, value: Any) -> str:
    if isinstance(value, datetime):
        return view.words.moment(value, None, view.today)
    if isinstance(value, bool):
        return view.words.gettext("Ja" if value else "Nee")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


handlers = (mine, download, privacy)
