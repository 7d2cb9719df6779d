"""The pages of an entry's history, for who looks after it: what changed, and putting it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local
from core.editing import undo
from core.editing.entries import KEY, OWN, OwnEntry, own_entry
from core.editing.saying import ChangeView, Sayer
from core.editing.story import Line, area_names, read_lines
from core.errors import BadQuery, Conflict
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = f"{OWN}/{{content_id:int}}/geschiedenis"
BACK = f"{PATH}/{{number:int}}/terug"
STATUS_WORDS = {
    "created": "Gemaakt",
    "changed": "Gewijzigd",
    "undone": "Teruggezet zoals het eerder was",
    "published": "Op de site gezet",
    "hidden": "Van de site gehaald",
    "restored": "Weer op de site gezet",
    "archived": "Naar het archief",
    "confirmed": "Gezegd dat alles nog klopt",
    "paused": "Even gestopt",
    "resumed": "Weer begonnen",
    "refused": "Afgewezen door de buurtredactie",
    "cancelled": "Eén datum gaat niet door",
    "uncancelled": "Eén datum gaat toch door",
    "moved": "Eén datum is verplaatst",
    "review": "Wacht op de buurtredactie",
    "draft": "Weer een concept",
    "claimed": "In beheer genomen",
    "merged": "Samengevoegd",
}
"""What was done, in words."""
ROLE_LABELS = {
    "organisation": "de organisatie",
    "editor": "de buurtredactie",
    "import": "het overnemen uit een lijst",
    "feed": "het overnemen van de eigen site",
    "ladder": "de site zelf, omdat niemand liet horen of het nog klopt",
    "visitor": "een bezoeker",
}
"""In which quality it was done, in words."""


AT_ONCE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the history in words; ``undo_href`` is empty for what cannot be put back."""

    what: str
    when: str
    who: str
    note: str
    changes: tuple[ChangeView, ...]
    undo_href: str


def _who(view: View, line: Line) -> str:
    words = view.words
    quality = words.gettext(ROLE_LABELS.get(line.actor, line.actor))
    if line.on_behalf:
        quality = words.gettext("%(who)s, namens de organisatie") % {"who": quality}
    return f"{line.name} ({quality})" if line.name else quality


def _line(view: View, entry: OwnEntry, line: Line, sayer: Sayer) -> LineView:
    is_new = line.action == "created"
    names = sayer.told(line.after) if line.is_edit else []
    return LineView(
        what=view.words.gettext(STATUS_WORDS.get(line.action, line.action)),
        when=view.words.moment(line.at, None, view.today),
        who=_who(view, line),
        note="" if line.is_edit or is_new else line.note,
        changes=tuple(
            sayer.change(name, line.before.get(name), line.after[name]) for name in names
        ),
        undo_href=view.href(f"{entry.path}/geschiedenis/{line.number}/terug") if names else "",
    )


def _without_echoes(lines: list[Line]) -> list[Line]:
    """Leave out that an entry was confirmed by the very edit that the next line tells."""
    older = [*lines, None][1:]
    return [
        line
        for line, edit in zip(lines, older, strict=True)
        if not (
            line.action == "confirmed" and edit and edit.is_edit and line.at - edit.at < AT_ONCE
        )
    ]


def _frame(view: View, entry: OwnEntry, *more: Crumb) -> list[Crumb]:
    words = view.words
    home = f"/mijn/organisaties/{entry.owner_slug}" if entry.owner_slug else "/mijn"
    return [
        Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
        Crumb(entry.title, view.href(home)), *more,
    ]  # fmt: skip


def _number(text: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin.")
    return int(text or 0)


@get(PATH, guards=[require(KEY)])
async def history(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Show what happened to an entry, latest first."""
    view = await view_of(request, db)
    entry = await own_entry(db, content_id, by=view.visit.account)
    before = _number(request.query_params.get("na", ""))
    lines, more = await read_lines(db, content_id, before=before)
    values = [part for line in lines for part in (line.before, line.after)]
    sayer = Sayer(view, entry.kind, await area_names(db, values))
    path = f"{entry.path}/geschiedenis"
    return private(page(
        view, request, "editing/history.html", keep=False, title=entry.title,
        crumbs=_frame(view, entry, Crumb(view.words.gettext("Geschiedenis"), None)),
        lines=[_line(view, entry, line, sayer) for line in _without_echoes(lines)],
        more_href=view.with_query(path, na=more) if more else "",
        done=request.query_params.get("gedaan") == "1",
    ))  # fmt: skip


async def _undo_page(
    view: View, request: Request[Any, Any, Any], entry: OwnEntry, number: int, problem: str = "",
    status: int = 200,
) -> Response[bytes]:  # fmt: skip
    plan = await undo.plan_undo(
        view.session, entry.id, number, by=view.visit.account,
        vocabulary=view.snapshot.vocabulary,
    )  # fmt: skip
    values = [{s.name: s.now for s in plan.steps}, {s.name: s.back for s in plan.steps}]
    sayer = Sayer(view, entry.kind, await area_names(view.session, values))
    told = sayer.told(step.name for step in plan.steps)
    path = f"{entry.path}/geschiedenis"
    words = view.words
    return private(page(
        view, request, "editing/undo.html", keep=False, status=status, title=entry.title,
        crumbs=_frame(view, entry, Crumb(words.gettext("Geschiedenis"), view.href(path)),
                      Crumb(words.gettext("Zet terug"), None)),
        when=words.date(local(plan.line.at).date(), view.today), who=_who(view, plan.line),
        steps=[
            sayer.change(step.name, step.now, step.back, later=step.is_later)
            for step in plan.steps if step.name in told
        ],
        version=plan.version, action=view.href(f"{path}/{number}/terug"), problem=problem,
        back_href=view.href(path),
    ))  # fmt: skip


@get(BACK, guards=[require(KEY)])
async def ask(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession],
    content_id: FromPath[int], number: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Show what putting back would do, and ask."""
    view = await view_of(request, db)
    entry = await own_entry(db, content_id, by=view.visit.account)
    return await _undo_page(view, request, entry, number)


@post(BACK, guards=[require(KEY)])
async def put_back(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession],
    content_id: FromPath[int], number: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Put back what was chosen; when the entry changed meanwhile, ask once more."""
    view = await view_of(request, db)
    entry = await own_entry(db, content_id, by=view.visit.account)
    form = await read_form(request)
    try:
        await undo.undo(
            db, content_id, number, form.many("veld"), by=view.visit.account,
            version=_number(form.one("version")), kind=view.kinds[entry.kind],
            vocabulary=view.snapshot.vocabulary, reindex=view.state.extra["reindex"],
        )  # fmt: skip
    except Conflict as refused:
        problem = view.words.gettext(refused.message)
        return await _undo_page(view, request, entry, number, problem, status=409)
    return see(view.with_query(f"{entry.path}/geschiedenis", gedaan="1"))


handlers = (history, ask, put_back)
