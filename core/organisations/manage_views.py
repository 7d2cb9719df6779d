"""Pages of editors about organisations: who looks after itself, who is invited, who asks."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local
from core.errors import BadQuery, Invalid
from core.manage.dashboard import STATUS_WORDS
from core.organisations import claim_requests, inviting, managed
from core.organisations.claim_requests import Waiting
from core.organisations.managed import FILTERS, ManagedRow
from core.organisations.own import OWN
from core.organisations.page_parts import means_of
from core.web.facts import Crumb
from core.web.filters import Choice
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

KEY = managed.KEY
LIST, REQUESTS = "/beheer/organisaties", "/beheer/organisaties/aanvragen"
LABELS = {
    "zonder-mensen": "Zonder mensen",
    "zonder-mail": "Zonder mensen en zonder mail",
    "uitgenodigd": "Uitgenodigd, nog geen antwoord",
    "wacht": "Wacht op controle",
    "alle": "Alle",
}
MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation as the list shows it."""

    id: int
    title: str
    said: tuple[str, ...]
    href: str
    merge_href: str
    can_invite: bool


def _line(view: View, row: ManagedRow) -> Line:
    words = view.words

    def day(text: str, at: Any) -> str:
        return words.gettext(text) % {"day": words.date(local(at).date(), view.today)}

    said = [row.area, words.gettext(STATUS_WORDS.get(row.status, row.status))]
    said.append(row.email or words.gettext("geen e-mailadres"))
    if row.claimed_at:
        said.append(day("zelf bijgehouden sinds %(day)s", row.claimed_at))
    elif row.invited_at:
        said.append(day("uitgenodigd op %(day)s", row.invited_at))
    return Line(
        row.id, row.title, tuple(said), view.href(f"{OWN}/{row.slug}"),
        view.with_query(f"{LIST}/samenvoegen", weg=row.slug),
        not row.claimed_at and bool(row.email) and row.status == "published",
    )  # fmt: skip


def _filters(view: View, wanted: str, words: str) -> list[Choice]:
    return [
        Choice(
            one, view.words.gettext(LABELS[one]), one == wanted,
            view.with_query(LIST, toon=one, q=words),
        )
        for one in FILTERS
    ]  # fmt: skip


def _invited(view: View, sent: str, left: str) -> str:
    """Say what became of inviting; both are numbers that our own redirect wrote."""
    if not (sent.isdecimal() and left.isdecimal() and len(sent + left) < 12):
        return ""
    text = view.words.ngettext(
        "%(num)s organisatie is uitgenodigd.", "%(num)s organisaties zijn uitgenodigd.", int(sent)
    ) % {"num": sent}
    if int(left):
        rest = "Overgeslagen: %(num)s. Die hebben al mensen, geen adres, of zijn net uitgenodigd."
        text = f"{text} {view.words.gettext(rest) % {'num': left}}"
    return str(text)


@get(LIST, guards=[require(KEY)])
async def organisations(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the organisations of the member's areas, to invite them or to act for them."""
    view = await view_of(request, db)
    query, by = request.query_params, view.visit.account
    wanted, words = query.get("toon", FILTERS[0]), query.get("q", "")[:MOST_WORDS]
    if wanted not in FILTERS:
        raise BadQuery("Deze lijst is er niet.", possible=FILTERS)
    found = await managed.list_managed(
        db, by=by, wanted=wanted, words=words, after=query.get("na", "")
    )
    gettext = view.words.gettext
    return private(page(
        view, request, "organisations/managed.html", keep=False,
        crumbs=[Crumb(gettext("Beheer"), view.href("/beheer")),
                Crumb(gettext("Organisaties"), None)],
        saved=_invited(view, query.get("uitgenodigd", ""), query.get("niet", "0")),
        filters=_filters(view, wanted, words), wanted=wanted, q=words, action=view.href(LIST),
        count_text=view.words.count(found.total, found.total, "organisatie", "organisaties"),
        lines=[_line(view, row) for row in found.rows],
        uninvited=len(await inviting.uninvited(db, by=by)),
        new_href=view.href(f"{LIST}/nieuw"), invite_href=view.href(f"{LIST}/uitnodigen"),
        onward=view.with_query(LIST, toon=wanted, q=words, na=found.next_key)
        if found.next_key else "",
        requests_href=view.href(REQUESTS), requests=await claim_requests.count_open(db, by=by),
    ))  # fmt: skip


@post(LIST + "/uitnodigen", guards=[require(KEY)])
async def invite(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Invite the organisations that were ticked, or all that never were invited."""
    view = await view_of(request, db)
    form, by = await read_form(request), view.visit.account
    if form.one("wie") == "alle":
        made, _ = await inviting.invite_all(db, by=by)
    else:
        ids = [int(id_) for id_ in form.many("id") if id_.isdecimal() and len(id_) < 19]
        made = await inviting.invite(db, ids[: inviting.MOST], by=by)
    left = sum(made.left.values())
    return see(view.href(f"{LIST}?uitgenodigd={made.sent}&niet={left}"))


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as its template sees it."""

    waiting: Waiting
    since: str
    phone: str
    same_domain: bool
    action: str


def _row(view: View, one: Waiting) -> RequestRow:
    since = view.words.date(local(one.created_at).date(), view.today)
    domain = one.email.rpartition("@")[2]
    known = {one.known_email.rpartition("@")[2].lower()} - {""}
    return RequestRow(
        one, since, view.words.phone(one.phone), domain in known,
        view.href(f"{REQUESTS}/{one.id}"),
    )  # fmt: skip


async def _requests(
    view: View, request: Request[Any, Any, Any], *, error: str = "", at: int = 0, typed: str = ""
) -> Response[bytes]:
    found = await claim_requests.list_open(view.session, by=view.visit.account)
    gettext = view.words.gettext
    done = request.query_params.get("gedaan", "")
    return private(page(
        view, request, "organisations/requests.html", status=422 if error else 200, keep=False,
        crumbs=[Crumb(gettext("Beheer"), view.href("/beheer")),
                Crumb(gettext("Organisaties"), view.href(LIST)),
                Crumb(gettext("Aanvragen"), None)],
        saved=gettext("Gelukt. Wie het vroeg, krijgt bericht.") if done == "1" else "",
        rows=[_row(view, one) for one in found], error=error, at=at, typed=typed,
    ))  # fmt: skip


@get(REQUESTS, guards=[require(KEY)])
async def requests(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show who says that an organisation is theirs."""
    return await _requests(await view_of(request, db), request)


@post(REQUESTS + "/{claim_id:int}", guards=[require(KEY)])
async def decide(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], claim_id: FromPath[int]
) -> Response[bytes]:
    """Say yes, or no with a reason."""
    view = await view_of(request, db)
    form, by = await read_form(request), view.visit.account
    choice = form.one("besluit")
    if choice not in ("ja", "nee"):
        raise BadQuery("Kies ja of nee.", possible=("ja", "nee"))
    if choice == "ja":
        await claim_requests.approve(db, claim_id, means_of(view), by=by)
        return see(view.href(f"{REQUESTS}?gedaan=1"))
    try:
        await claim_requests.refuse(db, claim_id, form.one("reason"), by=by)
    except Invalid as wrong:
        error = view.words.gettext(wrong.message)
        return await _requests(view, request, error=error, at=claim_id, typed=form.one("reason"))
    return see(view.href(f"{REQUESTS}?gedaan=1"))


handlers = (organisations, invite, requests, decide)
