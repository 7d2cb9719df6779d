"""Blocks of templates that are sent alone: they exist, and know every name that they use."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes


def sent_blocks(folder: Path) -> set[tuple[str, str]]:
    """Return (template, block) of every ``page(…, "x.html", block="y")`` in a folder's modules."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            block = next((k.value for k in node.keywords if k.arg == "block"), None)
            names = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if isinstance(block, ast.Constant) and names:
                found.add((str(names[0]), str(block.value)))
    return found


def block_problems(source: str, block: str) -> list[str]:
    """Return why a block of a template cannot be sent alone."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    found = next((node for node in tree.find_all(nodes.Block) if node.name == block), None)
    if found is None:
        return [f"has no block '{block}'"]
    own = set(_imported(found.body))
    used = {name.name for name in found.find_all(nodes.Name) if name.ctx == "load"}
    above = set(_imported(tree.body))
    problems = [f"uses '{name}', which is imported above it" for name in sorted(used & above - own)]
    text = "".join(data.data for data in found.find_all(nodes.TemplateData))
    if block == "results" and f'id="{block}"' not in text:
        problems.append(f"has no element with the id '{block}'")
    return problems


def _imported(body: list[Any]) -> Iterator[str]:
    """Yield the names that imports and ``set`` make in a body, not inside its blocks."""
    for node in body:
        if isinstance(node, nodes.FromImport):
            yield from (name[1] if isinstance(name, tuple) else name for name in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Assign):
            yield from (name.name for name in node.target.find_all(nodes.Name))
            if isinstance(node.target, nodes.Name):
                yield node.target.name
        elif isinstance(node, nodes.Macro):
            yield node.name
