"""What the contract tests read: the project's own files, their imports and their functions."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from core.testing.places import plugins_beside_core

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = plugins_beside_core()
"""The plugins that come with Buurtbasis, by name."""


@dataclass(frozen=True)
class Import:
    """One imported module, the name taken from it, and whether only type checkers see it."""

    module: str
    name: str
    line: int
    typing: bool

    def reaches(self, *packages: str) -> bool:
        """Whether a module of one of ``packages`` is imported, by whichever spelling."""
        spelled = (self.module, f"{self.module}.{self.name}" if self.name else self.module)
        return any(
            word == package or word.startswith(f"{package}.")
            for word in spelled
            for package in packages
        )


def expect_none(offences: Iterable[str]) -> None:
    """Fail the test with all ``offences``, one a line, when there are any."""
    listed = list(offences)
    if listed:
        pytest.fail("\n".join(listed), pytrace=False)


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file of the project that git knows or would add, in order."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:  # an unpacked source distribution
        folders = ("core", "plugins", "tests", "bench")
        found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
        found += ROOT.glob("*.*")
    return tuple(sorted({path for path in found if path.is_file()}))


def python_files(*tops: str) -> list[Path]:
    """Return the Python files under ``tops`` (folders or files at the top of the project)."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and (not tops or path.relative_to(ROOT).parts[0] in tops)
    ]


def templates() -> list[Path]:
    """Return every template of core and of the plugins."""
    return [path for path in project_files() if "templates" in path.parent.parts]


def name_of(path: Path) -> str:
    """Return the path as shown in messages, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """Return the dotted name of a Python file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(path: Path) -> Iterator[Import]:
    """Yield every import of a file, also those inside functions."""
    tree = tree_of(path)
    unseen = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno, id(node) in unseen)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = ".".join(base) if node.level else ""
            module = ".".join(part for part in (start, node.module or "") if part)
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, id(node) in unseen)
