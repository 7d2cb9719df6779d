"""Start-up checks: declarations must fit together, and every page must say who may see it."""

import re
from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.cli.main import GROUPS
from core.errors import ConfigurationError, PluginError
from core.manage.preferences import problem_with
from core.registry import Owned, Registry
from core.slots import CORE_SLOTS
from core.web.guards import needs

NAME = re.compile(r"[a-z][a-z0-9_-]*")
"""The part of a kind of mail after the dot, which is the name of a file too."""
PREFIX = re.compile(r"[a-z][a-z0-9_]{0,29}")
REMEDY = "Repair the plugin, or leave it out with BUURTBASIS_PLUGINS_BLOCK={plugin}."


def check_registry(registry: Registry) -> None:
    """Raise PluginError for the first declaration that cannot be."""
    _check_one_folder()
    _check_prefixes(registry)
    _unique("content kind", ((o.plugin, o.item.key) for o in registry.kinds))
    _unique("permission", ((o.plugin, o.item.key) for o in registry.permissions))
    _unique("setting", ((o.plugin, o.item.key) for o in registry.settings))
    _unique("slot", ((o.plugin, o.item.key) for o in registry.slots))
    _unique("api path", ((o.plugin, o.item.path) for o in registry.api))
    _unique("api name", ((o.plugin, o.item.name) for o in registry.api))
    _unique("import noun", ((o.plugin, o.item.noun) for o in registry.imports))
    of_core = (("core", name) for name in GROUPS)
    _unique("command", (*of_core, *((o.plugin, o.item.name) for o in registry.commands)))
    _unique("email", ((o.plugin, o.item.key) for o in registry.emails))
    _unique("personal data", ((o.plugin, o.item.key) for o in registry.personal_data))
    _unique("navigation", ((o.plugin, o.item.key) for o in registry.navigation))
    _unique("job", ((o.plugin, o.item.key) for o in registry.jobs))
    _unique("schedule of", ((o.plugin, o.item.job) for o in registry.schedules))
    sections = ((o.plugin, f"{o.item.slot}/{o.plugin}/{o.item.key}") for o in registry.sections)
    _unique("section", sections)
    _unique("path", _paths(registry))
    _check_named(registry)
    _check_tables(registry)
    _check_kinds(registry)
    _check_slots(registry)
    _check_references(registry)
    _check_settings(registry)
    _check_emails(registry)


def check_routes(app: Any, registry: Registry) -> None:
    """Raise PluginError when a handler has no guard, or one that names an unknown permission."""
    known = {owned.item.key for owned in registry.permissions}
    owners = {handler.fn: o.plugin for o in registry.routes for handler in o.item.handlers}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.fn.__module__.startswith("litestar."):
                continue  # the framework's own answer to OPTIONS
            need = needs(handler)
            name = f"{handler.fn.__module__}.{handler.fn.__name__}"
            owner = owners.get(handler.fn, "core")
            if not need:
                raise _wrong(owner, f"handler {name} says neither 'public' nor a permission.")
            if need != "public" and need not in known:
                raise _wrong(owner, f"handler {name} needs the unknown permission '{need}'.")


def _check_one_folder() -> None:
    """Raise when another package called core, plugins or hooks is in front of ours."""
    here = Path(__file__).resolve().parent.parent
    for name in ("core", "plugins", "hooks"):
        found = find_spec(name)
        file = Path(str(found and found.origin)).resolve()
        if here not in file.parents:
            raise ConfigurationError(
                f"'{name}' was found at {file}, not in {here}: take that folder out of"
                " the import path."
            )


def _check_prefixes(registry: Registry) -> None:
    """Raise when tables of two owners could have the same name."""
    _unique("prefix", ((loaded.info.name, loaded.info.prefix) for loaded in registry.plugins))
    of_core = [o.item.__table__.name for o in registry.models if o.plugin == "core"]
    prefixes = [loaded.info.prefix for loaded in registry.plugins]
    for loaded in registry.plugins:
        prefix = loaded.info.prefix
        if loaded.info.name == "core":
            continue
        if not PREFIX.fullmatch(prefix):
            raise _wrong(loaded.info.name, f"the prefix '{prefix}' cannot start a table's name.")
        taken = [name for name in (*of_core, *prefixes) if name.startswith(f"{prefix}_")]
        if taken:
            raise _wrong(
                loaded.info.name, f"the prefix '{prefix}' is the start of '{taken[0]}', which"
                " belongs to another.",
            )  # fmt: skip


def _paths(registry: Registry) -> Iterable[tuple[str, str]]:
    """Yield every method and path, whatever its parameters are called."""
    for owned in registry.routes:
        for handler in owned.item.handlers:
            if not hasattr(handler, "fn"):
                raise _wrong(owned.plugin, f"{handler!r} in its routes is not a handler function.")
            for path in handler.paths:
                same = re.sub(r"\{[^}:]*", "{", path)
                yield from ((owned.plugin, f"{m} {same}") for m in sorted(handler.http_methods))


def _unique(what: str, pairs: Iterable[tuple[str, str]]) -> None:
    listed = list(pairs)[::-1]
    counts = Counter(key for _, key in listed)
    # Core was there first, whatever the order of the items.
    for plugin, key in sorted(listed, key=lambda pair: pair[0] == "core"):
        if counts[key] > 1:
            raise _wrong(plugin, f"declares the {what} '{key}', which exists already.")


def _check_named(registry: Registry) -> None:
    groups: tuple[tuple[str, tuple[Owned[Any], ...]], ...] = (
        ("permission", registry.permissions),
        ("setting", registry.settings),
        ("slot", registry.slots),
        ("job", registry.jobs),
        ("email", registry.emails),
        ("personal data", registry.personal_data),
    )
    for what, declared in groups:
        for owned in declared:
            if owned.plugin != "core" and not owned.item.key.startswith(f"{owned.plugin}."):
                raise _wrong(
                    owned.plugin, f"the {what} '{owned.item.key}' must start with its name."
                )


def _check_tables(registry: Registry) -> None:
    for owned in registry.models:
        if owned.plugin == "core":
            continue
        prefix = registry.plugin(owned.plugin).info.prefix
        if not hasattr(owned.item, "__table__"):
            raise _wrong(owned.plugin, f"the model {owned.item.__name__} has no table.")
        if not owned.item.__table__.name.startswith(f"{prefix}_"):
            raise _wrong(
                owned.plugin, f"table '{owned.item.__table__.name}' must start with '{prefix}_'."
            )


def _check_kinds(registry: Registry) -> None:
    models = [owned.item for owned in registry.models]
    for owned in registry.kinds:
        kind = owned.item
        if kind.model not in models:
            raise _wrong(owned.plugin, f"the model of kind '{kind.key}' is not in register_models.")
        if kind.model.__mapper__.polymorphic_identity != kind.key:
            raise _wrong(
                owned.plugin, f"the polymorphic_identity of {kind.model.__name__} must be"
                f" '{kind.key}', the key of its kind.",
            )  # fmt: skip


def _check_references(registry: Registry) -> None:
    """Raise when a declaration names a kind, a noun or a job that nobody declares."""
    kinds = {owned.item.key for owned in registry.kinds}
    nouns = {owned.item.noun for owned in registry.imports}
    jobs = {owned.item.key for owned in registry.jobs}
    named: list[tuple[str, str, str, set[str]]] = [
        *((o.plugin, "adds search words to the unknown kind", o.item.kind, kinds)
          for o in registry.search),
        *((o.plugin, "imports the unknown kind", o.item.kind, kinds) for o in registry.imports),
        *((o.plugin, "has a demo for the unknown noun", o.item.noun, nouns)
          for o in registry.demo),
        *((o.plugin, "schedules the unknown job", o.item.job, jobs) for o in registry.schedules),
    ]  # fmt: skip
    for plugin, problem, key, known in named:
        if key not in known:
            raise _wrong(plugin, f"{problem} '{key}'.")
    for owned in registry.schedules:
        if owned.item.every.total_seconds() < 1:
            raise _wrong(owned.plugin, f"schedules '{owned.item.job}' more than every second.")


def _check_settings(registry: Registry) -> None:
    for owned in registry.settings:
        if problem_with(owned.item, owned.item.default):
            raise _wrong(
                owned.plugin, f"the default of setting '{owned.item.key}' is not a value it takes."
            )


def _check_slots(registry: Registry) -> None:
    known = {slot.key for slot in CORE_SLOTS} | {owned.item.key for owned in registry.slots}
    for owned in registry.sections:
        if owned.item.slot not in known:
            raise _wrong(
                owned.plugin,
                f"section '{owned.item.key}' is for the unknown slot '{owned.item.slot}'.",
            )
        folder, _, name = owned.item.template.partition("/")
        file = registry.plugin(owned.plugin).folder / "templates" / name
        if owned.plugin != "core" and (folder != owned.plugin or not file.is_file()):
            raise _wrong(
                owned.plugin,
                f"section '{owned.item.key}' has the template '{owned.item.template}', which is"
                f" not '{owned.plugin}/…' in its folder templates.",
            )


def _check_emails(registry: Registry) -> None:
    for owned in registry.emails:
        owner, _, name = owned.item.key.partition(".")
        file = registry.plugin(owned.plugin).folder / "templates" / "mail" / f"{name}.txt"
        if owner != owned.plugin or not NAME.fullmatch(name) or not file.is_file():
            raise _wrong(
                owned.plugin,
                f"the email '{owned.item.key}' needs the template"
                f" 'templates/mail/{name}.txt' beside its plugin.py.",
            )


def _wrong(plugin: str, problem: str) -> PluginError:
    return PluginError(plugin, problem, REMEDY.format(plugin=plugin))
