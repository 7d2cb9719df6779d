"""Pages on which an organisation registers, in two minutes and without an account."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.editing import receipts
from core.organisations import registration
from core.organisations.own import OWN
from core.organisations.page_parts import enter, limit, mail_key, means_of, site_id_of
from core.organisations.registration_form import ABOUT, fields_of, read_registration
from core.organisations.similar import Similar, find_similar
from core.web.controls import form_view
from core.web.fields import Filled, read_fields, show_fields
from core.web.forms import Form, read_form
from core.web.guards import public
from core.web.session import place_of, private, see
from core.web.templating import page
from core.web.view import View, view_of

REGISTER = "/registreren"
SENT = f"{REGISTER}/verstuurd"


def _page(
    view: View, request: Request[Any, Any, Any], filled: Filled, key: str,
    similar: Sequence[Similar] = (), status: int = 200,
) -> Response[bytes]:  # fmt: skip
    form = form_view(filled, view.words)
    return private(page(
        view, request, "organisations/register.html", status=status, keep=False, form=form,
        about=form.only(*ABOUT), person=[one for one in form if one.name not in ABOUT],
        action=view.href(REGISTER), key=key, similar=similar, seen=ids_of(similar),
    ))  # fmt: skip


def ids_of(similar: Sequence[Similar]) -> str:
    """Return what the form says when these were looked at."""
    return "-".join(str(one.id) for one in sorted(similar, key=lambda one: one.id))


@get(REGISTER, guards=[public])
async def form(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the form."""
    view = await view_of(request, db)
    return _page(view, request, show_fields(await fields_of(view), {}), receipts.new_key())


@post(REGISTER, guards=[public])
async def send(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Mail a link that proves the address; whoever is logged in registers at once.

    Names that look like this one are shown first, with everything that was typed.
    """
    view = await view_of(request, db)
    typed = await read_form(request)
    filled = read_fields(await fields_of(view), typed)
    wanted = await read_registration(view, filled)
    if wanted is None:
        return _page(view, request, filled, typed.one("key"), status=422)
    similar = await find_similar(db, wanted.title, wanted.area_id)
    if not is_seen(similar, typed):
        return _page(view, request, filled, typed.one("key"), similar, status=422)
    member: Member | None = view.visit.account
    limit(view, "register", "" if member else wanted.email)
    account_id = member.account_id if member else 0
    key = typed.one("key") if member else mail_key(typed)
    before = await receipts.begin(db, account_id, key, typed.pairs)
    if before is not None:
        return see(view.href(before))
    if member is None:
        place, site_id = place_of(view.visit.site), site_id_of(view)
        await registration.ask(db, wanted, place=place, site_id=site_id)
        await receipts.finish(db, 0, key, SENT)
        return see(view.href(SENT))
    slug, _ = await registration.register(db, wanted, means_of(view), by=member)
    path = f"{OWN}/{slug}?gedaan=ingeschreven"
    await receipts.finish(db, account_id, key, path)
    return await enter(request, view, account_id, path, is_new=False)


def is_seen(similar: Sequence[Similar], typed: Form) -> bool:
    """Whether somebody already said of each of these that it is another one."""
    said = set(typed.one("other").split("-"))
    return {str(one.id) for one in similar} <= said


@get(SENT, guards=[public])
async def sent(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Say that there is mail; the same for every address."""
    view = await view_of(request, db)
    hours = int(registration.LASTS.total_seconds() // 3600)
    return page(view, request, "organisations/registered.html", hours=hours)


@get(REGISTER + "/{token:str}", guards=[public])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show the button of a link; opening the page changes nothing."""
    view = await view_of(request, db)
    wanted = await registration.look(db, token, place=place_of(view.visit.site))
    action = view.href(f"{REGISTER}/{quote(token, safe='')}")
    return private(page(
        view, request, "organisations/prove.html", keep=False, action=action, wanted=wanted,
    ))  # fmt: skip


@post(REGISTER + "/{token:str}", guards=[public])
async def prove(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Make the organisation, and the account where there is none."""
    view = await view_of(request, db)
    place = place_of(view.visit.site)
    made = await registration.prove(db, token, means_of(view), place=place)
    path = f"{OWN}/{made.slug}?gedaan=ingeschreven"
    return await enter(request, view, made.account_id, path, is_new=made.is_new_account)


handlers = (form, send, sent, look, prove)
