"""The page on which an editor puts an organisation in the directory for its people."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.editing import receipts
from core.organisations import creating
from core.organisations.manage_views import LIST
from core.organisations.managed import KEY
from core.organisations.own import OWN
from core.organisations.page_parts import means_of
from core.organisations.registration_form import about_fields, area_of
from core.organisations.registration_views import ids_of, is_seen
from core.organisations.similar import Similar, find_similar
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Field, Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

NEW = f"{LIST}/nieuw"
CONTACT = (
    Field(
        "email", "E-mailadres van de organisatie", "mail",
        hint="Hier kun je straks de uitnodiging heen sturen. Bezoekers zien het ook.",
    ),
    Field("phone", "Telefoonnummer van de organisatie", "tel", hint="Bezoekers zien het ook."),
)  # fmt: skip


async def _fields(view: View) -> tuple[Field, ...]:
    about = await about_fields(view)
    return (*about, *(replace(one, autocomplete="off") for one in CONTACT))


def _page(
    view: View, request: Request[Any, Any, Any], filled: Filled, key: str,
    similar: Sequence[Similar] = (), status: int = 200,
) -> Response[bytes]:  # fmt: skip
    gettext = view.words.gettext
    return private(page(
        view, request, "organisations/new.html", status=status, keep=False,
        crumbs=[
            Crumb(gettext("Beheer"), view.href("/beheer")),
            Crumb(gettext("Organisaties"), view.href(LIST)),
            Crumb(gettext("Nieuwe organisatie"), None),
        ],
        form=form_view(filled, view.words), action=view.href(NEW), key=key, similar=similar,
        seen=ids_of(similar),
    ))  # fmt: skip


@get(NEW, guards=[require(KEY)])
async def form(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the form."""
    view = await view_of(request, db)
    return _page(view, request, show_fields(await _fields(view), {}), receipts.new_key())


@post(NEW, guards=[require(KEY)])
async def create(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Put the organisation in the directory; names that look like it are shown first."""
    view = await view_of(request, db)
    typed, by = await read_form(request), view.visit.account
    member: Member = by
    filled = read_fields(await _fields(view), typed)
    area_id = await area_of(view, filled)
    if area_id and not await creating.may_create(db, area_id, by=member):
        filled.fail("area", "Kies een buurt waar je redacteur van bent.")
    if filled.errors or area_id is None:
        return _page(view, request, filled, typed.one("key"), status=422)
    similar = await find_similar(db, filled.values["title"], area_id)
    if not is_seen(similar, typed):
        return _page(view, request, filled, typed.one("key"), similar, status=422)
    before = await receipts.begin(db, member.account_id, typed.one("key"), typed.pairs)
    if before is not None:
        return see(view.href(before))
    names = ("title", "summary", "category", "email", "phone")
    wanted = creating.New(area_id=area_id, **{name: filled.values[name] for name in names})
    slug = await creating.create(db, wanted, means_of(view), by=member)
    path = f"{OWN}/{slug}?gedaan=gemaakt"
    await receipts.finish(db, member.account_id, typed.one("key"), path)
    return see(view.href(path))


handlers = (form, create)
