"""Which plugins are on, and how stored settings follow what is declared."""

from typing import Any

import pytest

from core.accounts.members import Member, grants_of
from core.declarations import PluginInfo, Setting
from core.errors import Conflict, Forbidden, Invalid
from core.manage.preferences import read_preferences, with_defaults, write_preferences
from core.manage.switches import enabled_names, list_modules, switch_plugin
from core.registry import Loaded, Registry

SHELVES = Setting("a.shelves", "Planken", 4, minimum=1, maximum=20)


def registry_of(installation: Any, *infos: PluginInfo) -> Registry:
    """Return the registry of the tests with other plugins beside core."""
    given = installation.state.registry
    core = given.plugin("core")
    loaded = tuple(Loaded(info, core.module, core.folder) for info in infos)
    values = {name: getattr(given, name) for name in Registry.__dataclass_fields__}
    return Registry(**(values | {"plugins": (core, *loaded)}))


BASE = PluginInfo("base", "Basis", "", "1", prefix="b")
MORE = PluginInfo("more", "Meer", "", "1", prefix="m", requires=("base",))
QUIET = PluginInfo("quiet", "Stil", "", "1", prefix="q", enabled_by_default=False)


@pytest.mark.parametrize(
    ("switches", "on"),
    [
        ({}, {"base", "more"}),
        ({"quiet": True}, {"base", "more", "quiet"}),
        ({"more": False}, {"base"}),
        ({"base": False}, set()),
        ({"base": False, "more": True}, set()),
        ({"gone": True, "core": False}, {"base", "more"}),
    ],
)
async def test_switches_defaults_and_what_is_required_decide_together(
    installation: Any, switches: dict[str, bool], on: set[str]
) -> None:
    registry = registry_of(installation, BASE, MORE, QUIET)
    assert enabled_names(registry, switches) == {"core"} | on


async def test_a_plugin_that_another_needs_is_switched_off_after_it(installation: Any) -> None:
    registry, by = registry_of(installation, BASE, MORE), installation.manager
    async with installation.state.database.write() as session:
        with pytest.raises(Conflict, match="Meer"):
            await switch_plugin(session, registry, "base", False, by=by)
        await switch_plugin(session, registry, "more", False, by=by)
        await switch_plugin(session, registry, "base", False, by=by)
        with pytest.raises(Conflict, match="Basis"):
            await switch_plugin(session, registry, "more", True, by=by)
        modules = await list_modules(session, registry, by=by)
    assert [(m.name, m.enabled, m.needs) for m in modules] == [
        ("base", False, ()),
        ("more", False, ("Basis",)),
    ]


async def test_who_may_not_switch_or_set_is_refused_by_the_service_too(installation: Any) -> None:
    resident = Member(1, "", "", grants_of([], installation.roles))
    async with installation.state.database.write() as session:
        with pytest.raises(Forbidden):
            await switch_plugin(session, installation.state.registry, "probe", False, by=resident)
        with pytest.raises(Forbidden):
            await write_preferences(session, [SHELVES], {"a.shelves": 5}, by=resident)


@pytest.mark.parametrize("stored", [0, 21, True, "4", None, [4], 4.0])
def test_a_stored_value_that_no_longer_fits_gives_way_to_the_default(stored: Any) -> None:
    assert with_defaults([SHELVES], {"a.shelves": stored, "gone.key": 1}) == {"a.shelves": 4}


async def test_a_wrong_value_stores_none_of_them(installation: Any) -> None:
    other = Setting("a.open", "Open", True)
    by = installation.manager
    async with installation.state.database.write() as session:
        with pytest.raises(Invalid) as refused:
            await write_preferences(
                session, [SHELVES, other], {"a.open": False, "a.shelves": 99, "x": 1}, by=by
            )
        assert set(refused.value.fields) == {"a.shelves", "x"}
        assert (await read_preferences(session, [other]))["a.open"] is True


async def test_only_what_changed_is_written(installation: Any) -> None:
    by = installation.manager
    for value, changed in ((5, ["a.shelves"]), (5, []), (6, ["a.shelves"])):
        async with installation.state.database.write() as session:
            found = await write_preferences(session, [SHELVES], {"a.shelves": value}, by=by)
        assert found == changed
