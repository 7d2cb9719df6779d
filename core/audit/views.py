"""The page of the audit log, for who looks after the platform."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.reading import LogLine, Wanted, check_whole, list_entries
from core.clock import local
from core.errors import BadQuery
from core.web.facts import Crumb
from core.web.guards import require
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/logboek"
ACTOR_LABELS = {
    "member": "Account",
    "guest": "Bezoeker",
    "job": "Vanzelf",
    "command line": "Opdrachtregel",
}
LONGEST = 254


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as its template sees it, with the addresses of what is like it."""

    when: str
    who: str
    who_href: str
    action: str
    action_href: str
    subject: str
    subject_href: str
    origin: str
    details: str


def _wanted(query: Mapping[str, str]) -> Wanted:
    day, after = query.get("dag", ""), query.get("na", "")
    if after and not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    try:
        wanted_day = date.fromisoformat(day) if day else None
    except ValueError:
        raise BadQuery(
            "‘%(value)s’ is geen dag. Schrijf een dag zo: 2026-11-24.", value=day[:60]
        ) from None
    actor, action, subject = (
        query.get(name, "").strip()[:LONGEST] for name in ("wie", "wat", "waarop")
    )
    return Wanted(actor, action, subject, wanted_day, int(after or 0))


def _line(view: View, one: LogLine) -> Line:
    actor = view.words.gettext(ACTOR_LABELS.get(one.actor, one.actor))
    return Line(
        when=view.words.moment(local(one.at), None, view.today),
        who=one.name or (f"{actor} {one.actor_id}" if one.actor_id else actor),
        who_href=view.with_query(PATH, wie=one.actor_id or one.actor),
        action=one.action, action_href=view.with_query(PATH, wat=one.action),
        subject=one.subject, subject_href=view.with_query(PATH, waarop=one.subject),
        origin=one.origin,
        details=", ".join(_details(one.details)),
    )  # fmt: skip


def _details(details: Mapping[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if said and value is not False:
            yield f"{name}: {said}"


@get(PATH, guards=[require("core.audit")])
async def log(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show who did what, newest first; ``nakijken=1`` goes through the chain of hashes."""
    view = await view_of(request, db)
    by, query, say = view.visit.account, request.query_params, view.words.gettext
    wanted = _wanted(query)
    found, after = await list_entries(db, wanted, by=by)
    whole = await check_whole(db, by=by) if query.get("nakijken") == "1" else None
    asked = {
        "wie": wanted.actor, "wat": wanted.action, "waarop": wanted.subject,
        "dag": wanted.day.isoformat() if wanted.day else "",
    }  # fmt: skip
    return private(page(
        view, request, "manage/log.html", keep=False, action=view.href(PATH), asked=asked,
        crumbs=[Crumb(say("Beheer"), view.href("/beheer")), Crumb(say("Logboek"), None)],
        lines=[_line(view, one) for one in found], whole=whole,
        check_href=view.with_query(PATH, nakijken="1"),
        next_href=view.with_query(PATH, **asked, na=after) if after else "",
    ))  # fmt: skip


handlers = (log,)
