"""What every plugin promises, as tests that its author inherits.

In a test module of the plugin::

    from core.testing.conformance import PluginConformance

    class TestRuilkast(PluginConformance):
        plugin = "ruilkast"

The plugin must be installed. Those that it requires come with it, and no other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from core.app import build_litestar
from core.checks import check_registry
from core.loading import build_registry
from core.testing.blocks import block_problems, sent_blocks
from core.testing.catalogue import missing
from core.testing.schema import downgrade, fingerprint, found_differences, revisions, upgrade
from core.testing.world import World, answers, fill, get_paths, open_world, switch

if TYPE_CHECKING:
    from core.registry import Registry

Fresh = Callable[..., str]


@cache
def registry_with(plugin: str) -> "Registry":
    """Return the registry of a plugin and all that it requires."""
    return build_registry(only=_needed(plugin))


@cache
def registry_without(plugin: str) -> "Registry":
    """Return the registry of what a plugin requires, as if the plugin itself were gone."""
    return build_registry(only=[name for name in _needed(plugin) if name != plugin])


def _needed(plugin: str) -> list[str]:
    everything = build_registry()
    wanted, found = [plugin], []
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.append(name)
            wanted += everything.plugin(name).info.requires
    return found


class PluginConformance:
    """Inherit it as ``Test<Plugin>`` and say which plugin it is."""

    plugin: ClassVar[str] = ""

    @pytest.fixture
    def registry(self) -> "Registry":
        """Give the plugin with all that it requires."""
        return registry_with(self.plugin)

    @pytest.fixture
    def full_url(self, registry: "Registry", fresh_database: Fresh) -> str:
        """Give a database in which the demonstration is loaded."""
        return fresh_database(registry, fill)

    def test_its_declarations_fit_together(self, registry: "Registry") -> None:
        """Keys, prefixes, slots, permissions and what they name are right."""
        check_registry(registry)

    def test_every_page_says_who_may_see_it(self, registry: "Registry") -> None:
        """Every handler has a guard, and no path exists twice."""
        build_litestar(registry)

    def test_it_says_what_it_is_in_a_readme(self, registry: "Registry") -> None:
        """README.md stands beside the module and says more than a title."""
        readme = registry.plugin(self.plugin).folder / "README.md"
        assert readme.is_file(), f"write {readme}"
        assert len(readme.read_text("utf-8").split()) > 20

    def test_every_address_with_a_parameter_has_a_sample(self, registry: "Registry") -> None:
        """``Routes.samples`` gives a real address, so that each page can be tried."""
        for owned in registry.routes:
            if owned.plugin == self.plugin:
                paths = [path for path in get_paths(owned.item.handlers) if "{" in path]
                assert sorted(owned.item.samples) == paths

    def test_its_migrations_are_one_line_of_numbers(self, registry: "Registry") -> None:
        """Revisions are called ``<plugin>_0001`` and on, without branches."""
        found = revisions(registry, self.plugin)
        assert found == [f"{self.plugin}_{at + 1:04d}" for at in range(len(found))]
        has_tables = any(owned.plugin == self.plugin for owned in registry.models)
        assert bool(found) == has_tables

    def test_its_tables_go_away_and_come_back(
        self, registry: "Registry", fresh_database: Fresh
    ) -> None:
        """Down leaves what was there without it, and up again makes the same."""
        url = fresh_database(registry)
        before = fingerprint(url)
        downgrade(url, registry, self.plugin)
        without = fresh_database(registry_without(self.plugin))
        assert fingerprint(url) == fingerprint(without)
        upgrade(url, registry)
        assert fingerprint(url) == before

    def test_its_models_and_tables_agree(self, registry: "Registry", fresh_database: Fresh) -> None:
        """Autogenerate finds nothing to do."""
        assert found_differences(fresh_database(registry), registry) == []

    def test_blocks_that_are_sent_alone_know_their_names(self, registry: "Registry") -> None:
        """A block that htmx asks for imports the macros that it uses."""
        folder = registry.plugin(self.plugin).folder
        for template, block in sorted(sent_blocks(folder)):
            file = folder / "templates" / template.removeprefix(f"{self.plugin}/")
            assert block_problems(file.read_text("utf-8"), block) == [], template

    def test_every_text_is_in_english_too(self, registry: "Registry") -> None:
        """A plugin with English texts has all of them; Dutch is the source."""
        if not (registry.plugin(self.plugin).folder / "locales" / "en").is_dir():
            pytest.skip("it is in Dutch only")
        assert missing(registry, self.plugin) == []

    def test_every_page_answers(self, registry: "Registry", full_url: str, tmp_path: Path) -> None:
        """Every GET address answers a guest and a manager, whole and as a block."""

        async def work(world: World) -> None:
            paths = await world.pages(self.plugin)
            assert await answers(world, paths) == []
            async with world.manager() as client:
                for path in paths:
                    answer = await client.get(path)
                    assert answer.status_code == 200, f"{path}: {answer.text[:300]}"

        _in_world(registry, full_url, tmp_path, work)

    def test_nothing_of_it_shows_when_it_is_off(
        self, registry: "Registry", full_url: str, tmp_path: Path
    ) -> None:
        """Its pages answer 404, the menu and the sections are without it; on again, it is back."""

        async def work(world: World) -> None:
            paths = await world.pages(self.plugin)
            await switch(world, self.plugin, on=False)
            async with world.client() as client:
                found = [(await client.get(path)).status_code for path in paths]
                assert found == [404] * len(paths)
                home = (await client.get("/")).text
                assert [path for path in self._addresses(registry) if f'"{path}"' in home] == []
            assert await answers(world, ["/", "/organisaties", "/zoeken?q=eten"]) == []
            await switch(world, self.plugin, on=True)
            assert await answers(world, paths) == []

        _in_world(registry, full_url, tmp_path, work)

    def test_nothing_breaks_when_it_is_gone(
        self, registry: "Registry", full_url: str, tmp_path: Path
    ) -> None:
        """Uninstalled, its rows stay unseen, and every other page works."""
        others = registry_without(self.plugin)

        async def work(world: World) -> None:
            assert await answers(world, await _pages_of_others(world)) == []
            async with world.client() as client:
                for path in ("/", "/organisaties", "/zoeken?q=buurt"):
                    text = (await client.get(path)).text
                    for address in self._addresses(registry):
                        assert f'"{address}' not in text, path

        _in_world(others, full_url, tmp_path, work)

    def _addresses(self, registry: "Registry") -> list[str]:
        """Return where the plugin's lists and menu items lead."""
        menu = [o.item.path for o in registry.navigation if o.plugin == self.plugin]
        return menu + [o.item.path for o in registry.kinds if o.plugin == self.plugin]


async def _pages_of_others(world: World) -> list[str]:
    """Return every page that has something to show: a section by itself may be of who is gone."""
    return [path for path in await world.pages() if "/sectie/" not in path]


def _in_world(
    registry: "Registry", url: str, folder: Path, work: Callable[[World], Awaitable[None]]
) -> None:
    async def run() -> None:
        async with open_world(registry, url, folder) as world:
            await work(world)

    asyncio.run(run())
