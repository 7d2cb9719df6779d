"""The page for the second of two: both versions of each field, and nothing typed is lost.

A view that catches ``Overtaken`` answers with ``conflict_page``. Its form sends everything that
was typed once more to the same address, with the present version and a choice for each field:
``chosen`` leaves out of the values what stays as the other wrote it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.response import Response

from core.editing.conflicts import THEIRS, Clash
from core.web.field_words import value_words
from core.web.fields import Field, Filled
from core.web.forms import Form
from core.web.session import private
from core.web.templating import page
from core.web.view import View

KEEP = "_keep."
UNSENT = frozenset({"_csrf", "version"})
PARTNERS = {"lon": "lat"}
"""A value that is chosen with another: a point is two numbers and one choice."""


@dataclass(frozen=True, slots=True)
class ClashView:
    """A field with both versions in words."""

    name: str
    label: str
    mine: str
    theirs: str
    choice: str


def chosen(values: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return the values of a form without those that stay as somebody else wrote them."""
    return {
        name: value
        for name, value in values.items()
        if form.one(f"{KEEP}{PARTNERS.get(name, name)}") != THEIRS
    }


def conflict_page(
    view: View, request: Request[Any, Any, Any], filled: Filled, clashes: Sequence[Clash],
    version: int, *, action: str, title: str,
) -> Response[bytes]:  # fmt: skip
    """Answer with both versions of every field that two people changed."""
    fields = {one.name: one for one in filled.fields}
    names = {clash.name for clash in clashes}
    rows = [
        _row(view, fields.get(clash.name), clash, filled.form)
        for clash in clashes if PARTNERS.get(clash.name) not in names
    ]  # fmt: skip
    sent = [
        pair for pair in filled.form.pairs
        if pair[0] not in UNSENT and not pair[0].startswith(KEEP)
    ]  # fmt: skip
    return private(page(
        view, request, "forms/conflict.html", status=409, keep=False, rows=rows, sent=sent,
        version=version, action=action, title=title,
    ))  # fmt: skip


def _row(view: View, one: Field | None, clash: Clash, form: Form) -> ClashView:
    words = view.words
    return ClashView(
        clash.name, words.gettext(one.label) if one else clash.name,
        value_words(one, clash.mine, words), value_words(one, clash.theirs, words),
        form.one(f"{KEEP}{clash.name}") or clash.choice,
    )  # fmt: skip
