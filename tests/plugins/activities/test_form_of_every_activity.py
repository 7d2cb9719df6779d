"""Opening the form of an activity and saving it unchanged changes nothing, whatever it says."""

import pytest
from activity_forms import LIST, sent_by
from sqlalchemy import select

from core.editing.models import Revision
from core.testing.world import FROM_US, World
from plugins.activities.models import Activity


@pytest.mark.slow
async def test_every_imported_activity_survives_its_own_form(site: World) -> None:
    async with site.database.read() as session:
        slugs = list(await session.scalars(select(Activity.slug)))
    assert len(slugs) > 300
    refused = []
    async with site.manager() as manager:
        for slug in slugs:
            path = f"/mijn/activiteiten/{slug}"
            data = sent_by((await manager.get(path)).text)
            answer = await manager.post(path, data=data, headers=FROM_US)
            refused += [slug] if answer.status_code != 303 else []
    assert refused == []
    async with site.database.read() as session:
        changed = select(Revision.content_id, Revision.after).where(Revision.action == "changed")
        assert (await session.execute(changed)).all() == []


async def test_the_list_of_many_activities_costs_no_more_than_that_of_one(
    ground, eik, owner, make_activity, queries
):
    asked = []
    for number in range(3):
        await make_activity(titel=f"Nummer {number}", organisatie_id=eik.slug)
        with queries(at_most=25) as found:
            assert f"Nummer {number}" in (await owner.get(LIST)).text
        asked.append(len(found.texts))
    assert asked[1] == asked[2]
