"""Pages of cabinets: the list, one cabinet, and the button that says that it was seen."""

from typing import Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.permissions.service import holds_anywhere
from core.web.facts import Crumb, address, paragraphs
from core.web.guards import require
from core.web.query import next_page, read_query
from core.web.routing import list_route, page_route
from core.web.sections import load_sections
from core.web.templating import page
from core.web.view import view_of
from ruilkast import service
from ruilkast.service import PATH
from ruilkast.slots import CABINET_PAGE, CabinetContext


@list_route(PATH)
async def cabinets(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the cabinets of an area, by title."""
    view = await view_of(request, db)
    query = await read_query(request, view)
    found = await service.list_cabinets(db, view.area.id, after=query.after)
    return page(
        view, request, "ruilkast/list.html", block="results",
        area_name=view.area.name,
        count=view.words.count(found.total, 1000, "ruilkast", "ruilkasten"),
        cards=await view.cards.load(db, found.ids),
        page=next_page(view, query, view.base + PATH, found.next_key),
        suggestions=[Crumb(view.words.gettext("Alle ruilkasten"), view.href(PATH))],
    )  # fmt: skip


@page_route(f"{PATH}/{{slug:str}}")
async def cabinet(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show one cabinet."""
    view = await view_of(request, db)
    found = await service.read_detail(db, slug, view.snapshot.vocabulary)
    entry, say = found.entry, view.words.gettext
    context = view.slot_context(CabinetContext, cabinet_id=entry.id)
    return page(
        view, request, "ruilkast/detail.html",
        crumbs=[Crumb(say("Ruilkasten"), view.href(PATH)), Crumb(entry.title, None)],
        entry=entry,
        paragraphs=paragraphs(entry.description),
        facts=[
            ("map-pins", say("Waar"), address(entry), None),
            ("book", say("Wat je er vindt"), found.holds, None),
        ],
        quiet_days=view.snapshot.stored["ruilkast.days"] if found.is_quiet else 0,
        can_note=holds_anywhere(view.visit.account, "ruilkast.see"),
        sections=await load_sections(view, request, CABINET_PAGE.key, context),
    )  # fmt: skip


@post(f"{PATH}/{{slug:str}}/gezien", guards=[require("ruilkast.see")])
async def seen(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Redirect:
    """Note that the cabinet was seen today."""
    view = await view_of(request, db)
    await service.note_seen(db, slug, by=view.visit.account)
    return Redirect(f"{PATH}/{slug}", status_code=303)


handlers = (cabinets, cabinet, seen)
