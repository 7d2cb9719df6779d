"""Which installed plugins are on for the platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.db.changes import EVERYTHING, touch
from core.db.stored import PluginSwitch
from core.declarations import PluginInfo
from core.errors import Conflict, NotFound
from core.permissions.service import require
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A plugin as the platform manager sees it.

    ``needed_by`` and ``needs`` are labels of the plugins that stand in the way of switching it.
    """

    name: str
    label: str
    summary: str
    version: str
    enabled: bool
    needed_by: tuple[str, ...]
    needs: tuple[str, ...]


def enabled_names(registry: Registry, switches: Mapping[str, bool]) -> frozenset[str]:
    """Return the plugins that are on; core always is.

    A plugin without a switch follows its own default, and is off while one it requires is off.
    Switches of plugins that are gone say nothing.
    """
    on: set[str] = {"core"}
    for loaded in registry.plugins:  # each comes after those that it requires
        info = loaded.info
        wanted = switches.get(info.name, info.enabled_by_default)
        if wanted and on.issuperset(info.requires):
            on.add(info.name)
    return frozenset(on)


async def read_enabled(session: AsyncSession, registry: Registry) -> frozenset[str]:
    """Return the plugins that are on now."""
    rows = await session.execute(select(PluginSwitch.plugin, PluginSwitch.is_enabled))
    return enabled_names(registry, dict(rows.all()))


async def list_modules(
    session: AsyncSession, registry: Registry, *, by: Member
) -> list[ModuleView]:
    """Return every plugin but core, in the order in which they were loaded."""
    require(by, "core.modules")
    on = await read_enabled(session, registry)
    return [_module(loaded.info, registry, on) for loaded in registry.plugins
            if loaded.info.name != "core"]  # fmt: skip


async def switch_plugin(
    session: AsyncSession, registry: Registry, name: str, enabled: bool, *, by: Member
) -> ModuleView:
    """Switch a plugin on or off for the whole platform; every page may change by it.

    Raises NotFound for one that is not there, and Conflict while another one stands in the way.
    """
    require(by, "core.modules")
    on = await read_enabled(session, registry)
    info = _info(registry, name)
    module = _module(info, registry, on)
    others = module.needs if enabled else module.needed_by
    if others:
        problem = (
            "Zet eerst deze modules aan: %(others)s."
            if enabled
            else "Zet eerst deze modules uit: %(others)s."
        )
        raise Conflict(problem, others=", ".join(others))
    await session.merge(PluginSwitch(plugin=name, is_enabled=enabled))
    touch(session, [EVERYTHING])
    await audit.note(session, "core.modules", f"plugin:{name}", by=by, enabled=enabled)
    return _module(info, registry, on | {name} if enabled else on - {name})


def _info(registry: Registry, name: str) -> PluginInfo:
    for loaded in registry.plugins:
        if loaded.info.name == name != "core":
            return loaded.info
    raise NotFound("De module ‘%(name)s’ is er niet.", name=name[:60])


def _module(info: PluginInfo, registry: Registry, on: frozenset[str]) -> ModuleView:
    infos = {loaded.info.name: loaded.info for loaded in registry.plugins}
    others = [infos[name] for name in sorted(on & infos.keys())]
    return ModuleView(
        name=info.name,
        label=info.label,
        summary=info.summary,
        version=info.version,
        enabled=info.name in on,
        needed_by=tuple(other.label for other in others if info.name in other.requires),
        needs=tuple(infos[name].label for name in info.requires if name not in on),
    )
