"""Pages on which a member says who they are, and proves another address."""

from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import profile
from core.accounts.arriving import ask_again, limits_of
from core.accounts.members import Member
from core.accounts.profile import Profile
from core.errors import Invalid
from core.web.facts import Crumb
from core.web.forms import Form, read_form
from core.web.guards import public, require
from core.web.locales import LANGUAGES
from core.web.session import place_of, private, see
from core.web.templating import page
from core.web.view import View, view_of

ACCOUNT, ADDRESS = "/mijn/account", "/mijn/account/adres"
NEW = "/adres/{token:str}"
DONE = "gedaan"
NAMES = {"nl": "Nederlands", "en": "English"}
A_DAY = 24 * 3600


@get(ACCOUNT, guards=[require("core.account")])
async def account_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the forms of the own account."""
    view = await view_of(request, db)
    typed = Form((("email", email),)) if (email := request.query_params.get("email")) else Form()
    return await _page(view, request, typed, {})


@post(ACCOUNT, guards=[require("core.account")])
async def save_account(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Change name and language of mail."""
    form, view = await read_form(request), await view_of(request, db)
    language = form.one("language")
    try:
        if language not in LANGUAGES:
            text = "Kies een van de talen."
            raise Invalid(text, fields={"language": text})
        await profile.save_profile(db, form.one("name"), language, by=view.visit.account)
    except Invalid as wrong:
        return await _page(view, request, form, wrong.fields)
    return see(view.with_query(ACCOUNT, **{DONE: "bewaard"}))


@post(ADDRESS, guards=[require("core.account")])
async def ask_address(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Mail a link to a new address; the answer is the same for one that is taken."""
    form, view = await read_form(request), await view_of(request, db)
    member: Member = view.visit.account
    await ask_again(db, member, f"{ACCOUNT}?{urlencode({'email': form.one('email')})}")
    limits_of(request).check("new-address", str(member.account_id), 5, A_DAY)
    site = view.visit.site
    try:
        await profile.ask_address(
            db, form.one("email"), place_of(site), by=member,
            site_id=None if site.is_platform else site.id,
        )  # fmt: skip
    except Invalid as wrong:
        return await _page(view, request, form, wrong.fields)
    return see(view.with_query(ACCOUNT, **{DONE: "gestuurd"}))


def _done(view: View, what: str) -> str:
    said = {
        "bewaard": view.words.gettext("Bewaard."),
        "gestuurd": view.words.gettext(
            "Kijk in je mail op het nieuwe adres. Daar staat een link. Pas als je die hebt"
            " gebruikt, verandert je adres. Geen mail? Dan kan dit adres niet."
        ),
    }
    return said.get(what, "")


async def _page(
    view: View, request: Request[Any, Any, Any], form: Form, errors: Any
) -> Response[bytes]:
    found: Profile = await profile.read_profile(view.session, by=view.visit.account)
    words = view.words
    typed = dict(form.pairs)
    return private(page(
        view, request, "account/profile.html", status=422 if errors else 200, keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(words.gettext("Je account"), None),
        ],
        saved=_done(view, request.query_params.get(DONE, "")),
        errors={name: words.gettext(text) for name, text in errors.items()},
        name=typed.get("name", found.name), language=typed.get("language", found.language),
        languages=[(key, NAMES[key]) for key in LANGUAGES], present=found.email,
        email=typed.get("email", ""), action=view.href(ACCOUNT),
        address_action=view.href(ADDRESS),
    ))  # fmt: skip


@get(NEW, guards=[public])
async def address_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show the button of a link to a new address; opening the page changes nothing."""
    view = await view_of(request, db)
    email = await profile.look_at_address(db, token, place_of(view.visit.site))
    return private(page(
        view, request, "account/new_address.html", keep=False, email=email,
        action=view.href(f"/adres/{quote(token, safe='')}"),
    ))  # fmt: skip


@post(NEW, guards=[public])
async def change_address(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Change the address of the account that asked for the link."""
    view = await view_of(request, db)
    await profile.change_address(db, token, place_of(view.visit.site))
    return private(page(view, request, "account/address_changed.html", keep=False))


handlers = (account_page, save_account, ask_address, address_page, change_address)
