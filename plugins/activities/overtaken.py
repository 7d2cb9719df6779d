"""What the form says when somebody else saved meanwhile: what stands there now."""

from dataclasses import replace
from typing import Any

from litestar import Request

from core.content.vocabulary import Vocabulary
from core.editing.service import Overtaken
from core.editing.values import TERMS
from core.web.view import View
from plugins.activities.form_fields import ALL
from plugins.activities.form_page import FormPage
from plugins.activities.schedule import rule_of
from plugins.activities.when_words import sentence
from plugins.activities.writing import DATES

LABELS = {one.name: one.label for one in ALL}


async def conflict_lines(
    request: Request[Any, Any, Any], view: View, row: Any, about: FormPage, overtaken: Overtaken
) -> FormPage:
    """Return the page with what stands there now; who saves once more decides."""
    words, vocabulary = view.words, view.snapshot.vocabulary
    lines = []
    for name, value in overtaken.now_there.items():
        if name in LABELS and name not in DATES:
            label = words.gettext(LABELS[name])
            lines.append((label, _said(name, value, vocabulary)))
    if "price_cents" in overtaken.now_there:
        price = words.price(row.price_cents, row.price_note)
        lines.append((words.gettext("Kosten"), price))
    if DATES & overtaken.now_there.keys():
        rule = rule_of(row)
        said = sentence(rule, words, view.today) if rule else row.schedule_note
        lines.append((words.gettext("Wanneer"), said))
    draft = replace(about.draft, version=overtaken.version)
    return replace(about, draft=draft, conflict=tuple(lines))


def _said(name: str, value: Any, vocabulary: Vocabulary) -> str:
    if name in TERMS:
        terms = (vocabulary.find(TERMS[name], slug) for slug in value)
        return ", ".join(term.name for term in terms if term)
    return "" if value is None else str(value)
