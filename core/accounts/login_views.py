"""The login page: a link by mail, or a password."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import entering, passwords
from core.accounts.arriving import (
    NEXT,
    SECOND_STEP,
    WINDOW,
    arrive,
    home_of,
    limits_of,
    new_session,
    told,
    with_next,
)
from core.accounts.members import Member
from core.accounts.recognising import find_pending
from core.accounts.service import fold_email
from core.errors import Invalid
from core.web.addresses import local_path
from core.web.forms import Form, read_form
from core.web.guards import LOGIN_PATH, public
from core.web.session import place_of, private, see
from core.web.templating import page
from core.web.view import view_of
from core.web.visit import visit_of

PASSWORD = "/inloggen/wachtwoord"  # noqa: S105 - a path
SENT = "gestuurd"
PER_ADDRESS, PER_NETWORK, EVERYWHERE = 5, 50, 40
"""Tries in a quarter: for one address from one network, from one network, for one address."""


@get(LOGIN_PATH, guards=[public])
async def login(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show how to log in; whoever has done so goes on to where they wanted to be."""
    member: Member | None = visit_of(request.scope).account
    asked = request.query_params.get(NEXT, "")
    if member:
        wanted = local_path(asked, home_of(member))
        return see(home_of(member) if wanted.startswith(LOGIN_PATH) else wanted)
    if await find_pending(db, **told(request)):
        return see(with_next(SECOND_STEP, asked))
    return await _page(request, db, Form(((NEXT, asked),)))


@post(LOGIN_PATH, guards=[public])
async def ask_link(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Mail a link; the answer is the same for addresses that we know and that we do not."""
    form, visit = await read_form(request), visit_of(request.scope)
    try:
        email = fold_email(form.one("email"))
    except Invalid as wrong:
        return await _page(request, db, form, {"email": wrong.message})
    _count(request, "login-link", email)
    await entering.mail_link(
        db, email, place_of(visit.site), wanted=with_next("", form.one(NEXT)),
        site_id=None if visit.site.is_platform else visit.site.id,
    )  # fmt: skip
    return see(f"{LOGIN_PATH}?{SENT}=1")


@post(PASSWORD, guards=[public])
async def use_password(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Log in with a password. It is compared before anything is written: that takes a while."""
    form, password = await read_form(request), (await read_form(request)).one("password")
    try:
        email = fold_email(form.one("account"))
    except Invalid as odd:
        return await _page(request, db, form, {"account": odd.message})
    _count(request, "login-password", email)
    async with request.app.state.core.database.read() as reading:
        candidate = await entering.find_candidate(reading, email)
    good = await passwords.matches(candidate.password_hash, password)
    begun = await entering.enter(db, candidate, password, good=good, **new_session(request))
    if begun is None:
        wrong = Invalid(
            "Dit adres en dit wachtwoord horen niet bij elkaar. Je kunt ook een link laten mailen."
        )
        return await _page(request, db, form, {"password": wrong.message})
    limits_of(request).forget("login-password", f"{email} {visit_of(request.scope).client}")
    return arrive(request, begun, form.one(NEXT))


def _count(request: Request[Any, Any, Any], name: str, email: str) -> None:
    """Count a try; raises TooMany."""
    limits, client = limits_of(request), visit_of(request.scope).client
    limits.check(name, f"{email} {client}", PER_ADDRESS, WINDOW)
    limits.check(f"{name}-network", client, PER_NETWORK, WINDOW)
    limits.check(f"{name}-address", email, EVERYWHERE, WINDOW)


async def _page(
    request: Request[Any, Any, Any], db: AsyncSession, form: Form,
    errors: dict[str, str] | None = None,
) -> Response[bytes]:  # fmt: skip
    view = await view_of(request, db)
    said = {name: view.words.gettext(text) for name, text in (errors or {}).items()}
    return private(page(
        view, request, "account/login.html", status=422 if said else 200, keep=False,
        email=form.one("email"), account_email=form.one("account"), errors=said,
        next=local_path(form.one(NEXT), ""), is_sent=request.query_params.get(SENT) == "1",
        action=view.href(LOGIN_PATH), password_action=view.href(PASSWORD),
        contact_email=view.snapshot.stored.get("core.contact_email", ""),
    ))  # fmt: skip


handlers = (login, ask_link, use_password)
