"""Which texts people read, found in templates, code, declarations and tables; which have no
translation yet."""

import ast
import csv
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po
from jinja2 import Environment

if TYPE_CHECKING:
    from core.registry import Registry

SAYS = {
    "gettext": (0,), "_": (0,), "say": (0,), "said": (0,), "words": (0,), "ngettext": (0, 1),
    "__init__": (0,), "fail": (1,),
}  # fmt: skip
"""Functions that translate, and the places of their texts; errors give theirs to ``__init__``."""
COUNTS = {"count": (2, 3)}
"""``words.count(number, most, one, many)``."""
ERRORS = (
    "BadQuery", "NotFound", "Gone", "Forbidden", "Conflict", "Invalid", "TooMany", "Unavailable",
)  # fmt: skip
"""Errors whose sentence a visitor reads."""
DECLARES = {"Field": (1, ("hint", "missing")), "Option": (1, ("hint",)), "Hint": (0, ())}
"""Controls of forms and hints: the place of the text, and further texts by name."""
TABLES = (
    "ROLE_LABELS", "STATUS_WORDS", "REFUSALS", "EXPLAINED", "REASON_LABELS", "REASON_TEXTS",
    "WRONG_LABELS", "KIND_LABELS", "STATE_LABELS", "SORTS", "DONE_TEXTS",
    "ACTOR_LABELS", "MODE_LABELS", "PAGE_LABELS", "PERIOD_LABELS", "POLICY_LABELS", "SAID",
    "LABELS",
)  # fmt: skip
"""Tables of texts that are translated where they are shown."""
RETURNS = ("problem_with",)
"""Functions whose answers begin with a text that is translated where it is shown."""
EXPORTS = "export_"
"""Begins the name of functions that give a person's data; the names of the values are read."""
LABELS = ("label", "label_plural", "title", "summary", "help", "why", "since")
"""Fields of declarations that people read."""
NOT_READ = ("cli", "migrations", "testing", "imports", "demo")
"""Folders whose sentences are for who works on the command line, in Dutch."""


Bound = dict[str, list[ast.expr]]


def texts_of(folder: Path) -> set[str]:
    """Return the texts in the templates, modules and vocabularies of one plugin's folder."""
    found: set[str] = set()
    for path in sorted((*folder.rglob("*.html"), *folder.glob("templates/mail/*.txt"))):
        found |= in_template(path.read_text("utf-8"))
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if not set(parts) & set(NOT_READ):
            found |= in_module(path.read_text("utf-8"))
    for path in sorted(folder.glob("content/data/*.csv")):
        with path.open(encoding="utf-8", newline="") as opened:
            found |= {row["name"] for row in csv.DictReader(opened) if row.get("name")}
    return found


def in_template(source: str) -> set[str]:
    """Return the texts that a template translates."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found: set[str] = set()
    for _line, _name, message in environment.extract_translations(source):  # type: ignore[attr-defined]
        parts = message if isinstance(message, tuple) else (message,)
        found |= {part for part in parts if part}
    return found


def in_module(source: str) -> set[str]:
    """Return the texts that a module hands to a translator or to an error that people read."""
    tree = ast.parse(source)
    found = set(_in_tables(tree))
    top = _bound(ast.Module([n for n in tree.body if isinstance(n, ast.Assign)], []))
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            continue
        known = top | _bound(scope)
        for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
            found |= set(_declared(call, known)) | set(_in_fields(call, known))
            for place in _places(call):
                if place < len(call.args):
                    found |= set(_constants(call.args[place], known))
        if getattr(scope, "name", "").startswith(EXPORTS):
            found |= set(_names_in(scope))
        if getattr(scope, "name", "") in RETURNS:
            for node in ast.walk(scope):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                    found |= set(_constants(node.value.elts[0], {}))
    return found


def _names_in(scope: ast.AST) -> Iterator[str]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Dict):
            yield from (text for name in node.keys if name for text in _constants(name, {}))


def _in_tables(tree: ast.Module) -> Iterator[str]:
    for name, values in _bound(tree).items():
        for value in values:
            if name in TABLES and isinstance(value, ast.Dict):
                rows = [getattr(item, "elts", [item]) for item in value.values]
                yield from (text for row in rows for item in row for text in _constants(item, {}))


def _declared(call: ast.Call, known: Bound) -> Iterator[str]:
    """Yield what the declaration of a control says to people."""
    declares = DECLARES.get(getattr(call.func, "id", ""))
    if declares:
        place, names = declares
        said = [keyword.value for keyword in call.keywords if keyword.arg in names]
        for node in (*call.args[place : place + 1], *said):
            yield from _constants(node, known)


def _in_fields(call: ast.Call, known: Bound) -> Iterator[str]:
    """Yield what an error says of single fields."""
    for keyword in call.keywords:
        if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
            for node in keyword.value.values:
                yield from _constants(node, known)


def _places(call: ast.Call) -> tuple[int, ...]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in COUNTS and len(call.args) == 4:
        return COUNTS[name]
    return (0,) if name in ERRORS else SAYS.get(name, ())


def _bound(scope: ast.AST) -> Bound:
    """Return the expressions that each name may stand for in a function or module."""
    found: Bound = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.iter, ast.Tuple):
            names = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
            for row in node.iter.elts:
                cells = row.elts if isinstance(row, ast.Tuple) else [row]
                for name, cell in zip(names, cells, strict=False):
                    found.setdefault(getattr(name, "id", ""), []).append(cell)
    return found


def _constants(node: ast.expr, known: Bound) -> Iterator[str]:
    """Yield the texts that an expression may be: itself, of a choice, of a variable, of a table."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, known)
        yield from _constants(node.orelse, known)
    elif isinstance(node, ast.Name):
        for value in known.get(node.id, ()):
            if not isinstance(value, ast.Name):
                yield from _constants(value, known)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        yield from _cells(node.value, known)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get":
        table = getattr(node.func, "value", None)
        if isinstance(table, ast.Name):
            yield from _cells(table, known)


def _cells(table: ast.Name, known: Bound) -> Iterator[str]:
    """Yield what a variable's table holds: a literal, or ``dict(zip(keys, (…)))``."""
    for value in known.get(table.id, ()):
        if isinstance(value, ast.Dict):
            yield from (text for item in value.values for text in _constants(item, {}))
        elif isinstance(value, ast.Call) and value.args and isinstance(value.args[0], ast.Call):
            for part in value.args[0].args:
                if isinstance(part, ast.Tuple):
                    yield from (text for item in part.elts for text in _constants(item, {}))
        elif isinstance(value, ast.Tuple):
            yield from _constants(value.elts[0], {})


def declared_texts(registry: "Registry", plugin: str) -> set[str]:
    """Return the labels that a plugin declares."""
    found: set[str] = set()
    for field in fields(registry):
        value = getattr(registry, field.name)
        for owned in value if isinstance(value, tuple) else ():
            if getattr(owned, "plugin", None) == plugin:
                found |= set(_labels(owned.item))
    info = registry.plugin(plugin).info
    return {text for text in (found | {info.label, info.summary}) if text}


def _labels(item: Any) -> Iterator[str]:
    if not is_dataclass(item) or isinstance(item, type):
        return
    for name in LABELS:
        if isinstance(getattr(item, name, None), str):
            yield getattr(item, name)
    for choice in getattr(item, "choices", ()):
        yield choice[1]
    for rule in getattr(item, "retention", ()):
        yield from _labels(rule)


def translated(folders: Iterable[Path], language: str = "en") -> dict[str, str]:
    """Return what the catalogues in ``<folder>/locales/<language>`` say, by text."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((folder / "locales" / language).glob("*.po")):
            with path.open("rb") as opened:
                for message in read_po(opened):
                    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
                    said = message.string
                    says = said if isinstance(said, tuple | list) else [said]
                    if ids[0] and not message.fuzzy and all(says):
                        found.update(zip(map(str, ids), map(str, says), strict=False))
    return found


def missing(registry: "Registry", plugin: str, language: str = "en") -> list[str]:
    """Return the texts of a plugin that no catalogue of it or of core translates."""
    loaded = registry.plugin(plugin)
    folders = [registry.plugin("core").folder, loaded.folder]
    wanted = texts_of(loaded.folder) | declared_texts(registry, plugin)
    return sorted(wanted - translated(folders, language).keys())
