"""The page on which an organisation reads a decision about its entry, and appeals."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.moderation import appeals, words
from core.moderation.appeals import LONGEST, Decision
from core.web.controls import form_view
from core.web.facts import Crumb, paragraphs
from core.web.fields import Field, Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/mijn/bezwaar"
DONE = "gedaan"

FIELDS = (
    Field(
        "text", "Waarom ben je het er niet mee eens?", "textarea", most=LONGEST, required=True,
        missing="Schrijf waarom je het er niet mee eens bent.",
    ),
)  # fmt: skip


def _show(
    view: View, request: Request[Any, Any, Any], found: Decision, filled: Filled
) -> Response[bytes]:
    say = view.words.gettext
    kind = view.kinds[found.kind]
    return private(page(
        view, request, "moderation/decision.html", keep=False,
        status=422 if filled.errors else 200,
        crumbs=[Crumb(say("Mijn pagina"), view.href("/mijn")), Crumb(found.title, None)],
        decision=found, answer=paragraphs(found.answer),
        appeal_body=paragraphs(found.appeal_body), appeal_answer=paragraphs(found.appeal_answer),
        state=say(words.STATE_LABELS[found.state]),
        when=words.when(view, found.decided_at) if found.decided_at else "",
        form=form_view(filled, view.words), action=view.href(f"{PATH}/{found.case_id}"),
        edit_href=view.href(kind.edit_address(found.slug)) if kind.edit_path else "",
        saved=say("Je bezwaar is verstuurd. Je hoort van ons.")
        if request.query_params.get(DONE) == "1" else "",
    ))  # fmt: skip


@get(PATH + "/{case_id:int}", guards=[require("core.organisation")])
async def decision(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], case_id: FromPath[int]
) -> Response[bytes]:
    """Show a decision, why it was made, and the way to appeal."""
    view = await view_of(request, db)
    found = await appeals.read_decision(db, case_id, by=view.visit.account)
    return _show(view, request, found, show_fields(FIELDS, {}))


@post(PATH + "/{case_id:int}", guards=[require("core.organisation")])
async def appeal(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], case_id: FromPath[int]
) -> Response[bytes]:
    """Appeal: somebody else looks at it again."""
    view = await view_of(request, db)
    by = view.visit.account
    found = await appeals.read_decision(db, case_id, by=by)
    filled = read_fields(FIELDS, await read_form(request))
    if not filled.errors:
        try:
            await appeals.appeal(db, found.case_id, by=by, text=filled.values["text"])
        except Invalid as refused:
            filled.fail_as(refused)
    if filled.errors:
        return _show(view, request, found, filled)
    return see(view.with_query(f"{PATH}/{found.case_id}", **{DONE: "1"}))


handlers = (decision, appeal)
