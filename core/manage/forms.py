"""The form of settings: made from what is declared, read back into values of the right type."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.declarations import Setting
from core.manage.preferences import Value, problem_with
from core.web.forms import Form
from core.words import Words

SHOWN = "getoond"
"""Hidden fields with the keys that were on the page: what was not there keeps its value."""
_WHOLE = re.compile(r"-?[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A control of the form, as ``ui.field`` takes it."""

    name: str
    label: str
    value: str
    hint: str
    type: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    min: str
    max: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The settings of one plugin."""

    title: str
    fields: list[FieldView]


@dataclass(slots=True)
class SettingsForm:
    """What was typed, what it means, and what is wrong with it."""

    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def parse_settings(form: Form, declared: Sequence[Setting], words: Words) -> SettingsForm:
    """Read the settings that were on the page; a problem with one leaves the others as typed."""
    found = SettingsForm()
    shown = set(form.many(SHOWN))
    for setting in declared:
        if setting.key not in shown:
            continue
        text = form.one(setting.key).strip()
        found.typed[setting.key] = text
        value = _value(setting, text)
        problem: tuple[str, dict[str, Any]] | None
        if value is None:
            problem = ("Vul een heel getal in.", {})
        else:
            found.values[setting.key] = value
            problem = problem_with(setting, value)
        if problem:
            found.errors[setting.key] = words.gettext(problem[0]) % problem[1]
    return found


def _value(setting: Setting, text: str) -> Value | None:
    if isinstance(setting.default, bool):
        return text == "1"
    if isinstance(setting.default, int):
        return int(text) if _WHOLE.fullmatch(text) else None
    return text


def typed_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as they stand in the controls."""
    return {
        key: ("1" if value else "") if isinstance(value, bool) else str(value)
        for key, value in values.items()
    }


def field_view(setting: Setting, typed: str, words: Words) -> FieldView:
    """Return the control of a setting; its type follows from the default."""
    number = isinstance(setting.default, int) and not isinstance(setting.default, bool)
    if isinstance(setting.default, bool):
        kind = "checkbox"
    elif setting.choices:
        kind = "select"
    else:
        kind = "number" if number else "text"
    return FieldView(
        name=setting.key,
        label=words.gettext(setting.label),
        value=typed,
        hint=words.gettext(setting.help) if setting.help else "",
        type=kind,
        required=number,
        choices=tuple((value, words.gettext(label)) for value, label in setting.choices),
        min="" if setting.minimum is None else str(setting.minimum),
        max="" if setting.maximum is None else str(setting.maximum),
    )
