"""The conformance suite of Buurtbasis on this plugin, and what the plugin itself promises."""

import asyncio
import re
from datetime import timedelta

from ruilkast.jobs import mark_quiet
from ruilkast.models import Cabinet
from sqlalchemy import select

from core.clock import now
from core.content.models import Content
from core.content.service import write_lists
from core.jobs.context import Work
from core.testing.conformance import PluginConformance
from core.testing.world import BLOCK, FROM_US, open_world


class TestRuilkast(PluginConformance):
    plugin = "ruilkast"

    def test_cabinets_are_listed_and_found(self, registry, full_url, tmp_path):
        async def work():
            async with open_world(registry, full_url, tmp_path) as world, world.client() as client:
                assert "De Kantlijn" in (await client.get("/ruilkasten")).text
                assert "Ruilkasten" in (await client.get("/")).text
                # "stekjes" stands in the plugin's own table only
                assert "Stek en Zaad" in (await client.get("/zoeken?q=stekjes")).text
                english = await client.get("/ruilkasten?taal=en")
                assert "Swap cabinets in" in english.text

        asyncio.run(work())

    def test_an_activity_shows_cabinets_of_its_own_area_when_it_is_asked(
        self, registry, full_url, tmp_path
    ):
        async def work():
            async with open_world(registry, full_url, tmp_path) as world, world.client() as client:
                async with world.database.write() as session:
                    cabinet = await session.scalar(select(Cabinet).order_by(Cabinet.id))
                    activity = await session.scalar(
                        select(Content).where(Content.kind == "activity").order_by(Content.id)
                    )
                    cabinet.area_id = activity.area_id
                    await write_lists(session, [cabinet.id])
                    title, path = cabinet.title, f"/activiteiten/{activity.slug}"
                page = (await client.get(path)).text
                assert title not in page
                (asked,) = re.findall(r'hx-get="([^"]+)" hx-select="#section-near-body"', page)
                assert asked == f"{path}?sectie=ruilkast.near"
                with_it = (await client.get(asked, headers=BLOCK)).text
                assert 'id="section-near-body"' in with_it
                assert title in with_it

        asyncio.run(work())

    def test_a_cabinet_that_nobody_saw_says_so_until_an_editor_looks(
        self, registry, full_url, tmp_path
    ):
        async def work():
            async with open_world(registry, full_url, tmp_path) as world:
                path = "/ruilkasten/de-kantlijn"
                quiet = "al meer dan 60 dagen niemand gekeken"
                async with world.client() as guest, world.manager() as manager:
                    assert quiet not in (await guest.get(path)).text
                    later = Work(world.database, now() + timedelta(days=61))
                    await mark_quiet(later)
                    await mark_quiet(later)
                    assert quiet in (await guest.get(path)).text
                    page = (await manager.get(path)).text
                    proof = re.search(r'name="_csrf" value="([^"]+)"', page)
                    form = {"_csrf": proof[1]}
                    assert (await guest.post(f"{path}/gezien", headers=FROM_US)).status_code == 403
                    done = await manager.post(f"{path}/gezien", data=form, headers=FROM_US)
                    assert done.status_code == 303
                    assert quiet not in (await guest.get(path)).text

        asyncio.run(work())
