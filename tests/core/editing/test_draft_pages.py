"""What somebody types is kept for them, and for nobody else."""

import pytest
from sqlalchemy import func, select

from core.editing import drafts
from core.editing.models import Draft
from core.testing.people import Login
from core.testing.world import BLOCK, World

TYPED = {"_form": "core.organisation", "_subject": "content:1", "_back": "/mijn?x=1",
         "version": "3", "title": "De Eik", "summary": "nog niet af"}  # fmt: skip


async def test_a_draft_is_kept_without_javascript_and_leads_back(ground: World, log_in: Login):
    client = await log_in("eik@example.org")
    answer = await client.post("/mijn/concept", data=TYPED)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/mijn?x=1&concept=bewaard"
    async with ground.database.read() as session:
        found = await session.scalar(select(Draft))
    assert found.version == 3
    assert found.fields == [["title", "De Eik"], ["summary", "nog niet af"]]


async def test_a_draft_is_kept_as_one_types_and_the_page_says_so(ground: World, log_in: Login):
    client = await log_in("eik@example.org")
    answer = await client.post("/mijn/concept", data=TYPED, headers=BLOCK)
    assert answer.status_code == 200
    assert "Concept bewaard om" in answer.text
    assert "<html" not in answer.text


async def test_a_draft_is_its_own_members(ground: World, log_in: Login):
    one, other = await log_in("een@example.org"), await log_in("ander@example.org")
    await one.post("/mijn/concept", data=TYPED)
    await other.post("/mijn/concept", data=TYPED | {"title": "Anders"})
    assert (await other.post("/mijn/concept/weg", data=TYPED)).status_code == 303
    async with ground.database.read() as session:
        assert [row.fields[0][1] for row in await session.scalars(select(Draft))] == ["De Eik"]


@pytest.mark.parametrize("wrong", [{"_form": ""}, {"_subject": "x" * 101}])
async def test_a_draft_of_nothing_is_refused(ground: World, log_in: Login, wrong):
    client = await log_in("eik@example.org")
    assert (await client.post("/mijn/concept", data=TYPED | wrong)).status_code == 400


@pytest.mark.parametrize("version", ["9" * 10, "-1", "²", ""])
async def test_a_strange_version_breaks_nothing(ground: World, log_in: Login, version):
    client = await log_in("eik@example.org")
    assert (
        await client.post("/mijn/concept", data=TYPED | {"version": version})
    ).status_code == 303


async def test_drafts_do_not_pile_up(ground: World, log_in: Login, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    client = await log_in("eik@example.org")
    for number in range(4):
        await client.post("/mijn/concept", data=TYPED | {"_subject": f"content:{number}"})
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count(Draft.id))) == 2


async def test_nobody_keeps_a_draft_without_an_account(ground: World):
    async with ground.client() as client:
        answer = await client.post(
            "/mijn/concept", data=TYPED, headers={"origin": "http://127.0.0.1:8000"}
        )
    assert answer.status_code == 403
