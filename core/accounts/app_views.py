"""Pages on which a member sets an authenticator app up, and gets recovery codes."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, own_factors
from core.accounts.apps import Offer
from core.accounts.arriving import NEXT, SECURITY, ask_again, home_of, step_up, with_next
from core.accounts.members import Member
from core.accounts.squares import square_of
from core.errors import Invalid
from core.web.addresses import local_path
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import SETUP_PATH, require
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of

CODES = "/mijn/beveiliging/codes"


def crumbs(view: View, label: str) -> list[Crumb]:
    """Return the way to a page below the one about security."""
    words = view.words
    return [
        Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
        Crumb(words.gettext("Beveiliging"), view.href(SECURITY)),
        Crumb(words.gettext(label), None),
    ]


@get(SETUP_PATH, guards=[require("core.account")])
async def app_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Offer a key to an app; nothing is stored until a code shows that the app has it."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    wanted = local_path(request.query_params.get(NEXT, ""), "")
    await ask_again(db, member, with_next(SETUP_PATH, wanted))
    offer = apps.offer_app(member.account_id, view.state.settings.secret)
    return _app_page(view, request, offer, wanted)


@post(SETUP_PATH, guards=[require("core.account")])
async def take_app(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Take the app into use, and show the recovery codes the first time."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    form = await read_form(request)
    wanted = local_path(form.one(NEXT), "")
    await ask_again(db, member, with_next(SETUP_PATH, wanted))
    secret = view.state.settings.secret
    offer = apps.read_offer(member.account_id, form.one("aanbod"), secret)
    if offer is None:
        raise Invalid("Dit formulier is verlopen. Open de pagina opnieuw.")
    try:
        codes = await own_factors.add_app(db, offer, form.one("code"), by=member, secret=secret)
    except Invalid as wrong:
        return _app_page(view, request, offer, wanted, view.words.gettext(wrong.message))
    return await arrive_with_codes(request, view, db, codes, wanted)


async def arrive_with_codes(
    request: Request[Any, Any, Any], view: View, db: AsyncSession, codes: tuple[str, ...],
    wanted: str,
) -> Response[bytes]:  # fmt: skip
    """Go on in a verified session, by way of the recovery codes if there are new ones."""
    member: Member = view.visit.account
    onward = wanted or (home_of(member) if not member.withheld else "/beheer")
    answer = await step_up(
        request, db, member.session_hash, SECURITY if not wanted else onward, verified=True
    )
    if not codes:
        return answer
    shown = codes_page(view, request, codes, onward, is_first=True)
    for cookie in answer.cookies:
        shown.set_cookie(cookie)
    return shown


def codes_page(
    view: View,
    request: Request[Any, Any, Any],
    codes: tuple[str, ...],
    onward: str,
    *,
    is_first: bool = False,
) -> Response[bytes]:
    """Show recovery codes, this once."""
    return private(page(
        view, request, "account/codes.html", keep=False,
        crumbs=crumbs(view, "Herstelcodes"), codes=codes, onward=view.href(onward),
        is_first=is_first,
    ))  # fmt: skip


def _app_page(
    view: View, request: Request[Any, Any, Any], offer: Offer, wanted: str, error: str = ""
) -> Response[bytes]:
    member: Member = view.visit.account
    name = view.visit.site.name
    groups = [offer.key[at : at + 4] for at in range(0, len(offer.key), 4)]
    address = apps.app_address(offer.key, member.email, name)
    return private(page(
        view, request, "account/app.html", status=422 if error else 200, keep=False,
        crumbs=crumbs(view, "App instellen"), withheld=member.withheld, error=error,
        square=square_of(address), address=address, key=" ".join(groups), sealed=offer.sealed,
        next=wanted, action=view.href(SETUP_PATH),
    ))  # fmt: skip


handlers = (app_page, take_app)
