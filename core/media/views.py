"""The page on which an entry gets its picture: a step of its own, that needs no JavaScript."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.editing.entries import KEY, OWN, OwnEntry, own_entry
from core.errors import Invalid
from core.media import service
from core.media.choosing import choose_picture
from core.web.controls import form_view
from core.web.facts import Crumb
from core.web.fields import Field, Filled, read_fields, show_fields
from core.web.forms import TAKES_FILES, Form, read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = f"{OWN}/{{content_id:int}}/foto"
DONE = "bewaard"
FILE = "foto"
FIELDS = (
    Field(
        "alt", "Wat is er op de foto te zien?", most=300, required=True,
        missing="Schrijf wat er te zien is, of kruis aan dat de foto voor de sfeer is.",
        hint="Voor mensen die de foto niet zien. Bijvoorbeeld: zes mensen koken samen soep.",
    ),
    Field(
        "decorative", "De foto is alleen voor de sfeer: er is niets op te zien dat je moet weten",
        "checkbox",
    ),
)  # fmt: skip


def _answer(
    view: View, request: Request[Any, Any, Any], entry: OwnEntry, filled: Filled,
    picture: service.Picture | None, *, saved: bool = False,
) -> Response[bytes]:  # fmt: skip
    words = view.words
    home = view.href(f"/mijn/organisaties/{entry.owner_slug}" if entry.owner_slug else "/mijn")
    return private(page(
        view, request, "media/choose.html", keep=False, status=422 if filled.errors else 200,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(entry.title, home), Crumb(words.gettext("Foto"), None),
        ],
        title=entry.title, form=form_view(filled, words), picture=picture, shown=entry.image,
        action=view.href(f"{entry.path}/foto"), home=home, saved=saved,
        has_picture=bool(entry.image),
    ))  # fmt: skip


@get(PATH, guards=[require(KEY)])
async def choose(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Show the picture of an entry, and the form to bring in another."""
    view = await view_of(request, db)
    entry = await own_entry(db, content_id, by=view.visit.account)
    picture = await service.find(db, entry.image, entry.image_alt)
    alone = bool(entry.image) and not entry.image_alt
    filled = show_fields(FIELDS, {"alt": entry.image_alt, "decorative": alone})
    saved = request.query_params.get(DONE) == "1"
    return _answer(view, request, entry, filled, picture, saved=saved)


async def _bring_in(view: View, form: Form, filled: Filled) -> str:
    """Return the hash of the picture that was sent, now or just before; empty without one."""
    sent = form.file(FILE)
    if sent is None:
        return form.one("hash")
    view.state.extra["limits"].check("picture", str(view.visit.account.account_id), 30, 600)
    try:
        shrunk = await view.state.extra["workshop"].shrink(sent.content)
    except Invalid as refused:
        filled.errors[FILE] = refused
        return form.one("hash")
    registry, settings = view.state.registry, view.state.settings
    return await service.keep(
        view.session, registry.storage, settings, shrunk, by=view.visit.account
    )


@post(PATH, guards=[require(KEY)], **TAKES_FILES)
async def save(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Show the picture that was sent with the entry; one that came in well is never lost."""
    view = await view_of(request, db)
    entry = await own_entry(db, content_id, by=view.visit.account)
    form = await read_form(request)
    filled = read_fields(FIELDS, form)
    hash_ = ""
    if form.one("remove") == "1":
        filled.errors.clear()
    else:
        hash_ = await _bring_in(view, form, filled)
        _check(filled, hash_)
    if not filled.errors:
        try:
            alt = "" if filled.values["decorative"] else filled.values.get("alt", "")
            await choose_picture(
                db, content_id, hash_, alt, by=view.visit.account, instead_of=form.one("shown"),
                vocabulary=view.snapshot.vocabulary, reindex=view.state.extra["reindex"],
            )  # fmt: skip
            return see(view.with_query(f"{entry.path}/foto", **{DONE: "1"}))
        except Invalid as refused:
            filled.fail_as(refused, FILE)
    picture = await service.find(db, hash_ or entry.image, form.one("alt"))
    return _answer(view, request, entry, filled, picture)


def _check(filled: Filled, hash_: str) -> None:
    if not hash_:
        filled.fail(FILE, "Kies een foto.")
    if filled.values["decorative"]:
        filled.errors.pop("alt", None)


handlers = (choose, save)
