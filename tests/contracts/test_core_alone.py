"""Core works without any plugin: it starts, migrates, and every page of it answers."""

import asyncio

from sources import ROOT

from core.checks import check_registry
from core.testing.blocks import block_problems, sent_blocks
from core.testing.schema import found_differences
from core.testing.world import answers, fill, get_paths, open_world


def test_core_alone_fits_together(alone):
    check_registry(alone)
    assert [loaded.info.name for loaded in alone.plugins] == ["core"]


def test_core_alone_has_every_table_that_it_needs(alone, fresh_database):
    assert found_differences(fresh_database(alone), alone) == []


def test_every_page_of_core_answers_without_plugins(alone, fresh_database, tmp_path):
    url = fresh_database(alone, fill)

    async def work():
        async with open_world(alone, url, tmp_path) as world:
            # a section by itself is always somebody's: core alone has none to show
            paths = [path for path in await world.pages() if "/sectie/" not in path]
            assert len(paths) > 10
            assert await answers(world, paths) == []
            async with world.manager() as client:
                for path in paths:
                    assert (await client.get(path)).status_code in (200, 303), path
            async with world.client() as client:
                assert (await client.get("/activiteiten")).status_code == 404
                assert (await client.get("/sectie/home/activities/today")).status_code == 404

    asyncio.run(work())


def test_no_page_of_core_leads_to_a_plugin_that_is_not_there(alone, fresh_database, tmp_path):
    url = fresh_database(alone, fill)

    async def work():
        async with open_world(alone, url, tmp_path) as world, world.client() as client:
            found = []
            for path in ("/", "/buurten", "/organisaties", "/zoeken?q=niets", "/nergens"):
                text = (await client.get(path)).text
                found += [path] if "/activiteiten" in text else []
            assert found == []

    asyncio.run(work())


def test_every_address_of_core_with_a_parameter_has_a_sample(alone):
    (routes,) = alone.routes
    paths = [path for path in get_paths(routes.item.handlers) if "{" in path]
    assert sorted(routes.item.samples) == paths


def test_blocks_of_core_that_are_sent_alone_know_their_names():
    for template, block in sorted(sent_blocks(ROOT / "core")):
        source = (ROOT / "core" / "templates" / template).read_text("utf-8")
        assert block_problems(source, block) == [], template
