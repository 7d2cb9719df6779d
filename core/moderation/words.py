"""Cases and decisions in words, for the pages of editors and organisations."""

from typing import Any

from core.clock import local
from core.moderation.cases import Change, Past
from core.moderation.reasons import REASON_LABELS, WRONG_LABELS
from core.web.view import View

KIND_LABELS = {
    "review": "Om te bekijken",
    "report": "Melding",
    "appeal": "Bezwaar",
}
STATE_LABELS = {
    "open": "Wacht op een beslissing",
    "approved": "Goedgekeurd",
    "refused": "Afgewezen",
    "overturned": "Afgewezen, en na bezwaar toch goed",
    "closed": "Afgehandeld",
}
FIELD_LABELS = {
    "title": "Naam", "summary": "In één zin", "description": "Beschrijving", "language": "Taal",
    "place_name": "Naam van de plek", "street": "Straat", "house_number": "Huisnummer",
    "postcode": "Postcode", "city": "Plaats", "lon": "Lengtegraad", "lat": "Breedtegraad",
    "area_id": "Buurt", "phone": "Telefoon", "email": "E-mail", "website": "Website",
    "image": "Foto", "image_alt": "Beschrijving van de foto", "categories": "Onderwerpen",
    "audiences": "Voor wie", "accessibility": "Toegankelijk",
}  # fmt: skip
"""Fields that every kind has; those of a kind go by their own names."""


def when(view: View, at: Any) -> str:
    """Return a moment as people say it."""
    return view.words.moment(local(at), None, view.today)


def change_rows(view: View, changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """Return label, before and after of what changed."""
    say = view.words.gettext
    return [
        (say(FIELD_LABELS.get(one.name, one.name)), shown(one.before), shown(one.after))
        for one in changes
    ]


def shown(value: Any) -> str:
    """Return a value of the history as text."""
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def past_rows(view: View, past: tuple[Past, ...]) -> list[dict[str, str]]:
    """Return earlier decisions: what, when, by whom, and what was said."""
    say = view.words.gettext
    return [
        {
            "what": f"{say(KIND_LABELS[one.kind])}: {say(STATE_LABELS[one.state])}",
            "when": when(view, one.at), "by": one.by, "answer": one.answer,
            "reason": reason_words(view, one.kind, one.reason),
        }
        for one in past
    ]  # fmt: skip


def reason_words(view: View, kind: str, reason: str) -> str:
    """Return the reason of a decision, or what a visitor said is wrong."""
    if not reason:
        return ""
    known = WRONG_LABELS if kind == "report" else REASON_LABELS
    return view.words.gettext(known.get(reason, reason))
