"""What the guides show is true: their Python runs, their commands and files exist."""

import re
import tomllib

import click
import pytest
from sources import ROOT

from core.cli.main import main
from core.loading import build_registry

GUIDES = [ROOT / name for name in ("README.md", "PLUGINS.md", "CONTRIBUTING.md")]
GUIDES += sorted(ROOT.glob("plugins/*/README.md"))
BLOCK = re.compile(r"^ *```python\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"\bbuurtbasis ([a-z][a-z-]*(?: [a-z][a-z-]*)?)")
FILE = re.compile(r"`((?:core|plugins|tests|bench)/[\w./-]+|hooks\.py)`")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_in_a_guide_runs(guide):
    names = {"__name__": guide.stem}
    for block in BLOCK.findall(guide.read_text("utf-8")):
        exec(compile(block, guide.name, "exec"), names)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_a_guide_exist(guide):
    found = COMMAND.findall(guide.read_text("utf-8"))
    assert [words for words in found if not is_command(*words.split())] == []


def is_command(name, rest=""):
    """Whether the command line knows it; that of the sample plugin is called by its own tests."""
    command = main.get_command(click.Context(main), name)
    if name == "import":
        return rest in nouns()
    if isinstance(command, click.Group):
        return not rest or rest in command.commands
    return command is not None or name == "ruilkast"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_in_a_guide_exist(guide):
    named = FILE.findall(guide.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def nouns():
    noun = {owned.item.noun for owned in build_registry(only=["activities"]).imports}
    return noun | {"cabinets", ""}


def test_every_dependency_has_its_reason():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = [re.split(r"[\[<>=~]", name)[0] for name in wanted]
    assert len(names) > 20
    assert [name for name in names if f"| {name} |" not in text] == []


def test_every_folder_of_core_is_on_the_map():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    folders = {path.parent.name for path in ROOT.glob("core/*/__init__.py")}
    assert [name for name in sorted(folders) if f"`{name}/`" not in text] == []
