"""Values of fields in words, for who compares them: what was, what is, what somebody else wrote."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from core.web.fields import Field
from core.words import Words


def value_words(one: Field | None, value: Any, words: Words) -> str:
    """Return a value, as it is or as history keeps it, in words; without a field as plain text."""
    if one is not None and one.says:
        return one.says(value, words)
    if value in (None, "", [], ()):
        return words.gettext("(leeg)")
    if isinstance(value, bool):
        return words.gettext("ja") if value else words.gettext("nee")
    if one is None:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if one.options:
        return _chosen(one, value, words)
    return _of_kind(one.kind, value, words)


def _chosen(one: Field, value: Any, words: Words) -> str:
    labels: Mapping[str, str] = {option.value: option.label for option in one.options}
    chosen = value if isinstance(value, list | tuple) else [value]
    return ", ".join(words.gettext(labels[part]) if part in labels else part for part in chosen)


def _of_kind(kind: str, value: Any, words: Words) -> str:
    if kind == "tel":
        return words.phone(value)
    if kind == "money":
        return words.price(value, "")
    if kind == "date":
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return words.date(day, date.min)
    if kind == "time":
        return words.time(time.fromisoformat(value) if isinstance(value, str) else value, None)
    if kind == "degrees":
        text = f"{value:.5f}"
        return text.replace(".", ",") if words.language == "nl" else text
    return str(value)
