"""Rooms stay small: lines of a file, of a function and of a template.

Revisions of the database are records of what was done, not rooms that anybody lives in.
"""

import ast
from pathlib import Path

from sources import expect_none, name_of, python_files, templates, tree_of

FILE, HOOKS, PLUGIN, FUNCTION, TEMPLATE = 300, 600, 120, 50, 150


def rooms() -> list[Path]:
    return [path for path in python_files() if path.parent.name != "versions"]


def lines_in(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def limit_of(path: Path) -> int:
    if name_of(path) == "hooks.py":
        return HOOKS
    if path.name == "plugin.py" and name_of(path).startswith("plugins/"):
        return PLUGIN
    return FILE


def test_python_files_are_short():
    expect_none(
        f"{name_of(path)}: {lines_in(path)} lines, at most {limit_of(path)}"
        for path in rooms()
        if lines_in(path) > limit_of(path)
    )


def test_functions_are_short():
    """A function's length runs from its ``def``, decorators aside."""
    expect_none(
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in rooms()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION
    )


def test_templates_are_short():
    expect_none(
        f"{name_of(path)}: {lines_in(path)} lines, at most {TEMPLATE}"
        for path in templates()
        if lines_in(path) > TEMPLATE
    )
