"""Pages for everybody: say that something is not right, and the short address of an entry."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.editing import receipts
from core.errors import Invalid
from core.moderation import reports
from core.moderation.reasons import WRONG_LABELS
from core.moderation.reports import LONGEST, Reported
from core.moderation.service import KEY
from core.permissions.service import ancestors_of, may
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Field, Filled, Option, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/melden"
DONE = "gedaan"
MOST, WINDOW = 10, 3600
"""Reports of one visitor, in seconds."""

FIELDS = (
    Field(
        "wrong", "Wat klopt er niet?", "radios", required=True, missing="Kies wat er niet klopt.",
        options=tuple(Option(value, label) for value, label in WRONG_LABELS.items()),
    ),
    Field(
        "text", "Vertel er meer over", "textarea", most=LONGEST,
        hint="Schrijf geen dingen op die niemand mag weten.",
    ),
    Field(
        "email", "Je e-mailadres", "mail",
        hint="Alleen als je antwoord wilt. De organisatie ziet je adres niet, en na het antwoord "
        "wissen we het.",
    ),
)  # fmt: skip


def entry_href(view: View, kind: str, slug: str) -> str:
    """Return the address of the page of an entry."""
    return view.href(f"{view.kinds[kind].path}/{slug}")


async def _show(
    view: View, request: Request[Any, Any, Any], found: Reported, filled: Filled, key: str
) -> Response[bytes]:
    say = view.words.gettext
    member: Member | None = view.visit.account
    above = await ancestors_of(view.session, found.area_id)
    back = entry_href(view, found.kind, found.slug)
    return private(page(
        view, request, "moderation/report.html", keep=False, status=422 if filled.errors else 200,
        crumbs=[Crumb(found.title, back), Crumb(say("Klopt er iets niet?"), None)],
        title=found.title, back_href=back, form=form_view(filled, view.words), key=key,
        action=view.href(f"{PATH}/{found.id}"),
        done=request.query_params.get(DONE) == "1",
        judge_action=view.href(f"/beheer/controle/inhoud/{found.id}")
        if may(member, KEY, on=found, ancestors=above) else "",
    ))  # fmt: skip


@get(PATH + "/{content_id:int}", guards=[public])
async def form(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Ask what is not right, or say thank you."""
    found = await reports.read_reported(db, content_id)
    view = await view_of(request, db)
    filled = show_fields(FIELDS, {})
    return await _show(view, request, found, filled, receipts.new_key())


@post(PATH + "/{content_id:int}", guards=[public])
async def send(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Put a report in the queue, once however often the form is sent."""
    sent = await read_form(request)
    found = await reports.read_reported(db, content_id)
    view = await view_of(request, db)
    filled = read_fields(FIELDS, sent)
    key = sent.one("key")
    try:
        if not filled.errors:
            reports.checked(**filled.values)
    except Invalid as refused:
        filled.fail_as(refused)
    if filled.errors:
        return await _show(view, request, found, filled, key)
    account_id = view.visit.account.account_id if view.visit.account else 0
    led_to = await receipts.begin(db, account_id, key, ((PATH, str(found.id)), *sent.pairs))
    if led_to is not None:
        return see(led_to)
    view.state.extra["limits"].check("report", view.visit.client, MOST, WINDOW)
    await reports.report(db, found.id, **filled.values)
    path = view.with_query(f"{PATH}/{found.id}", **{DONE: "1"})
    await receipts.finish(db, account_id, key, path)
    return see(path)


@get("/inhoud/{content_id:int}", guards=[public])
async def short_address(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Lead from the address of an entry that stays the same to its page."""
    found = await reports.read_reported(db, content_id)
    view = await view_of(request, db)
    return see(entry_href(view, found.kind, found.slug))


handlers = (form, send, short_address)
