"""The page of the activity form: its controls, the coming dates, and how visitors see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.response import Response

from core.content.cards import Card
from core.content.models import ACCESSIBILITY, CATEGORY
from core.editing.draft_box import DraftBox
from core.editing.plain_words import hints
from core.errors import DomainError
from core.media.files import file_path
from core.recurrence import Recurrence
from core.web.controls import form_view, sentence
from core.web.facts import Crumb
from core.web.fields import Field, Filled
from core.web.session import private
from core.web.templating import page
from core.web.view import View
from plugins.activities.form_fields import GROUPS, fields_for
from plugins.activities.form_values import read_values
from plugins.activities.models import ADDRESS, OWN
from plugins.activities.own import OwnerPlace
from plugins.activities.service import PATH
from plugins.activities.when_fields import FIELDS as WHEN
from plugins.activities.when_fields import NAMES
from plugins.activities.when_form import When, read_when
from plugins.activities.when_words import Preview, preview
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
        preview=_preview(view, when), todo=_todo(view, {**apart.errors, **filled.errors}),
        card=preview_card(view, filled, when, about),
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


def _preview(view: View, when: When | None) -> Preview | None:
    return preview(when, view.words, view.today) if when else None


def _hints(view: View, filled: Filled) -> list[str]:
    """Return what could be easier to read; only of Dutch are the hard words known."""
    if filled.values.get("language", "nl") != "nl":
        return []
    names = ("summary", "description", "how_to_join", "what_to_bring", "come_alone")
    text = "\n".join(str(filled.values.get(name) or "") for name in names)
    return [view.words.gettext(hint.message) % hint.params for hint in hints(text)]


def preview_card(view: View, filled: Filled, when: When | None, about: FormPage) -> Card:
    """Return the card of what was typed so far, with the picture that there is."""
    owner, (image, image_alt) = about.owner, about.image
    words, vocabulary = view.words, view.snapshot.vocabulary
    apart = replace(filled, errors={})
    values: Mapping[str, Any] = {**filled.values, **read_values(apart, view.today)}
    first = next(iter(values.get("categories") or ()), "")
    term = vocabulary.find(CATEGORY, first)
    facts = (vocabulary.find(ACCESSIBILITY, slug) for slug in values.get("accessibility") or ())
    shown = _preview(view, when)
    return Card(
        href="#card",
        title=values.get("title") or words.gettext("Hoe heet het?"),
        summary=values.get("summary") or "",
        category=view.cards.category(term.id if term else None),
        when=shown.sentence.rstrip(".") if shown else "",
        place=_place(values, owner),
        price=words.price(values.get("price_cents"), values.get("price_note") or ""),
        facts=tuple(fact.name for fact in facts if fact),
        owner=owner.title,
        image=file_path(image, 400) if image else "",
        image_alt=image_alt,
    )


def _place(values: Mapping[str, Any], owner: OwnerPlace) -> str:
    if values.get("held") == OWN:
        where = owner.place_name or f"{owner.street} {owner.house_number}".strip()
        return ", ".join(part for part in (where, owner.city) if part)
    if values.get("held") == ADDRESS:
        where = values.get("place_name") or values.get("street") or ""
        return ", ".join(part for part in (where, values.get("city") or "") if part)
    return str(values.get("place_name") or "")
