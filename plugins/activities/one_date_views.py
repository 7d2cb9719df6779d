"""The page on which one date of an activity is moved, or does not take place and why."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import local
from core.errors import Invalid
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Field, Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of
from plugins.activities import one_date, own
from plugins.activities.dates_views import DATES, DONE
from plugins.activities.one_date import NewTime
from plugins.activities.own import OWN
from plugins.activities.service import PUBLISH

ONE = DATES + "/{number:int}"
FIELDS = (
    Field("day", "Op welke dag?", "date", required=True, missing="Kies de dag waarop het is."),
    Field("starts", "Begint om", "time", required=True,
          missing="Vul in hoe laat het begint, zoals 10:00."),
    Field("ends", "Duurt tot", "time"),
    Field("note", "Wat moeten bezoekers weten?", most=200,
          hint="Bijvoorbeeld: deze keer in de bibliotheek."),
)  # fmt: skip
WHY = (
    Field("why", "Waarom niet?", most=200, hint="Bijvoorbeeld: de zaal is dicht."),
)  # fmt: skip


@get(ONE, guards=[require(PUBLISH)])
async def one(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Show when one date is, to move it or to say that it does not take place."""
    view = await view_of(request, db)
    row = await own.find_for_change(db, slug, by=view.visit.account, below=f"/data/{number}")
    found = await one_date.find_date(db, row, number)
    begin = local(found.starts_at, row.timezone)
    ends = local(found.ends_at, row.timezone).time() if found.ends_at else None
    values = {"day": begin.date(), "starts": begin.time(), "ends": ends, "note": found.note}
    return await _page(view, request, row, found, show_fields(FIELDS, values))


@post(ONE, guards=[require(PUBLISH)])
async def change_one(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Move one date, or say that it does not take place (field ``af``)."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    row = await own.find_for_change(db, slug, by=member)
    found = await one_date.find_date(db, row, number)
    form = await read_form(request)
    if form.one("af"):
        why = read_fields(WHY, form)
        if why.errors:
            filled = show_fields(FIELDS, {})
            return await _page(view, request, row, found, filled, why, status=422)
        await one_date.cancel(db, row, number, why.values.get("why") or "", by=member)
        return see(view.with_query(f"{OWN}/{row.slug}/data", **{DONE: "1"}))
    filled = read_fields(FIELDS, form)
    if not filled.errors:
        said = filled.values
        at = NewTime(said["day"], said["starts"], said.get("ends"))
        try:
            await one_date.move(db, row, number, at, said.get("note") or "", by=member)
        except Invalid as refused:
            filled.fail_as(refused)
    if filled.errors:
        return await _page(view, request, row, found, filled, status=422)
    return see(view.with_query(f"{OWN}/{row.slug}/data", **{DONE: "1"}))


async def _page(
    view: View, request: Request[Any, Any, Any], row: Any, found: Any, filled: Filled,
    why: Filled | None = None, status: int = 200,
) -> Response[bytes]:  # fmt: skip
    words = view.words
    owner = await own.owner_of(view.session, row.owner_id)
    path = f"{OWN}/{row.slug}/data"
    return private(page(
        view, request, "activities/own_date.html", keep=False, status=status,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(owner.title, view.href(f"/mijn/organisaties/{owner.slug}")),
            Crumb(words.gettext("Activiteiten"), view.href(owner.path)),
            Crumb(row.title, view.href(path)),
        ],
        title=row.title, when=words.moment(found.starts_at, found.ends_at, view.today),
        form=form_view(filled, words), why=form_view(why or show_fields(WHY, {}), words),
        action=view.href(f"{path}/{found.id}"),
    ))  # fmt: skip


handlers = (one, change_one)
