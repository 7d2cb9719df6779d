"""Pages on which an editor merges two entries of one organisation: choose, look, confirm."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.editing.labels import COMMON_FIELDS
from core.manage.dashboard import STATUS_WORDS
from core.organisations import managed, merging
from core.organisations.manage_views import LIST
from core.organisations.managed import KEY
from core.organisations.merging import Preview, Side
from core.organisations.own import OWN
from core.organisations.page_parts import means_of
from core.organisations.similar import find_similar
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

MERGE = f"{LIST}/samenvoegen"
MOST = 20


def _crumbs(view: View) -> list[Crumb]:
    gettext = view.words.gettext
    return [
        Crumb(gettext("Beheer"), view.href("/beheer")),
        Crumb(gettext("Organisaties"), view.href(LIST)),
        Crumb(gettext("Samenvoegen"), None),
    ]


def _said(view: View, side: Side) -> str:
    words = [side.area, view.words.gettext(STATUS_WORDS.get(side.status, side.status))]
    if side.is_claimed:
        words.append(view.words.gettext("wordt zelf bijgehouden"))
    return " · ".join(words)


async def _candidates(view: View, goes: Side | None, words: str) -> list[tuple[str, str, str]]:
    """Return name, place and address of the next step for organisations to choose from: what the
    words find, else what has a name like the one that goes."""
    rows: list[tuple[str, str, str]] = []
    if words:
        found = await managed.list_managed(view.session, by=view.visit.account, words=words)
        rows = [(row.title, row.area, row.slug) for row in found.rows]
    elif goes:
        area_id = await merging.area_of(view.session, goes.id)
        similar = await find_similar(view.session, goes.title, area_id, limit=MOST)
        rows = [(one.title, one.area, one.slug) for one in similar]
    gone = goes.slug if goes else ""
    return [
        (title, area, view.with_query(MERGE, weg=gone or slug, blijft=slug if gone else ""))
        for title, area, slug in rows[:MOST]
        if slug != gone
    ]


def _preview_page(view: View, request: Request[Any, Any, Any], found: Preview) -> Response[bytes]:
    gettext = view.words.gettext
    filled = [gettext(one.label) for one in COMMON_FIELDS if one.name in found.filled]
    stays, goes = found.stays, found.goes
    return private(page(
        view, request, "organisations/merge.html", keep=False, crumbs=_crumbs(view),
        stays=stays, goes=goes, stays_said=_said(view, stays), goes_said=_said(view, goes),
        entries=found.entries, people=found.people,
        filled=filled, action=view.href(MERGE),
        swap_href=view.with_query(MERGE, weg=stays.slug, blijft=goes.slug),
        back_href=view.with_query(MERGE, weg=goes.slug),
    ))  # fmt: skip


@get(MERGE, guards=[require(KEY)])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Ask which organisation is there twice, then which is the same one; then show what merging
    the two would do."""
    view = await view_of(request, db)
    query, by = request.query_params, view.visit.account
    goes, stays = query.get("weg", ""), query.get("blijft", "")
    if goes and stays:
        found = await merging.preview(db, stays, goes, means_of(view), by=by)
        return _preview_page(view, request, found)
    side = await merging.find_side(db, goes, by=by) if goes else None
    words = query.get("q", "")[:100]
    return private(page(
        view, request, "organisations/merge_choose.html", keep=False, crumbs=_crumbs(view),
        goes=side, said=_said(view, side) if side else "", q=words, action=view.href(MERGE),
        candidates=await _candidates(view, side, words),
    ))  # fmt: skip


@post(MERGE, guards=[require(KEY)])
async def merge(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Merge, and go on to the organisation that stays."""
    view = await view_of(request, db)
    form = await read_form(request)
    slug = await merging.merge(
        db, form.one("blijft"), form.one("weg"), means_of(view), by=view.visit.account
    )
    return see(view.href(f"{OWN}/{slug}?gedaan=samengevoegd"))


handlers = (look, merge)
