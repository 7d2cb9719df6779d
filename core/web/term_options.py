"""Terms of the vocabulary as the options of fields: categories below their main one, facts with
what is meant."""

from collections.abc import Iterable
from dataclasses import replace

from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY
from core.content.vocabulary import TermView, Vocabulary
from core.web.fields import Field, Option

VOCABULARIES = {"categories": CATEGORY, "audiences": AUDIENCE, "accessibility": ACCESSIBILITY}
EXPLAINED = {
    "rolstoel": "Geen drempels of trap, of er is een helling. De deur is breed genoeg.",
    "toilet": "Met ruimte voor een rolstoel en beugels om je aan vast te houden.",
    "lift": "Je hoeft nergens een trap op.",
    "ringleiding": "Geluid komt direct in een hoortoestel met de T-stand.",
    "rustige-plek": "Er is een plek met weinig geluid en licht, waar je even apart kunt zitten.",
    "gratis-parkeren": "Voor de deur of op een paar minuten lopen.",
    "bushalte": "Binnen ongeveer 400 meter.",
    "geleidehond": "De hond mag mee naar binnen.",
    "gebarentaal": "Iemand spreekt gebarentaal, of er is een tolk als je dat vooraf vraagt.",
}
"""What each accessibility fact promises, so that everybody means the same by it."""


def with_terms(fields: Iterable[Field], vocabulary: Vocabulary) -> tuple[Field, ...]:
    """Give the fields ``categories``, ``audiences`` and ``accessibility`` their options."""
    return tuple(
        replace(one, options=term_options(vocabulary, VOCABULARIES[one.name]))
        if one.name in VOCABULARIES and not one.options
        else one
        for one in fields
    )


def term_options(vocabulary: Vocabulary, name: str) -> tuple[Option, ...]:
    """Return the terms of a vocabulary; those with a parent stand with it, below its name."""
    terms = vocabulary.of(name)
    if not any(term.parent for term in terms):
        return tuple(Option(t.slug, t.name, EXPLAINED.get(t.slug, "")) for t in terms)
    return tuple(
        Option(term.slug, term.name, group=root.name)
        for root in terms
        if not root.parent
        for term in (root, *_below(root, terms))
    )


def _below(root: TermView, terms: tuple[TermView, ...]) -> list[TermView]:
    return [term for term in terms if term.parent == root.slug]
