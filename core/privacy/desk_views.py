"""Pages on which the platform manager gives or erases what is known of somebody who asks for it.

The address stands in the form and never in the address of a page, where logs would keep it.
"""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.service import fold_email
from core.errors import BadQuery, DomainError, Invalid
from core.privacy import service
from core.privacy.leaving import forget
from core.privacy.service import Erased, Known
from core.privacy.views import Shown, as_json, shown
from core.web.facts import Crumb
from core.web.forms import Form, read_form
from core.web.guards import require
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/privacy"
KEY = "core.privacy"
LOOK, TAKE, ERASE = "bekijk", "download", "wis"
SURE = "zeker"


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows below its form."""

    email: str = ""
    known: tuple[Shown, ...] = ()
    erased: tuple[Erased, ...] | None = None
    errors: tuple[tuple[str, str], ...] = ()
    """Names of controls with what is wrong."""


@get(PATH, guards=[require(KEY)])
async def desk(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Ask for an address."""
    return _page(await view_of(request, db), request, Found())


@post(PATH, guards=[require(KEY)])
async def carry_out(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show, give or erase what is known of an address."""
    view = await view_of(request, db)
    form = await read_form(request)
    wanted = form.one("wat") or LOOK
    if wanted not in (LOOK, TAKE, ERASE):
        raise BadQuery("Dit kan hier niet.", possible=(LOOK, TAKE, ERASE))
    try:
        email = fold_email(form.one("email"))
    except Invalid as problem:
        errors = (("email", view.words.gettext(problem.message)),)
        return _page(view, request, Found(form.one("email"), errors=errors))
    if wanted == ERASE:
        return await _erase(view, request, email, form)
    known = await _known(view, email)
    if wanted == TAKE:
        return _file(view, known)
    return _page(view, request, Found(email, tuple(shown(view, one) for one in known)))


async def _known(view: View, email: str) -> list[Known]:
    account_id = await service.account_of(view.session, email)
    return await service.export(
        view.session, view.state.registry, email, account_id, by=view.visit.account
    )


def _file(view: View, known: list[Known]) -> Response[bytes]:
    body = as_json(known, view.words, view.now).encode()
    answer = Response(body, media_type="application/json; charset=utf-8")
    answer.headers["content-disposition"] = 'attachment; filename="gegevens.json"'
    return private(answer)


async def _erase(
    view: View, request: Request[Any, Any, Any], email: str, form: Form
) -> Response[bytes]:
    """Erase when the manager said to be sure; else show what there is, and ask again."""
    by, problem = view.visit.account, ""
    if email == by.email:
        problem = view.words.gettext("Dit ben je zelf. Verwijder je account op je eigen pagina.")
    elif form.one(SURE) != "1":
        problem = view.words.gettext("Zet eerst een vinkje: wissen kun je niet terugdraaien.")
    else:
        account_id = await service.account_of(view.session, email)
        try:
            erased = await forget(
                view.session, view.state.registry, email, account_id,
                view.state.extra["reindex"], by=by,
            )  # fmt: skip
        except DomainError as refused:
            problem = view.words.gettext(refused.message)
        else:
            return _page(view, request, Found(email, erased=tuple(erased)))
    known = tuple(shown(view, one) for one in await _known(view, email))
    return _page(view, request, Found(email, known, errors=((SURE, problem),)))


def _page(view: View, request: Request[Any, Any, Any], found: Found) -> Response[bytes]:
    say = view.words.gettext
    return private(page(
        view, request, "privacy/desk.html", keep=False, status=422 if found.errors else 200,
        crumbs=[Crumb(say("Beheer"), view.href("/beheer")), Crumb(say("Privacy"), None)],
        action=view.href(PATH), found=found, errors=dict(found.errors),
        erased=None if found.erased is None else [
            (say(one.label), one.count) for one in found.erased if one.count
        ],
    ))  # fmt: skip


handlers = (desk, carry_out)
