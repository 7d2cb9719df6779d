"""The page on which editors say when they look: before publication, or after it."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.errors import Invalid
from core.moderation import modes
from core.moderation.service import AFTER, BEFORE, KEY
from core.neighbourhoods import service as areas
from core.permissions.service import may
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Field, Filled, Option, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/controle/wanneer"
DONE = "gedaan"
AS_ABOVE = "above"
"""How the form says that an area does as the one above it: an empty choice is none."""
MODE_LABELS = {
    BEFORE: "Eerst kijkt een redacteur, dan komt het op de site",
    AFTER: "Het komt meteen op de site, een redacteur kijkt daarna",
}


def _fields(above: str) -> tuple[Field, ...]:
    return (
        Field(
            "mode", "Wanneer kijkt de redactie naar nieuwe inhoud?", "radios", required=True,
            missing="Kies wanneer de redactie kijkt.",
            options=(
                *(Option(mode, label) for mode, label in MODE_LABELS.items()),
                Option(AS_ABOVE, "Zoals in het gebied erboven", hint=MODE_LABELS[above]),
            ),
        ),
    )  # fmt: skip


async def _show(view: View, request: Request[Any, Any, Any], filled: Filled) -> Response[bytes]:
    say, area = view.words.gettext, view.area
    below = await areas.children(view.session, area.id)
    return private(page(
        view, request, "moderation/mode.html", keep=False, status=422 if filled.errors else 200,
        crumbs=[
            Crumb(say("Beheer"), view.href("/beheer")),
            Crumb(say("Controle"), view.href("/beheer/controle")), Crumb(area.name, None),
        ],
        area_name=area.name, form=form_view(filled, view.words),
        action=view.href(f"{PATH}/{area.slug}"),
        below=[(one.name, view.href(f"{PATH}/{one.slug}")) for one in below],
        saved=say("Bewaard.") if request.query_params.get(DONE) == "1" else "",
    ))  # fmt: skip


@get(PATH, guards=[require(KEY)])
async def own_area(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Lead to the area that the member looks after: the whole site, or the first own one."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    own = member.areas_with(KEY)
    area = view.area if may(member, KEY) or not own else await areas.by_id(db, own[0])
    return see(view.href(f"{PATH}/{area.slug}"))


@get(PATH + "/{area_slug:str}", guards=[require(KEY)])
async def mode(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], area_slug: FromPath[str]
) -> Response[bytes]:
    """Show when an area is moderated, and the areas below it."""
    view = await view_of(request, db)
    found = await modes.read_mode(db, view.area, by=view.visit.account)
    fields = _fields(found.above)
    return await _show(view, request, show_fields(fields, {"mode": found.own or AS_ABOVE}))


@post(PATH + "/{area_slug:str}", guards=[require(KEY)])
async def save_mode(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], area_slug: FromPath[str]
) -> Response[bytes]:
    """Say when an area is moderated from now on."""
    view = await view_of(request, db)
    by: Member = view.visit.account
    found = await modes.read_mode(db, view.area, by=by)
    filled = read_fields(_fields(found.above), await read_form(request))
    if not filled.errors:
        chosen = filled.values["mode"]
        try:
            await modes.set_mode(db, view.area, "" if chosen == AS_ABOVE else chosen, by=by)
        except Invalid as refused:
            filled.fail_as(refused)
    if filled.errors:
        return await _show(view, request, filled)
    return see(view.with_query(f"{PATH}/{view.area.slug}", **{DONE: "1"}))


handlers = (own_area, mode, save_mode)
