"""A plugin that breaks the contract stops the start, in one sentence with its name and remedy."""

from types import ModuleType

import pytest
from litestar import get
from sources import ROOT
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import registry as orm_registry

from core.app import build_litestar
from core.checks import check_registry
from core.errors import PluginError
from core.loading import build_registry
from core.web.guards import public, require
from hooks import (
    Command,
    ContentKind,
    Demo,
    Email,
    ImportSpec,
    Job,
    Navigation,
    Permission,
    PluginInfo,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Setting,
    Slot,
    hookimpl,
)

COMMAND = ("-c", "from core.cli.main import main; main()")


async def nothing(*_):
    return {}


def table_named(name):
    """Return a mapped class of its own registry, so that no other test sees its table."""
    own = orm_registry()
    made = type("Made", (), {})
    own.map_imperatively(made, Table(name, MetaData(), Column("id", Integer, primary_key=True)))
    made.__table__ = made.__mapper__.local_table
    return made


def handler(*, guards=(), path="/x"):
    @get(path, guards=list(guards))
    async def page() -> str:
        return ""

    return page


def module(name="odd", **answers):
    """Make a plugin module that answers hooks with what is given."""
    made = ModuleType(f"{name}.plugin")
    made.__file__ = str(ROOT / "nowhere" / "plugin.py")
    info = PluginInfo(name, "Vreemd", "Klopt niet.", "1.0", prefix=name)
    for hook, answer in {"register_plugin": info, **answers}.items():
        if answer is not None:
            setattr(made, hook, hookimpl(specname=hook)(lambda answer=answer: answer))
    return made


def start(**plugins):
    registry = build_registry(only=(), extra=plugins)
    check_registry(registry)
    build_litestar(registry)


def info(**changes):
    values = {"label": "Vreemd", "summary": "x", "version": "1", "prefix": "odd", **changes}
    return {"register_plugin": PluginInfo("odd", **values)}


THING = table_named("odd_thing")
KIND = ContentKind("thing", THING, "Ding", "Dingen", "/dingen", "book")
SECTION = Section("a", "home", "A", "odd/_a.html", nothing)

CASES = {
    "without register_plugin": ({"register_plugin": None}, "does not implement register_plugin"),
    "with a plain dict for its name": ({"register_plugin": {}}, "must return a PluginInfo"),
    "that requires one that is absent": (info(requires=("gone",)), "requires 'gone'"),
    "with core's prefix": (info(prefix="content"), "the prefix 'content' is the start of"),
    "with a prefix that is no name": (info(prefix="A-1"), "cannot start a table's name"),
    "that answers with no list": ({"register_jobs": nothing}, "must return a list"),
    "that answers with the wrong thing": ({"register_jobs": [{}]}, "must return Job, not dict"),
    "with another table prefix": (
        {"register_models": [table_named("other_thing")]}, "must start with 'odd_'",
    ),
    "with a model without table": ({"register_models": [int]}, "the model int has no table"),
    "with a kind that core has": (
        {"register_content_kinds": [ContentKind("organisation", THING, "", "", "/o", "x")]},
        "the content kind 'organisation', which exists already",
    ),
    "with a kind whose model it hides": (
        {"register_content_kinds": [KIND]}, "is not in register_models",
    ),
    "with a kind of another identity": (
        {"register_content_kinds": [KIND], "register_models": [THING]}, "polymorphic_identity",
    ),
    "with a permission of core": (
        {"register_permissions": [Permission("core.manage", "", ())]},
        "the permission 'core.manage', which exists already",
    ),
    "with a permission of a stranger's name": (
        {"register_permissions": [Permission("other.edit", "", ())]}, "must start with its name",
    ),
    "with a setting that cannot be": (
        {"register_settings": [Setting("odd.size", "", 3, maximum=2)]}, "is not a value it takes",
    ),
    "with a slot twice": (
        {"register_slots": [Slot("odd.a", object), Slot("odd.a", object)]}, "the slot 'odd.a'",
    ),
    "with a section for an unknown slot": (
        {"register_sections": [Section("a", "attic", "A", "odd/_a.html", nothing)]},
        "the unknown slot 'attic'",
    ),
    "with a section without template": ({"register_sections": [SECTION]}, "odd/_a.html"),
    "with a mail without template": (
        {"register_emails": [Email("odd.hello", "Hoi", "Zomaar.")]},
        "the email 'odd.hello' needs the template 'templates/mail/hello.txt'",
    ),
    "with a mail of a stranger's name": (
        {"register_emails": [Email("other.hello", "Hoi", "Zomaar.")]}, "must start with its name",
    ),
    "with a mail that core has": (
        {"register_emails": [Email("core.test", "Hoi", "Zomaar.")]},
        "the email 'core.test', which exists already",
    ),
    "with a menu item that core has": (
        {"register_navigation": [Navigation("areas", "", "/x", "x")]}, "the navigation 'areas'",
    ),
    "with a schedule of no job": (
        {"register_schedules": [Schedule("odd.gone", 5)]}, "schedules the unknown job 'odd.gone'",
    ),
    "with two schedules of one job": (
        {
            "register_jobs": [Job("odd.a", nothing)],
            "register_schedules": [Schedule("odd.a", 5), Schedule("odd.a", 9)],
        },
        "the schedule of 'odd.a', which exists already",
    ),
    "with a schedule of no time": (
        {"register_schedules": [Schedule("odd.a", 0)], "register_jobs": [Job("odd.a", nothing)]},
        "more than every second",
    ),
    "with a command that core has": (
        {"register_commands": [Command("serve", "", dict)]}, "the command 'serve'",
    ),
    "with words for an unknown kind": (
        {"register_search": [SearchSource("gone", nothing)]}, "the unknown kind 'gone'",
    ),
    "with an import of an unknown kind": (
        {"register_imports": [ImportSpec("odds", "", "gone", (), None)]}, "the unknown kind 'gone'",
    ),
    "with a noun that core has": (
        {"register_imports": [ImportSpec("organisations", "", "organisation", (), None)]},
        "the import noun 'organisations'",
    ),
    "with a demo for no import": (
        {"register_demo": [Demo("gone", lambda *_: [])]}, "the unknown noun 'gone'",
    ),
    "with a page without guard": (
        {"register_routes": Routes((handler(),))}, ".page says neither 'public'",
    ),
    "with a page that needs an unknown permission": (
        {"register_routes": Routes((handler(guards=[require("odd.gone")]),))},
        "needs the unknown permission 'odd.gone'",
    ),
    "with a class for a page": (
        {"register_routes": Routes((dict,))}, "is not a handler function",
    ),
    "with a path that core has": (
        {"register_routes": Routes((handler(guards=[public], path="/buurten"),))},
        "the path 'GET /buurten', which exists already",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_plugin_stops_the_start(case):
    answers, problem = CASES[case]
    with pytest.raises(PluginError) as caught:
        start(odd=module(**answers))
    assert problem in str(caught.value)
    assert caught.value.plugin == "odd"
    assert "Plugin 'odd':" in str(caught.value)
    assert "Remedy: " in str(caught.value)


def test_a_plugin_whose_hook_raises_is_named_with_the_hook():
    odd = module()
    odd.register_jobs = hookimpl(lambda: 1 / 0, specname="register_jobs")
    with pytest.raises(PluginError, match=r"'odd': register_jobs failed: ZeroDivisionError"):
        start(odd=odd)


def test_a_function_marked_as_a_hook_that_does_not_exist_is_named():
    @hookimpl
    def register_magic():
        return []

    odd = module()
    odd.register_magic = register_magic
    with pytest.raises(PluginError, match=r"does not fit hooks\.py: .*register_magic"):
        start(odd=odd)


def test_two_plugins_that_require_each_other_are_a_circle():
    first = PluginInfo("odd", "", "", "1", prefix="odd", requires=("even",))
    second = PluginInfo("even", "", "", "1", prefix="even", requires=("odd",))
    with pytest.raises(PluginError, match="in a circle of requires"):
        start(odd=module(register_plugin=first), even=module("even", register_plugin=second))


def test_two_plugins_cannot_have_one_prefix():
    even = PluginInfo("even", "", "", "1", prefix="odd")
    with pytest.raises(PluginError, match="the prefix 'odd', which exists already"):
        start(odd=module(), even=module("even", register_plugin=even))


@pytest.fixture
def broken_site(tmp_path):
    """Give a folder with an installed package whose module cannot be imported."""
    site = tmp_path / "site"
    package = site / "odd-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[buurtbasis.plugins]\nodd = odd_module\n")
    (site / "odd_module.py").write_text("import what_nobody_has\n")
    return site


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("serve", "--port", "1"), ("db", "upgrade"),
                                       ("plugins", "list")])  # fmt: skip
def test_a_command_ends_with_one_sentence_and_no_traceback(python, broken_site, arguments):
    done = python(*COMMAND, *arguments, paths=(broken_site,))
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith("Error: Plugin 'odd': cannot be imported: ModuleNotFoundError")
    assert sentence.endswith("BUURTBASIS_PLUGINS_BLOCK=odd.")


@pytest.mark.slow
def test_the_remedy_works(python, broken_site):
    done = python(*COMMAND, "plugins", "check", paths=(broken_site,),
                  BUURTBASIS_PLUGINS_BLOCK="odd")  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_help_still_shows_what_core_can_do(python, broken_site):
    done = python(*COMMAND, "--help", paths=(broken_site,))
    assert done.returncode == 0
    assert "serve" in done.stdout
    assert "Plugin 'odd'" in done.stderr


@pytest.mark.slow
def test_a_plugin_that_is_asked_for_but_not_installed_is_named(python):
    done = python(*COMMAND, "plugins", "list", BUURTBASIS_PLUGINS="activities,gone")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: Plugin 'gone': is not installed. Remedy: Install it, or take it out of"
        " BUURTBASIS_PLUGINS.\n"
    )


@pytest.mark.slow
def test_without_tables_the_start_names_the_command_to_run(python):
    done = python(*COMMAND, "serve", "--port", "1")
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.endswith("Run: buurtbasis db upgrade")
    assert python(*COMMAND, "db", "upgrade").returncode == 0
    assert python(*COMMAND, "db", "status").returncode == 0
