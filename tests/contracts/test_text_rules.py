"""Rules about the text of files: paths, markup, docstrings, names and clocks."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from sources import expect_none, name_of, project_files, python_files, templates, tree_of

TEXTS = {".py", ".html", ".css", ".js", ".toml", ".yml", ".json", ".md", ".txt", ".csv", ".po", ""}
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~}<-])/(?:home|root|work|tmp|Users|private|mnt)/\w")
SAFE = re.compile(r"\|\s*safe\b")
STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
MAIL = "core/templates/mail/_frame.jinja"
MARKUP = "core/web/templating.py"
"""The one module that declares text to be HTML."""
CLOCK = "core/clock.py"
"""The one module that reads the time."""
TIME_READERS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"),
}  # fmt: skip


def calls_in(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def markup_of(path: Path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


def offenders(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(path)}: {found.group(0)[:80]}"
        for path in templates()
        for found in pattern.finditer(markup_of(path))
    ]


def test_no_file_names_a_folder_of_somebodys_machine():
    expect_none(
        f"{name_of(path)}: {found.group(0)}"
        for path in project_files()
        if path.suffix in TEXTS
        for found in SOMEBODYS_FOLDER.finditer(path.read_text("utf-8", "replace"))
    )


def test_templates_never_switch_escaping_off():
    expect_none(offenders(SAFE))
    expect_none(offenders(re.compile(r"\{%-?\s*autoescape\s+false")))


def test_one_module_declares_text_to_be_html():
    expect_none(
        f"{name_of(path)}:{call.lineno}"
        for path in python_files("core", "plugins")
        if name_of(path) != MARKUP
        for call in calls_in(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Markup" and call.args
    )


def test_templates_hold_no_styles_and_no_handlers():
    """A mail has its styles in its head, since it can fetch none."""
    expect_none(offenders(STYLE))
    styles = offenders(re.compile(r"<style\b", re.IGNORECASE))
    expect_none(found for found in styles if not found.startswith(MAIL))
    expect_none(offenders(HANDLER))


def test_templates_hold_no_scripts_of_their_own():
    """A script has a source; ``application/ld+json`` is data, which no browser runs."""
    expect_none(
        f"{name_of(path)}: {found.group(0)}"
        for path in templates()
        for found in SCRIPT.finditer(markup_of(path))
        if "src=" not in found.group(1) and "application/ld+json" not in found.group(1)
    )


def test_every_module_says_what_the_room_is_for():
    expect_none(
        name_of(path)
        for path in python_files()
        if path.read_text("utf-8").strip() and not ast.get_docstring(tree_of(path))
    )


def test_no_module_has_a_name_that_says_nothing():
    expect_none(name_of(path) for path in python_files() if path.stem in EMPTY_NAMES)


def test_only_the_clock_reads_the_time():
    expect_none(
        f"{name_of(path)}:{call.lineno}"
        for path in python_files("core", "plugins", "hooks.py")
        if name_of(path) != CLOCK
        for call in calls_in(path)
        if isinstance(call.func, ast.Attribute)
        and (ast.unparse(call.func.value).rpartition(".")[2], call.func.attr) in TIME_READERS
    )


def test_test_modules_have_names_of_their_own():
    """Two test modules of one name, in folders that are no packages, cannot both be imported."""
    stems = Counter(path.stem for path in python_files("tests") if path.stem != "conftest")
    expect_none(name for name, times in stems.items() if times > 1 and name != "__init__")


@pytest.mark.parametrize(
    ("pattern", "wrong", "right"),
    [
        (SOMEBODYS_FOLDER, "see /home" + "/anna/x", "https://example.org/home/x"),
        (SAFE, "{{ text|safe }}", "{{ text|safely }}"),
        (STYLE, '<p style="x">', '<p data-style="x">'),
        (HANDLER, '<p onclick="x()">', '<p data-on="x">'),
    ],
)
def test_the_rules_find_what_they_look_for(pattern, wrong, right):
    assert pattern.search(wrong)
    assert not pattern.search(right)
