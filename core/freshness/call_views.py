"""Pages of editors: whom to call, and what came of it."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import local
from core.errors import Invalid
from core.freshness import calls
from core.freshness.calls import Call, ToCall
from core.freshness.policies import policies_in_force
from core.permissions.service import holds_anywhere
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/bellen"
DONE = "gedaan"
OUTCOMES = {
    calls.CONFIRMED: "Alles klopt nog",
    calls.NO_ANSWER: "Geen gehoor",
    calls.LATER: "Bel later terug",
    calls.STOPPED: "Gestopt",
}
SAID = {
    calls.CONFIRMED: "Genoteerd. Alles staat weer als gecontroleerd.",
    calls.NO_ANSWER: "Genoteerd. De organisatie staat nu onderaan de lijst.",
    calls.LATER: "Genoteerd. De organisatie blijft nog minstens een week staan.",
    calls.STOPPED: "Genoteerd. De organisatie staat niet meer op de site.",
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """An organisation on the list as its template sees it."""

    id: int
    title: str
    area: str
    phone: str
    tel_href: str
    email: str
    reason: str
    hidden: str
    titles: tuple[str, ...]
    more: int
    calls: list[str]
    action: str
    answers_href: str
    note: str
    errors: dict[str, str]


def _reason(view: View, found: ToCall) -> str:
    words = view.words
    if not found.was_mailed:
        return words.gettext("Er is niemand om te mailen.")
    if found.asked_at is None:
        return words.gettext("Twee mails, geen antwoord.")
    day = words.short_date(local(found.asked_at).date(), view.today)
    return words.gettext("Twee mails, geen antwoord sinds %(day)s.") % {"day": day}


def _call(view: View, call: Call) -> str:
    day = view.words.short_date(local(call.at).date(), view.today)
    said = f"{day}: {view.words.gettext(OUTCOMES.get(call.outcome, call.outcome))}"
    return f"{said}. {call.note}" if call.note else said


def _row(view: View, found: ToCall, note: str, errors: dict[str, str]) -> CallRow:
    words = view.words
    day = words.short_date(local(found.hidden_at).date(), view.today) if found.hidden_at else ""
    text = words.gettext("Verdwijnt op %(day)s van de site als niemand iets zegt.")
    own = holds_anywhere(view.visit.account, "core.organisation")
    return CallRow(
        found.id, found.title, found.area, words.phone(found.phone),
        f"tel:{found.phone}" if found.phone else "", found.email, _reason(view, found),
        text % {"day": day} if day else "", found.titles, found.count - len(found.titles),
        [_call(view, call) for call in found.calls], view.href(f"{PATH}/{found.id}"),
        view.href(f"/mijn/organisaties/{found.slug}/klopt")
        if own and found.kind == "organisation" else "",
        note, errors,
    )  # fmt: skip


async def _show(
    view: View, request: Request[Any, Any, Any], about: int = 0, note: str = "",
    errors: dict[str, str] | None = None,
) -> Response[bytes]:  # fmt: skip
    member: Member = view.visit.account
    words, done = view.words, request.query_params.get(DONE, "")
    found = await calls.list_to_call(view.session, by=member)
    total = await calls.count_to_call(view.session, by=member)
    wrong = errors or {}
    return private(page(
        view, request, "freshness/calls.html", status=422 if wrong else 200, keep=False,
        crumbs=[
            Crumb(words.gettext("Beheer"), view.href("/beheer")),
            Crumb(words.gettext("Bellen"), None),
        ],
        saved=words.gettext(SAID[done]) if done in SAID else "",
        total=total, outcomes=list(OUTCOMES.items()),
        errors=[(f"{name}-{about}", text) for name, text in wrong.items()],
        rows=[
            _row(view, one, *((note, wrong) if one.id == about else ("", {}))) for one in found
        ],
    ))  # fmt: skip


@get(PATH, guards=[require(calls.KEY)])
async def to_call(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show whom to call in one's areas."""
    return await _show(await view_of(request, db), request)


@post(PATH + "/{organisation_id:int}", guards=[require(calls.KEY)])
async def called(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession],
    organisation_id: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Write down what came of a call."""
    view = await view_of(request, db)
    form = await read_form(request)
    id_, outcome = organisation_id, form.one("outcome")
    note = " ".join(form.one(f"note-{id_}").split())
    policies = await policies_in_force(db, view.state.registry)
    try:
        await calls.record_call(
            db, id_, outcome, note, policies, view.state.extra["reindex"], by=view.visit.account
        )
    except Invalid as refused:
        errors = {name: view.words.gettext(text) for name, text in refused.fields.items()}
        return await _show(view, request, id_, note, errors)
    return see(view.with_query(PATH, **{DONE: outcome}))


handlers = (to_call, called)
