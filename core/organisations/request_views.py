"""Pages for who finds their own organisation: say so, prove the address, wait for an editor."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.editing import receipts
from core.organisations import claim_requests
from core.organisations.claim_form import read_request, request_fields
from core.organisations.models import Organisation
from core.organisations.own import OWN
from core.organisations.page_parts import enter, limit, mail_key, means_of, site_id_of
from core.organisations.service import PATH
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import place_of, private, see
from core.web.templating import page
from core.web.view import View, view_of

OURS = "/van-ons"
SENT, RECEIVED = f"{OURS}/verstuurd", f"{OURS}/ontvangen"


def _page(
    view: View, request: Request[Any, Any, Any], row: Organisation, filled: Filled,
    key: str, status: int = 200,
) -> Response[bytes]:  # fmt: skip
    path = f"{PATH}/{row.slug}"
    return private(page(
        view, request, "organisations/request.html", status=status, keep=False,
        crumbs=[
            Crumb(view.words.gettext("Organisaties"), view.href(PATH)),
            Crumb(row.title, view.href(path)),
            Crumb(view.words.gettext("Dit is onze organisatie"), None),
        ],
        name=row.title, form=form_view(filled, view.words), key=key,
        action=view.href(f"{path}{OURS}"),
    ))  # fmt: skip


@get(PATH + "/{slug:str}" + OURS, guards=[public])
async def form(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the form."""
    view = await view_of(request, db)
    row = await claim_requests.find_unclaimed(db, slug)
    return _page(view, request, row, show_fields(request_fields(view), {}), receipts.new_key())


@post(PATH + "/{slug:str}" + OURS, guards=[public])
async def send(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Mail a link that proves the address; who is logged in has proved it already."""
    view = await view_of(request, db)
    row = await claim_requests.find_unclaimed(db, slug)
    typed = await read_form(request)
    filled = read_fields(request_fields(view), typed)
    wanted = read_request(view, row, filled)
    if wanted is None:
        return _page(view, request, row, filled, typed.one("key"), 422)
    member: Member | None = view.visit.account
    limit(view, "claim", "" if member else wanted.email)
    account_id, to = (member.account_id, RECEIVED) if member else (0, SENT)
    key = mail_key(typed, row.slug)
    if await receipts.begin(db, account_id, key, typed.pairs) is not None:
        return see(view.href(to))
    if member:
        await claim_requests.put(db, wanted, by=member)
    else:
        place = place_of(view.visit.site)
        await claim_requests.ask(db, wanted, row.title, place=place, site_id=site_id_of(view))
    await receipts.finish(db, account_id, key, to)
    return see(view.href(to))


@get(SENT, guards=[public])
async def sent(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say that there is mail; the same for every address."""
    view = await view_of(request, db)
    hours = int(claim_requests.LASTS.total_seconds() // 3600)
    return page(view, request, "organisations/registered.html", hours=hours)


@get(RECEIVED, guards=[public])
async def received(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say what happens now."""
    view = await view_of(request, db)
    return page(view, request, "organisations/request_received.html")


@get(OURS + "/{token:str}", guards=[public])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show the button of a link; opening the page changes nothing."""
    view = await view_of(request, db)
    wanted, name = await claim_requests.look(db, token, place=place_of(view.visit.site))
    return private(page(
        view, request, "organisations/request_prove.html", keep=False, wanted=wanted, name=name,
        action=view.href(f"{OURS}/{quote(token, safe='')}"),
    ))  # fmt: skip


@post(OURS + "/{token:str}", guards=[public])
async def prove(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Put the request before an editor; for the organisation's own address none is needed."""
    view = await view_of(request, db)
    place = place_of(view.visit.site)
    made = await claim_requests.prove(db, token, means_of(view), place=place)
    if made is None:
        return see(view.href(RECEIVED))
    path = f"{OWN}/{made.slug}?gedaan=overgenomen"
    return await enter(request, view, made.account_id, path, is_new=made.is_new_account)


handlers = (form, send, sent, received, look, prove)
