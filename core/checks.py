"""Start-up checks: declarations must fit together, and every page must say who may see it."""

from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.errors import ConfigurationError, PluginError
from core.registry import Owned, Registry
from core.slots import CORE_SLOTS
from core.web.guards import needs

REMEDY = "Repair the plugin, or leave it out with BUURTBASIS_PLUGINS_BLOCK={plugin}."


def check_registry(registry: Registry) -> None:
    """Raise PluginError for the first declaration that cannot be."""
    _check_one_folder()
    _unique("prefix", _prefixes(registry))
    _unique("content kind", ((o.plugin, o.item.key) for o in registry.kinds))
    _unique("permission", ((o.plugin, o.item.key) for o in registry.permissions))
    _unique("setting", ((o.plugin, o.item.key) for o in registry.settings))
    _unique("slot", ((o.plugin, o.item.key) for o in registry.slots))
    _unique("import noun", ((o.plugin, o.item.noun) for o in registry.imports))
    _unique("command", ((o.plugin, o.item.name) for o in registry.commands))
    _unique("navigation", ((o.plugin, o.item.key) for o in registry.navigation))
    _unique("job", ((o.plugin, o.item.key) for o in registry.jobs))
    sections = ((o.plugin, f"{o.item.slot}/{o.plugin}/{o.item.key}") for o in registry.sections)
    _unique("section", sections)
    _check_named(registry)
    _check_tables(registry)
    _check_slots(registry)
    jobs = {owned.item.key for owned in registry.jobs}
    for owned in registry.schedules:
        if owned.item.job not in jobs:
            raise _wrong(owned.plugin, f"schedules the unknown job '{owned.item.job}'.")


def check_routes(app: Any, registry: Registry) -> None:
    """Raise PluginError when a handler has no guard, or one that names an unknown permission."""
    known = {owned.item.key for owned in registry.permissions}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.fn.__module__.startswith("litestar."):
                continue  # the framework's own answer to OPTIONS
            need = needs(handler)
            name = f"{handler.fn.__module__}.{handler.fn.__name__}"
            owner = _owner(handler.fn.__module__, registry)
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


def _prefixes(registry: Registry) -> Iterable[tuple[str, str]]:
    return ((loaded.info.name, loaded.info.prefix) for loaded in registry.plugins)


def _unique(what: str, pairs: Iterable[tuple[str, str]]) -> None:
    listed = list(pairs)
    counts = Counter(key for _, key in listed)
    for plugin, key in reversed(listed):
        if counts[key] > 1:
            raise _wrong(plugin, f"declares the {what} '{key}', which exists already.")


def _check_named(registry: Registry) -> None:
    groups: tuple[tuple[str, tuple[Owned[Any], ...]], ...] = (
        ("permission", registry.permissions),
        ("setting", registry.settings),
        ("slot", registry.slots),
        ("job", registry.jobs),
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
        if not owned.item.__table__.name.startswith(f"{prefix}_"):
            raise _wrong(
                owned.plugin, f"table '{owned.item.__table__.name}' must start with '{prefix}_'."
            )


def _check_slots(registry: Registry) -> None:
    known = {slot.key for slot in CORE_SLOTS} | {owned.item.key for owned in registry.slots}
    for owned in registry.sections:
        if owned.item.slot not in known:
            raise _wrong(
                owned.plugin,
                f"section '{owned.item.key}' is for the unknown slot '{owned.item.slot}'.",
            )


def _owner(module: str, registry: Registry) -> str:
    for loaded in registry.plugins:
        package = loaded.module.__name__.rpartition(".")[0] or loaded.module.__name__
        if module == package or module.startswith(package + "."):
            return loaded.info.name
    return "core"


def _wrong(plugin: str, problem: str) -> PluginError:
    return PluginError(plugin, problem, REMEDY.format(plugin=plugin))
