"""Loading: every plugin imported, asked each hook once, in the order of what they require."""

import importlib.metadata
from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

import core.plugin
import hooks
from core.declarations import PluginInfo, Routes
from core.errors import PluginError
from core.registry import Loaded, Owned, Registry

GROUP = "buurtbasis.plugins"


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

    def many(hook: str) -> tuple[Owned[Any], ...]:
        found = [
            Owned(impl.plugin_name, item)
            for impl in getattr(manager.hook, hook).get_hookimpls()
            for item in _answers(impl.plugin_name, hook, impl.function)
        ]
        return tuple(sorted(found, key=lambda owned: _place(owned, order)))

    return Registry(
        plugins=tuple(plugins),
        models=many("register_models"),
        kinds=many("register_content_kinds"),
        search=many("register_search"),
        imports=many("register_imports"),
        demo=many("register_demo"),
        routes=many("register_routes"),
        slots=many("register_slots"),
        sections=many("register_sections"),
        navigation=many("register_navigation"),
        permissions=many("register_permissions"),
        settings=many("register_settings"),
        jobs=many("register_jobs"),
        schedules=many("register_schedules"),
        commands=many("register_commands"),
        geocoder=manager.hook.provide_geocoder(),
    )


def _installed(only: Iterable[str] | None, block: set[str]) -> dict[str, ModuleType]:
    """Import the modules behind the entry points, in the order of their names."""
    points = {point.name: point for point in importlib.metadata.entry_points(group=GROUP)}
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


def _register(manager: pluggy.PluginManager, name: str, module: ModuleType) -> None:
    try:
        manager.register(module, name=name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        raise _broken(name, f"does not fit hooks.py: {error}.") from error


def _identify(manager: pluggy.PluginManager, name: str, module: ModuleType) -> Loaded:
    for impl in manager.hook.register_plugin.get_hookimpls():
        if impl.plugin_name == name:
            info = impl.function()
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


def _answers(plugin: str, hook: str, ask: Callable[[], Any]) -> list[Any]:
    try:
        answer = ask()
    except Exception as error:
        raise _broken(plugin, f"{hook} failed: {error!r}.") from error
    return [answer] if isinstance(answer, Routes) else list(answer)


def _place(owned: Owned[Any], order: Mapping[str, int]) -> tuple[int, int, str]:
    item = owned.item
    return getattr(item, "order", 0), order[owned.plugin], str(getattr(item, "key", ""))


def _broken(name: str, problem: str) -> PluginError:
    remedy = f"Repair it, or leave it out with BUURTBASIS_PLUGINS_BLOCK={name}."
    return PluginError(name, problem, remedy)
