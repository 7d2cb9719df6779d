"""The card of an activity that is being written, as visitors would see it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.content.cards import Card
from core.content.models import ACCESSIBILITY, CATEGORY
from core.media.files import file_path
from core.web.fields import Filled
from core.web.view import View
from core.words import Words
from plugins.activities.form_values import read_values
from plugins.activities.models import ADDRESS, OWN
from plugins.activities.own import OwnerPlace
from plugins.activities.service import held_words
from plugins.activities.when_words import Preview


def card_preview(
    view: View, filled: Filled, when: Preview | None, owner: OwnerPlace, image: tuple[str, str]
) -> Card:  # fmt: skip
    """Return the card of what was typed so far; ``image`` is the hash of its picture, and what can
    be seen on that."""
    words, vocabulary = view.words, view.snapshot.vocabulary
    apart = replace(filled, errors={})
    values = {**filled.values, **read_values(apart, view.today)}
    first = next(iter(values.get("categories") or ()), "")
    term = vocabulary.find(CATEGORY, first)
    facts = (vocabulary.find(ACCESSIBILITY, slug) for slug in values.get("accessibility") or ())
    return Card(
        href="#card",
        title=values.get("title") or words.gettext("Hoe heet het?"),
        summary=values.get("summary") or "",
        category=view.cards.category(term.id if term else None),
        when=when.sentence.rstrip(".") if when else "",
        place=_place(values, owner, words),
        price=words.price(values.get("price_cents"), values.get("price_note") or ""),
        facts=tuple(fact.name for fact in facts if fact),
        owner=owner.title,
        image=file_path(image[0], 400) if image[0] else "",
        image_alt=image[1],
    )


def _place(values: Mapping[str, Any], owner: OwnerPlace, words: Words) -> str:
    if values.get("held") == OWN:
        where = owner.place_name or f"{owner.street} {owner.house_number}".strip()
        return ", ".join(part for part in (where, owner.city) if part)
    if values.get("held") == ADDRESS:
        where = values.get("place_name") or values.get("street") or ""
        return ", ".join(part for part in (where, values.get("city") or "") if part)
    return held_words(values.get("held") or "", words)
