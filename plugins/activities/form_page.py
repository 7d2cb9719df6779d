"""The page of the activity form: its controls, the coming dates, and how visitors see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.response import Response

from core.editing.draft_box import DraftBox
from core.editing.plain_words import hints
from core.errors import DomainError
from core.recurrence import Recurrence
from core.web.controls import form_view, sentence
from core.web.facts import Crumb
from core.web.fields import Field, Filled
from core.web.session import private
from core.web.templating import page
from core.web.view import View
from plugins.activities.card_preview import card_preview
from plugins.activities.form_fields import GROUPS, fields_for
from plugins.activities.own import OwnerPlace
from plugins.activities.service import PATH
from plugins.activities.when_fields import FIELDS as WHEN
from plugins.activities.when_fields import NAMES
from plugins.activities.when_form import read_when
from plugins.activities.when_words import preview
from plugins.activities.writing import Tools

LOOK = "look"
"""Name of the buttons that show the dates or the card, and save nothing."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the page of one form is about."""

    owner: OwnerPlace
    title: str
    action: str
    draft: DraftBox
    save: str
    """What its button says."""
    key: str = ""
    """Of a new activity, so that it is made once."""
    copied: str = ""
    """Slug of the activity that it is a copy of: its picture comes along."""
    standing: Recurrence | None = None
    history_href: str = ""
    picture_href: str = ""
    on_behalf: bool = False
    """Whether who fills it in is an editor, not of the organisation."""
    image: tuple[str, str] = ("", "")
    """Hash of the picture that it has, and what can be seen on it."""
    copies: tuple[Crumb, ...] = ()
    """Activities that may be copied."""

    def sent_back(self) -> "FormPage":
        """Return the page of a form that comes back as it was sent, whatever draft there is."""
        return replace(self, draft=self.draft.at(self.draft.version), copies=())


def tools_of(view: View) -> Tools:
    """Return what a service needs to write."""
    return Tools(view.snapshot.vocabulary, view.state.extra["reindex"])


def activity_fields(view: View, owner: OwnerPlace) -> tuple[Field, ...]:
    """Return the fields of the form for an organisation."""
    street = f"{owner.street} {owner.house_number}".strip()
    own_address = ", ".join(part for part in (owner.place_name, street, owner.city) if part)
    return fields_for(view.snapshot.vocabulary, own_address)


def form_page(
    view: View, request: Request[Any, Any, Any], about: FormPage, filled: Filled, *,
    status: int = 200, looked: str = "",
) -> Response[bytes]:  # fmt: skip
    """Answer with the form, or with the block that htmx asks for."""
    apart = replace(filled, errors={})
    when = read_when(apart, view.today, about.standing)
    shown = preview(when, view.words, view.today) if when else None
    words = view.words
    form = form_view(filled, words)
    wrong = {name for name, _ in form.errors}
    typed = {name for name, _ in filled.form.pairs if filled.form.one(name)}
    return private(page(
        view, request, "activities/form.html", block=looked or None, status=status, keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(about.owner.title, view.href(f"/mijn/organisaties/{about.owner.slug}")),
            Crumb(words.gettext("Activiteiten"), view.href(about.owner.path)),
            Crumb(about.title, None),
        ],
        about=replace(about, copied=about.copied or filled.form.one("copied")),
        form=form, groups={
            name: form.only(*(one.name for one in fields)) for name, fields in GROUPS.items()
        },
        opened={
            name: bool((wrong | typed) & {one.name for one in fields} - {"language"})
            for name, fields in GROUPS.items()
        },
        preview=shown, todo=_todo(view, {**apart.errors, **filled.errors}) if looked else [],
        card=card_preview(view, filled, shown, about.owner, about.image),
        hints=_hints(view, filled),
        points_url=view.href(f"{PATH}/kaart.json"), tiles_url=view.state.settings.tile_url or "",
    ))  # fmt: skip


def only_problems_of(filled: Filled, looked: str) -> None:
    """Keep what is wrong with the dates when somebody looks at them, and nothing otherwise."""
    kept = NAMES if looked == "dates" else frozenset()
    filled.errors = {name: error for name, error in filled.errors.items() if name in kept}


def _todo(view: View, errors: Mapping[str, DomainError]) -> list[str]:
    """Return what is still to be filled in before there are dates to show."""
    return [
        sentence(errors[one.name], view.words) for one in WHEN
        if one.name in errors and one.name != "often"
    ]  # fmt: skip


def _hints(view: View, filled: Filled) -> list[str]:
    """Return what could be easier to read; only of Dutch are the hard words known."""
    if filled.values.get("language", "nl") != "nl":
        return []
    names = ("summary", "description", "how_to_join", "what_to_bring", "come_alone")
    text = "\n".join(str(filled.values.get(name) or "") for name in names)
    return [view.words.gettext(hint.message) % hint.params for hint in hints(text)]
