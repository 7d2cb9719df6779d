"""Every hook is documented, used by the platform itself and by the sample plugin, and tested."""

import ast
import inspect
import re

import pytest
from sources import ROOT

import hooks

SPECS = {
    name: function
    for name, function in vars(hooks).items()
    if inspect.isfunction(function) and hasattr(function, f"{hooks.PROJECT}_spec")
}
OURS = [ROOT / "core" / "plugin.py", *sorted(ROOT.glob("plugins/*/plugin.py"))]
SAMPLE = ROOT / "tests" / "sample_plugin" / "ruilkast" / "plugin.py"


def implemented(file):
    return {
        node.name
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("hookimpl" in ast.unparse(mark) for mark in node.decorator_list)
    }


def names_of_hook_tests():
    file = ROOT / "tests" / "core" / "test_hooks.py"
    return {
        node.name
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_hooks_have_one_of_the_two_verbs():
    assert SPECS
    assert [name for name in SPECS if not name.startswith(("register_", "provide_"))] == []


@pytest.mark.parametrize("name", SPECS)
def test_a_hook_says_what_it_is_for_and_shows_an_example_that_is_python(name):
    text = inspect.getdoc(SPECS[name])
    first, _, example = text.partition("Example::")
    assert len(first.split()) > 10
    code = inspect.cleandoc(example.replace("\n    ", "\n"))
    tree = ast.parse(code)
    assert [node.name for node in tree.body] == [name]
    assert len(code.splitlines()) <= 7


@pytest.mark.parametrize("name", SPECS)
def test_a_hook_is_used_by_the_platform_and_by_the_sample_plugin(name):
    assert name in implemented(SAMPLE)
    used = {hook for file in OURS for hook in implemented(file)}
    assert name in used, "a hook lands with its first real user"


@pytest.mark.parametrize("name", SPECS)
def test_a_hook_stands_in_the_guide_for_plugin_authors(name):
    assert f"`{name}`" in (ROOT / "PLUGINS.md").read_text("utf-8")


@pytest.mark.parametrize("name", SPECS)
def test_a_hook_has_a_test_of_its_own(name):
    assert [test for test in names_of_hook_tests() if test.startswith(f"test_{name}_")]


def test_whatever_a_plugin_may_declare_is_exported_by_hooks():
    words = {
        word
        for function in SPECS.values()
        for word in re.findall(r"[A-Z]\w+", str(inspect.signature(function).return_annotation))
    }
    declared = words - {"Sequence", "Any", "None"}
    assert "PluginInfo" in declared
    assert declared <= set(hooks.__all__)
