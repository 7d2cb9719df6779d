"""The form of an organisation: change it, look at its card, and meet somebody else's change."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.cards import Card
from core.editing import drafts
from core.editing.conflict_page import chosen, conflict_page
from core.editing.conflicts import find_clashes
from core.editing.draft_box import ASKED, DraftBox, draft_box
from core.editing.plain_words import hints
from core.editing.service import Overtaken
from core.errors import Invalid
from core.organisations import forms
from core.organisations.editing import FORM, Editing, read_editing, save_organisation
from core.organisations.own import KEY, OWN
from core.organisations.service import PATH as LIST
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Filled, read_fields, show_fields, take_up
from core.web.forms import Form, read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.term_options import with_terms
from core.web.view import View, view_of

BELOW = "/gegevens"
PATH = f"{OWN}/{{slug:str}}{BELOW}"
DONE = "bewaard"
SAVED = {
    "published": "Bewaard. Bezoekers zien het meteen.",
    "review": "Bewaard. De buurtredactie kijkt eerst, daarna zien bezoekers het.",
    "draft": "Bewaard. Bezoekers zien het nog niet.",
    "hidden": "Bewaard. Bezoekers zien het nu niet.",
}
"""What is said after saving, by what became of the entry."""


def _fields(view: View) -> tuple[Any, ...]:
    return with_terms(forms.FIELDS, view.snapshot.vocabulary)


async def _editing(view: View, slug: str) -> Editing:
    return await read_editing(
        view.session, slug, by=view.visit.account, vocabulary=view.snapshot.vocabulary, below=BELOW
    )


def _version(form: Form, present: int) -> int:
    text = form.one("version")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else present


def _card(view: View, values: dict[str, Any], image: tuple[str, str]) -> Card:
    """Return the card as it would be, with the picture that it has."""
    term = next(iter(values.get("categories") or ()), "")
    found = view.snapshot.vocabulary.find("category", term)
    row = SimpleNamespace(
        **{name: values.get(name) or "" for name in (
            "summary", "place_name", "street", "house_number", "city")},
        kind="organisation", slug="", title=values.get("title") or view.words.gettext("Naam"),
        facts=",".join(values.get("accessibility") or ()), lon=None, lat=None,
        category_id=found.id if found else None, confirmed_at=view.now, confirmed_by="organisation",
        step="", paused_until=None,
        owner_title="", owner_slug="", image=image[0], image_alt=image[1],
    )  # fmt: skip
    return replace(view.cards.card(row), href="#preview")


def _hints(view: View, values: dict[str, Any]) -> list[str]:
    """Return what could be easier to read; only of Dutch are the hard words known."""
    if values.get("language") != "nl":
        return []
    text = f"{values.get('summary') or ''}\n{values.get('description') or ''}"
    return [view.words.gettext(hint.message) % hint.params for hint in hints(text)]


def _answer(
    view: View, request: Request[Any, Any, Any], editing: Editing, filled: Filled,
    draft: DraftBox, *, block: str | None = None, saved: bool = False,
) -> Response[bytes]:  # fmt: skip
    words, path = view.words, f"{OWN}/{editing.slug}"
    return private(page(
        view, request, "organisations/edit.html", block=block, keep=False,
        status=422 if filled.errors else 200,
        saved=words.gettext(SAVED.get(editing.status, "Bewaard.")) if saved else "",
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(editing.title, view.href(path)), Crumb(words.gettext("Gegevens"), None),
        ],
        title=editing.title, form=form_view(filled, words), draft=draft,
        action=view.href(path + BELOW), preview_action=view.href(f"{path}{BELOW}/voorbeeld"),
        picture_href=view.href(f"/mijn/inhoud/{editing.id}/foto"),
        history_href=view.href(f"/mijn/inhoud/{editing.id}/geschiedenis"),
        points_url=view.href(f"{LIST}/kaart.json"), tiles_url=view.state.settings.tile_url or "",
        card=_card(view, filled.values, editing.image), hints=_hints(view, filled.values),
    ))  # fmt: skip


@get(PATH, guards=[require(KEY)])
async def edit(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the form with what stands there now, or with the draft that is taken up."""
    view = await view_of(request, db)
    editing = await _editing(view, slug)
    draft = await _draft(view, editing, request.query_params.get(ASKED, ""))
    fields = _fields(view)
    filled = take_up(fields, draft.pairs) if draft.is_open else show_fields(fields, editing.values)
    saved = request.query_params.get(DONE) == "1"
    return _answer(view, request, editing, filled, draft, saved=saved)


async def _draft(view: View, editing: Editing, asked: str = "") -> DraftBox:
    back = f"{OWN}/{editing.slug}{BELOW}"
    return await draft_box(
        view, FORM, editing.subject, back=back, asked=asked, version=editing.version
    )


@post(PATH, guards=[require(KEY)])
async def save(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Save the form; what is wrong comes back in it, and what somebody else saved is shown."""
    view = await view_of(request, db)
    editing = await _editing(view, slug)
    filled = read_fields(_fields(view), await read_form(request))
    version = _version(filled.form, editing.version)
    if not filled.errors:
        wanted = chosen(filled.values, filled.form)
        try:
            return await _save(view, editing, wanted, version)
        except Invalid as refused:
            filled.fail_as(refused, "postcode")
        except Overtaken as told:
            clashes = await find_clashes(db, editing.id, version, told, wanted)
            action = view.href(f"{OWN}/{editing.slug}{BELOW}")
            return conflict_page(
                view, request, filled, clashes, told.version, action=action, title=editing.title
            )
    draft = await _draft(view, editing, "verder")
    return _answer(view, request, editing, filled, draft.at(version))


async def _save(
    view: View, editing: Editing, wanted: dict[str, Any], version: int
) -> Response[bytes]:
    await save_organisation(
        view.session, editing.id, wanted, by=view.visit.account, version=version,
        vocabulary=view.snapshot.vocabulary, reindex=view.state.extra["reindex"],
        geocoder=view.state.registry.geocoder,
    )  # fmt: skip
    await drafts.drop(view.session, FORM, editing.subject, by=view.visit.account)
    return see(view.with_query(f"{OWN}/{editing.slug}{BELOW}", **{DONE: "1"}))


@post(f"{PATH}/voorbeeld", guards=[require(KEY)])
async def preview(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the card and the hints for what was typed so far; nothing is saved."""
    view = await view_of(request, db)
    editing = await _editing(view, slug)
    form = await read_form(request)
    filled = take_up(_fields(view), form.pairs)
    draft = (await _draft(view, editing, "verder")).at(_version(form, editing.version))
    return _answer(view, request, editing, filled, draft, block="preview")


handlers = (edit, save, preview)
