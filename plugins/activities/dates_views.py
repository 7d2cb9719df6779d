"""The page on which one date of an activity is cancelled, or takes place after all."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.errors import BadQuery
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import view_of
from plugins.activities import one_date, own
from plugins.activities.agenda import coming_dates
from plugins.activities.own import OWN
from plugins.activities.schedule import rule_of
from plugins.activities.service import PUBLISH
from plugins.activities.when_words import sentence, state_words

DATES = OWN + "/{slug:str}/data"
DONE = "gedaan"
SHOWN = 26


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date: when, what is otherwise, and where it is changed."""

    when: str
    state: str
    is_cancelled: bool
    is_otherwise: bool
    number: str
    href: str


@get(DATES, guards=[require(PUBLISH)])
async def dates(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the coming dates of an activity, each of which can be cancelled."""
    view = await view_of(request, db)
    row = await own.find_for_change(db, slug, by=view.visit.account, below="/data")
    owner = await own.owner_of(db, row.owner_id)
    rule, words = rule_of(row), view.words
    return private(page(
        view, request, "activities/own_dates.html", keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(owner.title, view.href(f"/mijn/organisaties/{owner.slug}")),
            Crumb(words.gettext("Activiteiten"), view.href(owner.path)),
            Crumb(row.title, None),
        ],
        title=row.title, sentence=sentence(rule, words, view.today) if rule else "",
        dates=[
            DateLine(
                words.moment(one.starts_at, one.ends_at, view.today),
                state_words(words, one, view.today), one.is_cancelled,
                bool(one.is_cancelled or one.moved_from or one.note), str(one.id),
                view.href(f"{OWN}/{row.slug}/data/{one.id}"),
            )
            for one in await coming_dates(db, row.id, view.now, SHOWN)
        ],
        action=view.href(f"{OWN}/{row.slug}/data"), edit_href=view.href(f"{OWN}/{row.slug}"),
        saved=words.gettext("Gelukt: bezoekers zien wat je hebt gewijzigd.")
        if request.query_params.get(DONE) == "1" else "",
    ))  # fmt: skip


@post(DATES, guards=[require(PUBLISH)])
async def set_date(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Say that one date does not take place, or does: field ``af`` or ``door`` has its number."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    row = await own.find_for_change(db, slug, by=member)
    form = await read_form(request)
    number = form.one("af") or form.one("door")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise BadQuery("Dit formulier kunnen we niet lezen.")
    if form.one("af"):
        await one_date.cancel(db, row, int(number), "", by=member)
    else:
        await one_date.restore(db, row, int(number), by=member)
    return see(view.with_query(f"{OWN}/{row.slug}/data", **{DONE: "1"}))


handlers = (dates, set_date)
