"""The page of an area's guide: what there is, how far a new one is, and the PDF itself."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local
from core.errors import BadQuery
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import see
from core.web.templating import page
from core.web.view import View, view_of
from plugins.wijkgids import service
from plugins.wijkgids.service import LARGE, NORMAL, SIZES, GuideView

PATH = "/buurten/{area_slug:str}/wijkgids"
LETTER, BLOCK = "letter", "guides"
LABELS = {NORMAL: "Gewone letters", LARGE: "Grote letters"}
STATES = {
    "wanted": "Hij staat in de rij.",
    "gathering": "De gegevens worden bij elkaar gezocht.",
    "drawing": "De bladzijden worden opgemaakt.",
    "failed": "Het maken is niet gelukt. Probeer het nog eens.",
}


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in one size as the template sees it."""

    size: str
    label: str
    href: str
    about: str
    progress: str
    is_busy: bool
    is_current: bool


def _row(view: View, size: str, found: GuideView | None) -> GuideRow:
    say = view.words.gettext
    about, made = "", found.made_at if found else None
    if found and made:
        day = view.words.date(local(made).date(), view.today)
        pages = view.words.ngettext("%(num)s bladzijde", "%(num)s bladzijden", found.pages)
        about = f"{pages % {'num': found.pages}}, {found.file_size // 1024 + 1} kB, {day}"
    return GuideRow(
        size, say(LABELS[size]),
        view.href(f"/buurten/{view.area.slug}/wijkgids.pdf?{LETTER}={size}") if made else "",
        about, say(STATES[found.state]) if found and found.state in STATES else "",
        bool(found and found.is_busy), bool(found and found.is_current),
    )  # fmt: skip


@get(PATH, guards=[public])
async def guide(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the guides of an area; with htmx only how far they are."""
    view = await view_of(request, db)
    words, area = view.words, view.area
    found = await service.guides_of(db, area.id, words.language)
    rows = [_row(view, size, found.get(size)) for size in SIZES]
    answer = page(
        view, request, "wijkgids/page.html", block=BLOCK, keep=False,
        area_name=area.name, rows=rows, action=view.href(f"/buurten/{area.slug}/wijkgids"),
        is_busy=any(row.is_busy for row in rows),
        crumbs=[
            Crumb(words.gettext("Buurten"), view.href("/buurten")),
            Crumb(area.name, view.href(f"/buurten/{area.slug}")),
            Crumb(words.gettext("Wijkgids"), None),
        ],
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@post(PATH, guards=[public])
async def ask(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Ask that a guide is made."""
    size = (await read_form(request)).one(LETTER)
    if size not in SIZES:
        raise BadQuery("Kies gewone of grote letters.", possible=SIZES)
    view = await view_of(request, db)
    await service.ask(db, view.area.id, size, view.words.language)
    return see(view.href(f"/buurten/{view.area.slug}/wijkgids"))


@get(f"{PATH}.pdf", guards=[public])
async def pdf(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Give the PDF that was made last, in ``letter=normaal`` or ``groot``."""
    size = request.query_params.get(LETTER, NORMAL)
    if size not in SIZES:
        raise BadQuery("Kies gewone of grote letters.", possible=SIZES)
    view = await view_of(request, db)
    content = await service.content_of(db, view.area.id, size, view.words.language)
    name = f"wijkgids-{view.area.slug}-{size}.pdf"
    kept = "no-store" if view.visit.account else "no-cache"
    return Response(
        content, media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": kept},
    )  # fmt: skip


handlers = (guide, ask, pdf)
