"""Controls of a form as its template sees them; see ``core.web.fields``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from core.errors import DomainError
from core.web.field_kinds import KINDS
from core.web.fields import Field, Filled, Option
from core.words import Words


@dataclass(frozen=True, slots=True)
class Ticked:
    """An option with what can be said of it on this page."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Options below one heading; the heading may be empty."""

    label: str
    options: tuple[Ticked, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Control:
    """One control, as ``ui.control`` takes it."""

    name: str
    label: str
    control: str
    type: str
    value: str
    hint: str
    error: str
    required: bool
    autocomplete: str
    inputmode: str
    short: bool
    rows: int
    most: int
    """Characters that are counted on the page; 0 for none."""
    groups: tuple[Group, ...]

    @property
    def options(self) -> tuple[Ticked, ...]:
        """Every option, whatever its group."""
        return tuple(option for group in self.groups for option in group.options)

    @property
    def tied(self) -> str:
        """The ids of what is said beside the control."""
        parts = (("hint", self.hint), ("error", self.error), ("count", self.most))
        return " ".join(f"{self.name}-{part}" for part, there in parts if there)


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as its template sees it; ``form["title"]`` is one control."""

    controls: tuple[Control, ...]
    errors: tuple[tuple[str, str], ...]
    """Name of the field and what is wrong, in the order of the page."""

    def __getitem__(self, name: str) -> Control:
        """Return the control of a field."""
        return next(control for control in self.controls if control.name == name)

    def __iter__(self) -> Iterator[Control]:
        """Go through the controls in the order of the page."""
        return iter(self.controls)

    def error_of(self, name: str) -> str:
        """Return what is wrong with a control that stands beside the declared ones, or nothing."""
        return next((text for field, text in self.errors if field == name), "")

    def only(self, *names: str) -> tuple[Control, ...]:
        """Return some of the controls, in the order of ``names``."""
        return tuple(self[name] for name in names)


def form_view(filled: Filled, words: Words) -> FormView:
    """Return a form with everything that people read in their language."""
    said = {name: sentence(error, words) for name, error in filled.errors.items()}
    controls = tuple(_control(one, filled, said.get(one.name, ""), words) for one in filled.fields)
    known = [one.name for one in filled.fields]
    order = sorted(said, key=lambda name: known.index(name) if name in known else len(known))
    labels = {control.name: control.label for control in controls}
    return FormView(controls, tuple((name, _line(labels.get(name), said[name])) for name in order))


def sentence(error: DomainError, words: Words) -> str:
    """Return the sentence of a refusal."""
    text = words.gettext(error.message)
    return text % error.params if error.params else text


def _line(label: str | None, text: str) -> str:
    """Return "Naam: vul dit in.", or "Hoe heet het? Vul dit in." after a question.

    A label of whole sentences, like what somebody consents to, is not repeated.
    """
    if not label or label.endswith("."):
        return text
    if label.endswith("?"):
        return f"{label} {text}"
    return f"{label}: {text[:1].lower()}{text[1:]}"


def _control(one: Field, filled: Filled, error: str, words: Words) -> Control:
    kind = KINDS[one.kind]
    return Control(
        name=one.name, label=words.gettext(one.label), control=kind.control, type=kind.type,
        value=filled.form.one(one.name), hint=words.gettext(one.hint) if one.hint else "",
        error=error, required=one.required, autocomplete=one.autocomplete or kind.autocomplete,
        inputmode=kind.inputmode, short=kind.short, rows=one.rows,
        most=one.most if one.counted else 0,
        groups=tuple(_groups(one, filled.form.many(one.name), words)),
    )  # fmt: skip


def _groups(one: Field, chosen: Iterable[str], words: Words) -> Iterator[Group]:
    taken = frozenset(chosen)
    at = 0
    for label, part in groupby(one.options, key=lambda option: option.group):
        ticked = []
        for option in part:
            at += 1
            # The first has the field's own id: the summary of errors leads there.
            id_ = one.name if at == 1 else f"{one.name}-{at}"
            ticked.append(_ticked(option, id_, taken, words))
        heading = words.gettext(label) if label else ""
        yield Group(heading, tuple(ticked), sum(option.checked for option in ticked))


def _ticked(option: Option, id_: str, taken: frozenset[str], words: Words) -> Ticked:
    shown, said = (words.gettext(text) if text else "" for text in (option.label, option.hint))
    return Ticked(id_, option.value, shown, said, option.value in taken)
