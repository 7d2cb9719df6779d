"""Fields of forms: declared once, read into values of the right type, shown again as typed.

A form is a tuple of ``Field``. A view reads what was sent and shows the form again when something
is wrong::

    FIELDS = (
        Field("title", "Naam", required=True, most=200),
        Field("phone", "Telefoon", "tel"),
        Field("categories", "Waar gaat het over?", "checks"),
    )
    fields = with_terms(FIELDS, view.snapshot.vocabulary)      # core.web.term_options
    filled = read_fields(fields, await read_form(request))
    filled.fail("title", "Deze naam is er al.")                # what only the view can know
    if filled.errors:
        return page(…, status=422, form=form_view(filled, view.words))   # core.web.controls
    save(filled.values["title"], filled.values["phone"])       # str, date, time, int, list of str …

For a first look ``show_fields(fields, values)`` takes the place of ``read_fields``. The template
has ``ui.form_errors(form)`` above the form and ``ui.controls(form)`` in it, or
``ui.control(form["title"])`` where other things stand between them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import DomainError, Invalid
from core.web.field_kinds import KINDS
from core.web.forms import Form
from core.words import Words


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; ``group`` is the heading that it stands below."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A control of a form. Label, hint and ``missing`` are msgids.

    ``kind`` is one of ``core.web.field_kinds.KINDS``: text, textarea, mail, tel, website, postcode,
    money (cents), number, date, time, degrees, checkbox (bool), select, radios, checks (list).
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = False
    missing: str = ""
    """What is said when a required field is empty."""
    most: int = 200
    """Characters of a text, or the highest number."""
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    rows: int = 5
    counted: bool = False
    """Whether the page says how many characters are left."""
    says: Callable[[Any, Words], str] | None = None
    """How a value is said in a history, where its kind does not tell."""


@dataclass(slots=True)
class Filled:
    """A form with what was typed, what it means and what is wrong with it, by name of field."""

    fields: tuple[Field, ...]
    form: Form
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, DomainError] = field(default_factory=dict)

    def fail(self, name: str, message: str, **params: Any) -> None:
        """Say what is wrong with a field; the first thing said of it stays."""
        self.errors.setdefault(name, Invalid(message, **params))

    def fail_as(self, refused: DomainError, name: str = "") -> None:
        """Take over what a service refused: its fields, or else the refusal itself at ``name``."""
        for field_name, message in refused.fields.items():
            self.fail(field_name, message)
        if not refused.fields:
            self.errors.setdefault(name or self.fields[0].name, refused)


def read_fields(fields: Iterable[Field], form: Form) -> Filled:
    """Return what was sent as values; a problem with one field leaves the others as they are."""
    found = Filled(tuple(fields), form)
    for one in found.fields:
        try:
            found.values[one.name] = _read(one, form)
        except Invalid as refused:
            found.errors[one.name] = refused
    return found


def show_fields(fields: Iterable[Field], values: Mapping[str, Any]) -> Filled:
    """Return a form that begins with ``values``; a name that is not there is an empty field."""
    found = Filled(tuple(fields), Form(), dict(values))
    found.form = Form(tuple(_typed(found.fields, values)))
    return found


def take_up(fields: Iterable[Field], pairs: Sequence[tuple[str, str]]) -> Filled:
    """Return a form as somebody left it, without saying what is wrong with it yet."""
    found = read_fields(fields, Form(tuple(pairs)))
    found.errors.clear()
    return found


def _typed(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for one in fields:
        value = values.get(one.name)
        if isinstance(value, list | tuple | set | frozenset):
            yield from ((one.name, str(part)) for part in value)
        elif value is not None:
            yield one.name, KINDS[one.kind].show(value)


def _read(one: Field, form: Form) -> Any:
    value = KINDS[one.kind].read(one, form)
    if one.required and value in ("", None, [], False):
        raise Invalid(one.missing if one.missing else "Vul dit in.")
    return value
