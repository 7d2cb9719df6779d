"""Pages on which anybody signs up, and looks after their own sign-up by the link in the mail."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.editing import receipts
from core.errors import BadQuery, Conflict, Invalid, NotFound
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of
from plugins.activities.api import PATH
from plugins.signups import own, service
from plugins.signups.forms import check, choice_words, fields_of, left_words, wish_of
from plugins.signups.offering import Offered, Subject, find_subject, read_offered

SIGN_UP = PATH + "/{slug:str}/aanmelden"
OWN = "/aanmelding/{token:str}"
DONE = "gedaan"
MOST, WINDOW = 10, 3600
"""Sign-ups of one visitor, in seconds."""


async def _found(view: View, slug: str) -> tuple[Subject, Offered]:
    subject = await find_subject(view.session, slug)
    offered = await read_offered(view.session, subject.id)
    if offered is None or not offered.is_here:
        raise NotFound("Voor deze activiteit kun je je hier niet aanmelden.")
    return subject, offered


def _show(
    view: View, request: Request[Any, Any, Any], found: tuple[Subject, Offered], filled: Filled,
    key: str,
) -> Response[bytes]:  # fmt: skip
    subject, offered = found
    back = view.href(f"{PATH}/{subject.slug}")
    single = offered.choices[0] if len(offered.choices) == 1 else None
    return private(page(
        view, request, "signups/sign_up.html", keep=False, status=422 if filled.errors else 200,
        crumbs=[Crumb(subject.title, back), Crumb(view.words.gettext("Meld je aan"), None)],
        subject=subject, back_href=back, form=form_view(filled, view.words), key=key,
        action=view.href(f"{back}/aanmelden"), is_open=bool(offered.choices),
        when=choice_words(view, single) if single else "",
        left=left_words(view, single, waits=offered.has_waiting_list) if single else "",
        done=request.query_params.get(DONE, ""),
    ))  # fmt: skip


@get(SIGN_UP, guards=[public])
async def form(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Ask who comes, or say what happens next."""
    view = await view_of(request, db)
    found = await _found(view, slug)
    filled = show_fields(fields_of(view, found[1]), {"people": 1})
    return _show(view, request, found, filled, receipts.new_key())


@post(SIGN_UP, guards=[public])
async def send(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Take the places, once however often the form is sent."""
    sent = await read_form(request)
    view = await view_of(request, db)
    found = await _found(view, slug)
    subject, offered = found
    filled = read_fields(fields_of(view, offered), sent)
    check(filled)
    if not offered.choices:
        filled.fail("name", "Aanmelden kan niet meer.")
    key = sent.one("key")
    if filled.errors:
        return _show(view, request, found, filled, key)
    account_id = view.visit.account.account_id if view.visit.account else 0
    led_to = await receipts.begin(db, account_id, key, ((subject.slug, ""), *sent.pairs))
    if led_to is not None:
        return see(led_to)
    view.state.extra["limits"].check("signup", view.visit.client, MOST, WINDOW)
    try:
        async with db.begin_nested():
            chosen, wish = wish_of(view, offered, filled)
            state = await service.sign_up(db, subject.id, chosen, wish)
    except (Conflict, Invalid) as refused:
        filled.fail_as(refused, "people")
        return _show(view, request, found, filled, receipts.new_key())
    path = view.with_query(f"{PATH}/{subject.slug}/aanmelden", **{DONE: _told(wish, state)})
    await receipts.finish(db, account_id, key, path)
    return see(path)


def _told(wish: service.Wish, state: str) -> str:
    """Return what the page says next; the same for who was in already."""
    if not wish.email:
        return "telefoon"
    return "wachtlijst" if state == "waiting" else "mail"


@get(OWN, guards=[public])
async def mine(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show somebody's sign-up; opening the link changes nothing."""
    view = await view_of(request, db)
    return await _show_own(view, request, token)


async def _show_own(
    view: View, request: Request[Any, Any, Any], token: str, problem: str = ""
) -> Response[bytes]:
    found = await own.read_own(view.session, token)
    words = view.words

    def when(at: Any) -> str:
        return words.moment(at, None, view.today) if at else ""

    return private(page(
        view, request, "signups/mine.html", keep=False, status=409 if problem else 200,
        found=found, when=when(found.starts_at), until=when(found.expires_at),
        action=view.href(f"/aanmelding/{token}"), back_href=view.href(f"{PATH}/{found.slug}"),
        calendar_href=f"{PATH}/{found.slug}.ics", problem=words.gettext(problem) if problem else "",
        saved=request.query_params.get(DONE) == "1",
    ))  # fmt: skip


@post(OWN, guards=[public])
async def change(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Confirm, come with another number, or cancel: form field ``doe``."""
    view = await view_of(request, db)
    found, sent = await own.read_own(db, token), await read_form(request)
    try:
        async with db.begin_nested():
            await _carry_out(db, found.id, sent.one("doe"), sent.one("people"))
    except (Conflict, Invalid) as refused:
        return await _show_own(view, request, token, refused.message)
    return see(view.with_query(f"/aanmelding/{token}", **{DONE: "1"}))


async def _carry_out(db: AsyncSession, id_: int, act: str, people: str) -> None:
    if act == "bevestig":
        await service.confirm(db, id_)
    elif act == "afmelden":
        await service.cancel(db, id_)
    elif act == "aantal":
        if not (people.isascii() and people.isdigit() and len(people) < 4):
            raise Invalid("Vul een heel getal in.")
        await service.change_people(db, id_, int(people))
    else:
        raise BadQuery("Dit formulier kunnen we niet lezen.")


handlers = (form, send, mine, change)
