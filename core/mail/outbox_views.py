"""Pages of the outbox, for who looks after the platform."""

import base64
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local
from core.errors import BadQuery, NotFound
from core.mail import outbox
from core.mail.models import DEAD, LEASED, PENDING, REFUSED, SENT
from core.mail.outbox import Posted
from core.mail.rendering import Rendered
from core.mail.senders import read_senders
from core.mail.sending import renderer_of
from core.web.facts import Crumb
from core.web.filters import Choice
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

log = logging.getLogger(__name__)

PATH = "/beheer/postvak"
DONE = "gedaan"
PROBLEMS = "problemen"
STATUS_WORDS = {
    PENDING: "Wacht tot hij aan de beurt is",
    LEASED: "Wordt nu verstuurd",
    SENT: "Verstuurd",
    DEAD: "Niet gelukt",
    REFUSED: "Niet verstuurd: wie hem krijgt, wil deze mails niet meer",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A mail as its template sees it."""

    href: str
    title: str
    address: str
    state: str
    when: str
    problem: str
    is_bad: bool


def _is_shown(view: View) -> bool:
    """Whether what mails say may be read here: not where they leave the house."""
    return not view.state.registry.mail.delivers(view.state.settings)


def _label(view: View, kind: str) -> str:
    labels = {owned.item.key: owned.item.label for owned in view.state.registry.emails}
    return view.words.gettext(labels[kind]) if kind in labels else kind


def _line(view: View, posted: Posted, title: str = "") -> Line:
    say, when = view.words.gettext, posted.sent_at or posted.created_at
    state = say(STATUS_WORDS[posted.state])
    if posted.state == PENDING and posted.problem:
        next_ = view.words.moment(posted.due_at, None, view.today)
        state = say("Niet gelukt; nog een keer op %(moment)s") % {"moment": next_}
    return Line(
        view.href(f"{PATH}/{posted.id}"), title or _label(view, posted.mail.kind),
        posted.mail.address, state, view.words.moment(when, None, local(view.now).date()),
        posted.problem, bool(posted.state == DEAD or posted.problem),
    )  # fmt: skip


async def _rendered(view: View, posted: list[Posted]) -> dict[int, Rendered]:
    """Return what mails say, by id; those that cannot be rendered are left out."""
    state = view.state
    senders = await read_senders(view.session, state.settings, state.registry)
    renderer = renderer_of(state.settings, state.registry)
    found = {}
    for one in posted if _is_shown(view) else ():
        try:
            sender = senders.get(one.site_id) or senders[None]
            found[one.id] = renderer.render(one.mail, sender)
        except Exception:
            log.warning("Mail %s cannot be shown", one.id, exc_info=True)
    return found


def _crumbs(view: View, title: str = "") -> list[Crumb]:
    say = view.words.gettext
    here = Crumb(say("Postvak"), view.href(PATH) if title else None)
    found = [Crumb(say("Beheer"), view.href("/beheer")), here]
    return [*found, Crumb(title, None)] if title else found


@get(PATH, guards=[require("core.outbox")])
async def mails(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the mails of the platform, the newest first."""
    view = await view_of(request, db)
    say, query = view.words.gettext, request.query_params
    sort = query.get("soort", "")
    if sort not in ("", PROBLEMS):
        raise BadQuery("Deze soort is er niet.", possible=(PROBLEMS,))
    found, after = await outbox.list_mails(
        db, by=view.visit.account, problems=sort == PROBLEMS, after=query.get("na", "")
    )
    rendered = await _rendered(view, found)
    titles = {id_: one.subject for id_, one in rendered.items()}
    return private(page(
        view, request, "mail/outbox.html", keep=False, crumbs=_crumbs(view),
        is_shown=_is_shown(view),
        choices=[
            Choice("", say("Alles"), not sort, view.href(PATH)),
            Choice(PROBLEMS, say("Niet gelukt"), bool(sort), view.with_query(PATH, soort=PROBLEMS)),
        ],
        lines=[_line(view, one, titles.get(one.id, "")) for one in found],
        next_href=view.with_query(PATH, soort=sort, na=after) if after else "",
    ))  # fmt: skip


@get(PATH + "/{mail_id:int}", guards=[require("core.outbox")])
async def mail(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], mail_id: FromPath[int]
) -> Response[bytes]:
    """Show one mail: how it went, and where mail stays in the house also what it says."""
    view = await view_of(request, db)
    posted = await outbox.read_mail(db, mail_id, by=view.visit.account)
    rendered = (await _rendered(view, [posted])).get(posted.id)
    line = _line(view, posted, rendered.subject if rendered else "")
    done = request.query_params.get(DONE) == "1"
    return private(page(
        view, request, "mail/one.html", keep=False, crumbs=_crumbs(view, line.title), line=line,
        kind=_label(view, posted.mail.kind), attempts=posted.attempts,
        saved=view.words.gettext("De mail wordt opnieuw verstuurd.") if done else "",
        is_shown=_is_shown(view), rendered=rendered,
        links=_links(rendered, view.state.settings.base_url) if rendered else [],
        html_href=view.href(f"{PATH}/{mail_id}/html"),
        can_send=posted.state == DEAD or (posted.state == PENDING and posted.problem != ""),
        action=view.href(f"{PATH}/{mail_id}"),
    ))  # fmt: skip


def _links(rendered: Rendered, home: str) -> list[str]:
    """Return the addresses in a mail, to be followed where it is read here."""
    found = dict.fromkeys(line for line in rendered.text.splitlines() if line.startswith("http"))
    return [address for address in found if address.rstrip("/") != home.rstrip("/")]


@get(PATH + "/{mail_id:int}/html", guards=[require("core.outbox")])
async def mail_html(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], mail_id: FromPath[int]
) -> Response[bytes]:
    """Give the HTML of a mail as a page by itself that may do nothing: no script, no form."""
    view = await view_of(request, db)
    posted = await outbox.read_mail(db, mail_id, by=view.visit.account)
    rendered = (await _rendered(view, [posted])).get(posted.id)
    if rendered is None:
        raise NotFound("Wat in deze mail staat, is hier niet te zien.")
    style = rendered.html.partition("<style>")[2].partition("</style>")[0]
    allowed = base64.b64encode(sha256(style.encode()).digest()).decode()
    answer = Response(rendered.html.encode(), media_type=MediaType.HTML)
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )
    return private(answer)


@post(PATH + "/{mail_id:int}", guards=[require("core.outbox")])
async def send_again(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], mail_id: FromPath[int]
) -> Response[bytes]:
    """Send a mail again that did not go."""
    view = await view_of(request, db)
    await outbox.send_again(db, mail_id, by=view.visit.account)
    return see(view.with_query(f"{PATH}/{mail_id}", **{DONE: "1"}))


handlers = (mails, mail, mail_html, send_again)
