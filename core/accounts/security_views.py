"""The page about how one logs in, and the question who one is before that changes."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import apps, own_factors, second_step
from core.accounts.app_views import CODES, codes_page
from core.accounts.arriving import SECURITY, ask_again, step_up
from core.accounts.members import Member
from core.accounts.own_password import password_of
from core.accounts.second_step import FactorView
from core.clock import local
from core.errors import NotFound
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import SETUP_PATH, require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

DONE = "gedaan"
FACTOR = SECURITY + "/stap"


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A second proof as its template sees it."""

    id: str
    label: str
    is_app: bool
    since: str
    used: str
    action: str


def _row(view: View, factor: FactorView) -> FactorRow:
    words, today = view.words, view.today
    is_app = factor.kind == apps.KIND
    return FactorRow(
        f"factor-{factor.id}",
        words.gettext("App voor codes") if is_app else factor.label or words.gettext("Passkey"),
        is_app,
        words.date(local(factor.created_at).date(), today),
        words.moment(factor.used_at, None, today) if factor.used_at else "",
        view.href(f"{FACTOR}/{factor.id}"),
    )


def _done(view: View, what: str) -> str:
    said = {
        "wachtwoord": view.words.gettext(
            "Je wachtwoord is bewaard. Op andere apparaten ben je uitgelogd."
        ),
        "geen-wachtwoord": view.words.gettext("Je wachtwoord is weg. Inloggen kan per mail."),
        "naam": view.words.gettext("Bewaard."),
        "weg": view.words.gettext("De tweede stap is weggehaald."),
        "erbij": view.words.gettext("Je tweede stap is ingesteld."),
    }
    return said.get(what, "")


@get(SECURITY, guards=[require("core.account")])
async def security(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show how the member logs in."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    found = await second_step.factors_of(db, member.account_id)
    words = view.words
    return private(page(
        view, request, "account/security.html", keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(words.gettext("Beveiliging"), None),
        ],
        saved=_done(view, request.query_params.get(DONE, "")), withheld=member.withheld,
        has_password=bool(await password_of(db, by=member)), has_app=found.has_app,
        factors=[_row(view, factor) for factor in found.factors], codes_left=found.codes_left,
        setup=view.href(SETUP_PATH), passkey=view.href(SECURITY + "/passkey"),
        codes_action=view.href(CODES), password=view.href(SECURITY + "/wachtwoord"),
    ))  # fmt: skip


@post(FACTOR + "/{factor:str}", guards=[require("core.account")])
async def remove_factor(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], factor: FromPath[str]
) -> Response[bytes]:
    """Take a second proof away, and go on in a new session."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    await ask_again(db, member, SECURITY)
    await own_factors.remove_factor(db, _id(factor), by=member)
    path = view.with_query(SECURITY, **{DONE: "weg"})
    return await step_up(request, db, member.session_hash, path, verified=False)


@post(FACTOR + "/{factor:str}/naam", guards=[require("core.account")])
async def rename_factor(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], factor: FromPath[str]
) -> Response[bytes]:
    """Give a passkey another name."""
    form, view = await read_form(request), await view_of(request, db)
    await own_factors.rename(db, _id(factor), form.one("label"), by=view.visit.account)
    return see(view.with_query(SECURITY, **{DONE: "naam"}))


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise NotFound("Deze tweede stap is er niet meer.")
    return int(text)


@get(CODES, guards=[require("core.account")])
async def after_codes(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Lead back who opens the address of the codes again: they are shown once."""
    return see(SECURITY)


@post(CODES, guards=[require("core.account")])
async def new_codes(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Make new recovery codes and show them."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    await ask_again(db, member, SECURITY)
    codes = await own_factors.new_codes(db, by=member, secret=view.state.settings.secret)
    return codes_page(view, request, codes, SECURITY)


handlers = (security, remove_factor, rename_factor, after_codes, new_codes)
