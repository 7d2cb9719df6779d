"""Pages and answers for passkeys: making one, and the question that a browser lets a key sign."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import own_factors, passkeys
from core.accounts.app_views import arrive_with_codes, crumbs
from core.accounts.arriving import SECOND_STEP, SECURITY, WINDOW, ask_again, limits_of, told
from core.accounts.members import Member
from core.accounts.proving import can_have_keys, door_of
from core.accounts.recognising import find_pending
from core.errors import Forbidden, Invalid
from core.web.forms import Form, read_form
from core.web.guards import public, require
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of
from core.web.visit import visit_of

PASSKEY = SECURITY + "/passkey"
ASK_NEW = PASSKEY + "/vraag"
ASK_KNOWN = SECOND_STEP + "/vraag"
QUESTIONS = 20


@get(PASSKEY, guards=[require("core.account")])
async def passkey_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the form that makes a passkey."""
    view = await view_of(request, db)
    await ask_again(db, view.visit.account, PASSKEY)
    return _page(view, request, Form())


@post(PASSKEY, guards=[require("core.account")])
async def add_passkey(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Take a passkey into use, and show the recovery codes the first time."""
    view, form = await view_of(request, db), await read_form(request)
    member: Member = view.visit.account
    await ask_again(db, member, PASSKEY)
    try:
        codes = await own_factors.add_passkey(
            db, form.one("credential"), form.one("label"),
            door_of(request, member.session_hash), by=member, secret=view.state.settings.secret,
        )  # fmt: skip
    except Invalid as wrong:
        return _page(view, request, form, wrong)
    return await arrive_with_codes(request, view, db, codes, "")


@post(ASK_NEW, guards=[require("core.account")])
async def ask_new(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Give the question for a new key."""
    member: Member = visit_of(request.scope).account
    await ask_again(db, member, PASSKEY)
    door = door_of(request, member.session_hash)
    return _json(await passkeys.ask_new(db, member.account_id, member.email, door))


@post(ASK_KNOWN, guards=[public])
async def ask_known(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Give the question for a key that there is, to whoever is half way or says again who."""
    asker = visit_of(request.scope).account or await find_pending(db, **told(request))
    if asker is None:
        raise Forbidden("Je bent niet meer ingelogd. Log in en probeer het opnieuw.")
    limits_of(request).check("passkey-question", str(asker.account_id), QUESTIONS, WINDOW)
    door = door_of(request, asker.session_hash)
    return _json(await passkeys.ask_known(db, asker.account_id, door))


def _json(text: str) -> Response[bytes]:
    return private(Response(text.encode(), status_code=200, media_type="application/json"))


def _page(
    view: View, request: Request[Any, Any, Any], form: Form, wrong: Invalid | None = None
) -> Response[bytes]:
    said = {
        name: view.words.gettext(text) for name, text in (wrong.fields if wrong else {}).items()
    }
    return private(page(
        view, request, "account/passkey.html", status=422 if wrong else 200, keep=False,
        crumbs=crumbs(view, "Passkey maken"), errors=said, label=form.one("label"),
        can_have_keys=can_have_keys(request), action=view.href(PASSKEY), ask=ASK_NEW,
    ))  # fmt: skip


handlers = (passkey_page, add_passkey, ask_new, ask_known)
