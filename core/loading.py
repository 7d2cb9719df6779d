"""Loading: every plugin imported, asked each hook once, in the order of what they require."""

import importlib.metadata
import re
from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pluggy

import core.plugin
import hooks
from core.api.declarations import ApiResource
from core.declarations import (
    Command,
    ContentKind,
    Demo,
    Email,
    ImportSpec,
    Job,
    Navigation,
    Permission,
    PersonalData,
    PluginInfo,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Setting,
    Slot,
)
from core.errors import PluginError
from core.registry import Loaded, Owned, Registry

T = TypeVar("T")

GROUP = "buurtbasis.plugins"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""A plugin's name is part of table names, template names and addresses."""


def build_registry(
    only: Iterable[str] | None = None,
    block: Iterable[str] = (),
    extra: Mapping[str, ModuleType] | None = None,
) -> Registry:
    """Load the installed plugins, ask every hook once and return what they declared.

    ``only`` names the plugins to load (None: all installed), ``block`` those to leave out, and
    ``extra`` adds modules that are not installed. Raises PluginError, with the remedy.
    """
    manager = pluggy.PluginManager(hooks.PROJECT)
    manager.add_hookspecs(hooks)
    modules = {"core": core.plugin, **_installed(only, set(block)), **(extra or {})}
    for name, module in modules.items():
        _register(manager, name, module)
    plugins = _in_order([_identify(manager, name, modules[name]) for name in modules])
    order = {loaded.info.name: at for at, loaded in enumerate(plugins)}

    def many(hook: str, kind: type[T]) -> tuple[Owned[T], ...]:
        found = [
            Owned(impl.plugin_name, item)
            for impl in getattr(manager.hook, hook).get_hookimpls()
            for item in _answers(impl.plugin_name, hook, impl.function, kind)
        ]
        return tuple(sorted(found, key=lambda owned: _place(owned, order)))

    return Registry(
        plugins=tuple(plugins),
        models=many("register_models", type),
        kinds=many("register_content_kinds", ContentKind),
        search=many("register_search", SearchSource),
        imports=many("register_imports", ImportSpec),
        demo=many("register_demo", Demo),
        routes=many("register_routes", Routes),
        api=many("register_api", ApiResource),
        slots=many("register_slots", Slot),
        sections=many("register_sections", Section),
        navigation=many("register_navigation", Navigation),
        permissions=many("register_permissions", Permission),
        settings=many("register_settings", Setting),
        emails=many("register_emails", Email),
        personal_data=many("register_personal_data", PersonalData),
        jobs=many("register_jobs", Job),
        schedules=many("register_schedules", Schedule),
        commands=many("register_commands", Command),
        geocoder=_first(manager, "provide_geocoder"),
        mail=_first(manager, "provide_mail_transport"),
        storage=_first(manager, "provide_file_storage"),
    )


def _installed(only: Iterable[str] | None, block: set[str]) -> dict[str, ModuleType]:
    """Import the modules behind the entry points, in the order of their names."""
    points = _entry_points()
    wanted = sorted(points) if only is None else list(only)
    modules = {}
    for name in wanted:
        if name in block:
            continue
        if name not in points:
            raise PluginError(
                name, "is not installed.", "Install it, or take it out of BUURTBASIS_PLUGINS."
            )
        try:
            modules[name] = points[name].load()
        except Exception as error:
            raise _broken(name, f"cannot be imported: {error!r}.") from error
    return modules


def _entry_points() -> dict[str, importlib.metadata.EntryPoint]:
    """Return the plugins that are installed, by name; a package seen twice is one."""
    found: dict[str, importlib.metadata.EntryPoint] = {}
    for point in importlib.metadata.entry_points(group=GROUP):
        if not NAME.fullmatch(point.name) or point.name == "core":
            raise PluginError(
                point.name, "has a name that cannot be: use lower case letters, digits and _.",
                f"Uninstall the package that declares '{point.value}'.",
            )  # fmt: skip
        before = found.setdefault(point.name, point)
        if before.value != point.value:
            raise PluginError(
                point.name, f"is installed twice, as '{before.value}' and as '{point.value}'.",
                "Uninstall one of the two packages.",
            )  # fmt: skip
    return found


def _register(manager: pluggy.PluginManager, name: str, module: ModuleType) -> None:
    try:
        manager.register(module, name=name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise _broken(name, f"does not fit hooks.py: {error}.") from error


def _identify(manager: pluggy.PluginManager, name: str, module: ModuleType) -> Loaded:
    for impl in manager.hook.register_plugin.get_hookimpls():
        if impl.plugin_name == name:
            info = _ask(name, "register_plugin", impl.function)
            if not isinstance(info, PluginInfo) or info.name != name:
                raise _broken(name, "register_plugin must return a PluginInfo of the same name.")
            return Loaded(info, module, Path(str(module.__file__)).parent)
    raise _broken(name, "does not implement register_plugin.")


def _in_order(found: list[Loaded]) -> list[Loaded]:
    """Sort core first and each plugin after those it requires."""
    by_name = {loaded.info.name: loaded for loaded in found}
    for loaded in found:
        for needed in loaded.info.requires:
            if needed not in by_name:
                raise PluginError(
                    loaded.info.name, f"requires '{needed}', which is not there.",
                    f"Install '{needed}' or leave this plugin out with BUURTBASIS_PLUGINS_BLOCK.",
                )  # fmt: skip
    graph = {name: {"core", *by_name[name].info.requires} - {name} for name in sorted(by_name)}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise _broken(error.args[1][0], f"is in a circle of requires: {error.args[1]}.") from error


def _ask(plugin: str, hook: str, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except Exception as error:
        raise _broken(plugin, f"{hook} failed: {error!r}.") from error


def _answers(plugin: str, hook: str, ask: Callable[[], Any], kind: type[T]) -> list[T]:
    answer = _ask(plugin, hook, ask)
    items = [answer] if isinstance(answer, Routes) else answer
    if not isinstance(items, list | tuple):
        raise _broken(plugin, f"{hook} must return a list, not {type(answer).__name__}.")
    for item in items:
        if not isinstance(item, kind):
            raise _broken(plugin, f"{hook} must return {kind.__name__}, not {type(item).__name__}.")
    return list(items)


def _first(manager: pluggy.PluginManager, hook: str) -> Any:
    """Return the first answer that is not None; core's own is asked last."""
    for impl in reversed(getattr(manager.hook, hook).get_hookimpls()):
        answer = _ask(impl.plugin_name, hook, impl.function)
        if answer is not None:
            return answer
    raise AssertionError(f"core answers {hook}")


def _place(owned: Owned[Any], order: Mapping[str, int]) -> tuple[int, int, str]:
    item = owned.item
    if isinstance(item, type):  # a mapped class may have columns of these names
        return 0, order[owned.plugin], ""
    return getattr(item, "order", 0), order[owned.plugin], str(getattr(item, "key", ""))


def _broken(name: str, problem: str) -> PluginError:
    remedy = f"Repair it, or leave it out with BUURTBASIS_PLUGINS_BLOCK={name}."
    return PluginError(name, problem, remedy)
