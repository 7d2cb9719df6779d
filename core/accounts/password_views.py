"""Pages on which a member chooses a password, and says again who they are."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import own_password, passwords, second_step
from core.accounts.app_views import crumbs
from core.accounts.arriving import AGAIN, NEXT, SECURITY, ask_again, step_up
from core.accounts.members import Member
from core.accounts.passkey_views import ASK_KNOWN
from core.accounts.proving import can_have_keys, is_proved
from core.accounts.security_views import DONE
from core.accounts.tries import note_try
from core.errors import Invalid
from core.web.addresses import local_path
from core.web.forms import read_form
from core.web.guards import LOGIN_PATH, require
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of
from core.web.visit import visit_of

PASSWORD = SECURITY + "/wachtwoord"
NO_PASSWORD = SECURITY + "/geen-wachtwoord"


@get(PASSWORD, guards=[require("core.account")])
async def password_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the form for a new password."""
    view = await view_of(request, db)
    await ask_again(db, view.visit.account, PASSWORD)
    return _password_page(view, request)


@post(PASSWORD, guards=[require("core.account")])
async def save_password(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Store a new password; it is judged and hashed before the database is asked to wait."""
    form = await read_form(request)
    member: Member = visit_of(request.scope).account
    text, stored, wrong = form.one("password"), "", ""
    try:
        await passwords.check_new(text, (member.name, member.email))
        stored = await passwords.hash_password(text)
    except Invalid as refused:
        wrong = refused.message
    view = await view_of(request, db)
    await ask_again(db, member, PASSWORD)
    if wrong:
        return _password_page(view, request, view.words.gettext(wrong))
    return await _store(request, view, db, stored, "wachtwoord")


@post(NO_PASSWORD, guards=[require("core.account")])
async def remove_password(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Take the password away: what is left is a link by mail."""
    view = await view_of(request, db)
    await ask_again(db, view.visit.account, SECURITY)
    return await _store(request, view, db, "", "geen-wachtwoord")


async def _store(
    request: Request[Any, Any, Any], view: View, db: AsyncSession, stored: str, done: str
) -> Response[bytes]:
    member: Member = view.visit.account
    await own_password.set_password(db, stored, by=member)
    path = view.with_query(SECURITY, **{DONE: done})
    return await step_up(request, db, member.session_hash, path, verified=False)


def _password_page(view: View, request: Request[Any, Any, Any], error: str = "") -> Response[bytes]:
    return private(page(
        view, request, "account/password.html", status=422 if error else 200, keep=False,
        crumbs=crumbs(view, "Wachtwoord"), error=error, email=view.visit.account.email,
        action=view.href(PASSWORD),
    ))  # fmt: skip


@get(AGAIN, guards=[require("core.account")])
async def again_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Ask a member who they are, in one of the ways that they have."""
    view = await view_of(request, db)
    return await _again_page(view, request, request.query_params.get(NEXT, ""))


@post(AGAIN, guards=[require("core.account")])
async def say_again(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Go on in a fresh session after a right password or code."""
    form = await read_form(request)
    member: Member = visit_of(request.scope).account
    async with request.app.state.core.database.read() as reading:
        stored = await own_password.password_of(reading, by=member)
    password = form.one("password")
    good = bool(stored and password) and await passwords.matches(stored, password)
    proved = await is_proved(request, db, form, member.account_id, member.session_hash)
    if password:
        await note_try(db, member.account_id, "password", good=good)
    if not good and not proved:
        view = await view_of(request, db)
        return await _again_page(view, request, form.one(NEXT), wrong=True)
    wanted = local_path(form.one(NEXT), SECURITY)
    return await step_up(request, db, member.session_hash, wanted, verified=proved)


async def _again_page(
    view: View, request: Request[Any, Any, Any], wanted: str, *, wrong: bool = False
) -> Response[bytes]:
    member: Member = view.visit.account
    stored = await own_password.password_of(view.session, by=member)
    found = await second_step.factors_of(view.session, member.account_id)
    text = view.words.gettext("Dit klopt niet. Kijk het na en probeer het nog eens.")
    field = "password" if stored else "code"
    return private(page(
        view, request, "account/again.html", status=422 if wrong else 200, keep=False,
        crumbs=crumbs(view, "Wie ben je?"), errors={field: text} if wrong else {},
        has_password=bool(stored), has_factor=bool(found.factors), has_app=found.has_app,
        email=member.email,
        has_passkey=found.has_passkey and can_have_keys(request), ask=ASK_KNOWN,
        next=local_path(wanted, SECURITY), action=view.href(AGAIN),
        mail_action=view.href(LOGIN_PATH),
    ))  # fmt: skip


handlers = (password_page, save_password, remove_password, again_page, say_again)
