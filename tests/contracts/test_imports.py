"""Who may import whom: the table of the architecture, without a list of exceptions."""

import ast
import sys
from pathlib import Path

from sources import ROOT, Import, expect_none, imports_of, name_of, python_files, tree_of

OURS = ("core", "hooks", "plugins", "tests", "bench")
DOMAINS = ("neighbourhoods", "accounts", "content", "organisations", "claims")
"""Domains with tables that others refer to, earlier ones first."""


def offence(path: Path, found: Import) -> str:
    return f"{name_of(path)}:{found.line} imports {found.module} {found.name}".rstrip()


def core_files(name: str) -> list[Path]:
    """Return ``core/<domain>/<name>`` of every domain."""
    return [path for path in python_files("core") if path.name == name and path.parent != CORE]


CORE = ROOT / "core"


def later_domains(path: Path) -> list[str]:
    """Return the packages of domains that come after that of ``path``."""
    domain = path.parent.name
    if domain not in DOMAINS:
        return []
    return [f"core.{later}" for later in DOMAINS[DOMAINS.index(domain) + 1 :]]


def is_standard(found: Import) -> bool:
    return found.module.partition(".")[0] in sys.stdlib_module_names


def test_declarations_import_only_the_standard_library():
    expect_none(
        offence(path, found)
        for path in (
            CORE / "declarations.py",
            CORE / "api" / "declarations.py",
            CORE / "protocols.py",
        )
        for found in imports_of(path)
        if not is_standard(found)
    )


def test_hooks_import_only_pluggy_and_the_declarations():
    path = ROOT / "hooks.py"
    allowed = ("pluggy", "core.declarations", "core.api.declarations", "core.protocols")
    expect_none(
        offence(path, found)
        for found in imports_of(path)
        if not (found.typing or is_standard(found) or found.reaches(*allowed))
    )


def test_models_import_only_the_database_layer_and_models_of_earlier_domains():
    expect_none(
        offence(path, found)
        for path in core_files("models.py")
        for found in imports_of(path)
        if found.reaches(*OURS)
        and (
            found.reaches(*later_domains(path))
            or not (
                found.reaches("core.db")
                or (found.module.startswith("core.") and found.module.endswith(".models"))
            )
        )
    )


def test_services_know_nothing_of_the_web_the_queue_and_the_command_line():
    never = ("litestar", "jinja2", "arq", "click", "core.web", "core.cli", "core.app")
    expect_none(
        offence(path, found)
        for path in python_files("core", "plugins")
        if path.name == "service.py"
        for found in imports_of(path)
        if found.reaches(*never)
    )


def test_services_use_earlier_domains_only():
    expect_none(
        offence(path, found)
        for path in core_files("service.py")
        for found in imports_of(path)
        if found.reaches(*later_domains(path))
    )


def test_views_hold_no_sql():
    """The type of the session that a handler is given is all that views take of SQLAlchemy."""
    expect_none(
        offence(path, found)
        for path in python_files("core", "plugins")
        if path.name.endswith("views.py")
        for found in imports_of(path)
        if found.reaches("sqlalchemy") and found.name != "AsyncSession"
    )


def test_views_use_no_models_of_other_domains():
    expect_none(
        offence(path, found)
        for path in core_files("views.py")
        for found in imports_of(path)
        if found.module.startswith("core.")
        and found.module.endswith(".models")
        and found.module != f"core.{path.parent.name}.models"
    )


def test_views_keep_their_annotations_for_run_time():
    expect_none(
        offence(path, found)
        for path in python_files("core", "plugins")
        if path.name.endswith("views.py")
        for found in imports_of(path)
        if found.module == "__future__"
    )


def test_core_never_imports_plugins():
    expect_none(
        offence(path, found)
        for path in python_files("core")
        for found in imports_of(path)
        if found.reaches("plugins")
    )


def test_core_and_plugins_import_neither_tests_nor_benchmarks():
    expect_none(
        offence(path, found)
        for path in python_files("core", "plugins", "hooks.py")
        for found in imports_of(path)
        if found.reaches("tests", "bench")
    )


def test_plugins_use_public_names_only():
    expect_none(
        offence(path, found)
        for path in python_files("plugins")
        for found in imports_of(path)
        if found.reaches("core", "hooks", "plugins")
        and any(
            part.startswith("_") and not part.endswith("__")
            for part in (*found.module.split("."), found.name)
        )
    )


def test_plugins_reach_each_other_only_by_api_and_extend_of_those_they_require():
    found_wrong = []
    for path in python_files("plugins"):
        own = path.relative_to(ROOT).parts[1]
        for found in imports_of(path):
            spelled = f"{found.module}.{found.name}".split(".")
            if spelled[0] != "plugins" or len(spelled) < 2 or spelled[1] == own:
                continue
            public = len(spelled) > 2 and spelled[2] in {"api", "extend"}
            if not public or spelled[1] not in requires_of(own):
                found_wrong.append(offence(path, found))
    expect_none(found_wrong)


def requires_of(plugin: str) -> set[str]:
    """Return the names that a plugin's PluginInfo requires."""
    path = ROOT / "plugins" / plugin / "plugin.py"
    return {
        constant.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.keyword) and node.arg == "requires"
        for constant in ast.walk(node.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
