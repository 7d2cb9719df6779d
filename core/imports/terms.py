"""Categories, audiences and facts of a row: by slug, by name, or by a word that means only one."""

from collections.abc import Mapping, Sequence

from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY
from core.content.slugs import slugify
from core.content.vocabulary import Vocabulary
from core.imports.plan import Line

TERMS = {"categories": CATEGORY, "audiences": AUDIENCE, "accessibility": ACCESSIBILITY}
"""Columns of an import that name terms, with the vocabulary of each."""


def resolve_terms(lines: Sequence[Line], vocabulary: Vocabulary) -> None:
    """Turn what people call a term into its slug; refuse lines that name what does not exist."""
    for name, kind in TERMS.items():
        names = _names(vocabulary, kind)
        for line in lines:
            given = line.values.get(name)
            if not given:
                continue
            for one in given:
                if one not in names:
                    known = ", ".join(term.slug for term in vocabulary.of(kind))
                    line.refuse(name, f"‘{one}’ bestaat niet. Kies uit: {known[:400]}.")
            line.values[name] = list(dict.fromkeys(names.get(one, one) for one in given))


def _names(vocabulary: Vocabulary, kind: str) -> Mapping[str, str]:
    """Return slugs by slug, slugified name and synonym; a word of two terms means neither."""
    terms = vocabulary.of(kind)
    words: dict[str, set[str]] = {}
    for term in terms:
        for word in (term.name, *term.synonyms):
            words.setdefault(slugify(word), set()).add(term.slug)
    names = {word: next(iter(slugs)) for word, slugs in words.items() if len(slugs) == 1}
    return (
        names | {slugify(term.name): term.slug for term in terms} | {t.slug: t.slug for t in terms}
    )
