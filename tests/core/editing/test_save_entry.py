"""Edits do not overwrite each other, and each is in the history."""

import pytest
from sqlalchemy import select

from core.accounts.members import keys_by_role, operator
from core.editing.models import Revision
from core.editing.service import Overtaken, create_entry, save_entry
from core.errors import Invalid
from core.organisations.models import Organisation


@pytest.fixture
def tools(ground):
    """What every call takes beside the entry and its values."""
    state = ground.app.state
    roles = keys_by_role(owned.item for owned in ground.registry.permissions)
    return {
        "by": operator(roles), "key": "core.organisation",
        "vocabulary": state.snapshot.vocabulary, "reindex": state.extra["reindex"],
    }  # fmt: skip


async def test_a_save_changes_values_terms_and_history_and_is_found(ground, organisation, tools):
    category = tools["vocabulary"].roots()[0].slug
    changes = {"title": "Ons Huis", "nature": "bewonersgroep", "categories": [category]}
    async with ground.database.write() as session:
        row = await session.get(Organisation, organisation.id)
        saved = await save_entry(session, row, changes, version=1, **tools)
        assert saved.version == 2
    async with ground.database.read() as session:
        row = await session.get(Organisation, organisation.id)
        revision = await session.scalar(
            select(Revision).where(Revision.content_id == row.id, Revision.action == "changed")
        )
    assert (row.title, row.sort_key, row.nature) == ("Ons Huis", "ons huis", "bewonersgroep")
    assert row.slug == organisation.slug
    assert row.on_behalf
    assert revision.before["title"] == "Het Huis van Nu"
    assert revision.after == changes
    async with ground.client() as client:
        assert "Ons Huis" in (await client.get("/organisaties")).text


async def test_the_second_of_two_is_told_what_stands_now_and_writes_nothing(
    ground, organisation, tools
):
    async with ground.database.write() as session:
        row = await session.get(Organisation, organisation.id)
        await save_entry(session, row, {"summary": "Van de een"}, version=1, **tools)
    async with ground.database.write() as session:
        row = await session.get(Organisation, organisation.id)
        with pytest.raises(Overtaken) as told:
            await save_entry(session, row, {"summary": "Van de ander"}, version=1, **tools)
        assert row.summary == "Van de een"
    assert (told.value.version, told.value.now_there) == (2, {"summary": "Van de een"})


async def test_a_save_without_a_change_leaves_no_line(ground, organisation, tools):
    async with ground.database.write() as session:
        row = await session.get(Organisation, organisation.id)
        saved = await save_entry(session, row, {"title": row.title}, version=1, **tools)
    assert (saved.changed, saved.version) == ((), 1)


async def test_new_entries_of_one_name_get_addresses_of_their_own(ground, organisation, tools):
    async with ground.database.write() as session:
        area_id = (await session.get(Organisation, organisation.id)).area_id
        values = {"title": "Buurttuin", "area_id": area_id}
        made = [
            await create_entry(
                session, Organisation, values, owner_id=None, status="published", **tools
            )
            for _ in range(2)
        ]
        with pytest.raises(Invalid):
            await create_entry(
                session, Organisation, {**values, "categories": ["nee"]}, owner_id=None, **tools
            )
    assert [one.slug for one in made] == ["buurttuin", "buurttuin-2"]
    async with ground.client() as client:
        assert (await client.get("/organisaties/buurttuin-2")).status_code == 200
