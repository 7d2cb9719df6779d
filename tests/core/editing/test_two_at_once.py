"""Two people at the same moment, in transactions of their own: one wins, none is lost unseen."""

import asyncio

import pytest
from sqlalchemy import func, select

from core.accounts.members import keys_by_role, operator
from core.editing import receipts
from core.editing.models import Draft, Revision
from core.editing.service import Overtaken, Saved, create_entry, save_entry
from core.organisations.models import Organisation
from core.testing.factories import Make
from core.testing.people import Login

FORM = "/mijn/organisaties/de-eik/gegevens"


@pytest.fixture
async def eik(make_organisation: Make):
    return await make_organisation(naam="De Eik", samenvatting="Samen eten.", postcode="3811 AB")


@pytest.fixture
def tools(ground):
    roles = keys_by_role(owned.item for owned in ground.registry.permissions)
    state = ground.app.state
    return {
        "by": operator(roles), "vocabulary": state.snapshot.vocabulary,
        "reindex": state.extra["reindex"],
    }  # fmt: skip


async def test_of_two_transactions_that_save_one_is_told(ground, eik, tools):
    async def save(summary: str) -> Saved | Overtaken:
        try:
            async with ground.database.write() as session:
                row = await session.get(Organisation, eik.id)
                return await save_entry(
                    session, row, {"summary": summary}, version=1, key="core.organisation", **tools
                )
        except Overtaken as told:
            return told

    results = await asyncio.gather(*(save(f"Van nummer {number}.") for number in range(4)))
    won = [one for one in results if isinstance(one, Saved)]
    told = [one for one in results if isinstance(one, Overtaken)]
    assert (len(won), len(told)) == (1, 3)
    async with ground.database.read() as session:
        row = await session.get(Organisation, eik.id)
        lines = await session.scalar(
            select(func.count(Revision.id)).where(Revision.action == "changed")
        )
    assert (row.version, lines) == (2, 1)
    assert {one.now_there["summary"] for one in told} == {row.summary}


async def test_of_two_forms_that_arrive_together_the_second_sees_both_versions(
    ground, eik, log_in: Login
):
    data = {"title": "De Eik", "language": "nl", "postcode": "3811 AB", "version": "1"}
    clients = [
        await log_in(f"{name}@example.org", "organisation-editor", organisation=eik.id)
        for name in ("een", "ander")
    ]
    answers = await asyncio.gather(
        *(
            client.post(FORM, data=data | {"summary": f"Van nummer {number}."})
            for number, client in enumerate(clients)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "Van nummer 0." in late.text
    assert "Van nummer 1." in late.text


async def test_of_two_who_put_back_at_once_one_is_told(ground, eik, log_in: Login, tools):
    async with ground.database.write() as session:
        row = await session.get(Organisation, eik.id)
        await save_entry(
            session, row, {"summary": "Fout."}, version=1, key="core.organisation", **tools
        )
    clients = [
        await log_in(f"{name}@example.org", "organisation-editor", organisation=eik.id)
        for name in ("een", "ander")
    ]
    path = f"/mijn/inhoud/{eik.id}/geschiedenis/1/terug"
    data = {"version": "2", "veld": "summary"}
    answers = await asyncio.gather(*(client.post(path, data=data) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    async with ground.database.read() as session:
        assert (await session.get(Organisation, eik.id)).summary == "Samen eten."


async def test_two_tabs_that_keep_a_draft_at_once_leave_one(ground, log_in: Login):
    client = await log_in("eik@example.org")
    typed = {"_form": "core.organisation", "_subject": "content:1", "version": "1"}
    answers = await asyncio.gather(
        *(client.post("/mijn/concept", data=typed | {"title": f"Tab {n}"}) for n in range(3))
    )
    assert {answer.status_code for answer in answers} == {303}
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count(Draft.id))) == 1


async def test_a_permission_that_nobody_asked_is_a_mistake_of_the_caller(ground, eik, tools):
    async with ground.database.write() as session:
        row = await session.get(Organisation, eik.id)
        with pytest.raises(ValueError, match="nobody asked"):
            await save_entry(session, row, {"summary": "x"}, version=1, key="core.made_up", **tools)
        with pytest.raises(ValueError, match="nobody asked"):
            await create_entry(
                session, Organisation, {"title": "x", "area_id": row.area_id},
                key="core.made_up", owner_id=row.id, **tools,
            )  # fmt: skip


async def test_a_form_that_is_sent_twice_at_once_is_carried_out_once(ground):
    key, body = receipts.new_key(), [("title", "De Eik")]
    carried_out = []

    async def send() -> str:
        async with ground.database.write() as session:
            led_to = await receipts.begin(session, 1, key, body)
            if led_to is None:
                carried_out.append(1)
                led_to = "/gemaakt"
                await receipts.finish(session, 1, key, led_to)
            return led_to

    assert await asyncio.gather(send(), send(), send()) == ["/gemaakt"] * 3
    assert carried_out == [1]
