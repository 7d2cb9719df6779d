"""Forms are carried out once, and what was typed is kept for its own writer."""

from datetime import timedelta

import pytest

from core.accounts.members import Member
from core.clock import frozen, now
from core.editing import drafts, receipts
from core.errors import Invalid

BODY = [("title", "Koffie"), ("_csrf", "a")]


async def test_the_same_form_gives_the_first_answer(installation):
    key = receipts.new_key()
    async with installation.state.database.write() as session:
        assert await receipts.begin(session, 1, key, BODY) is None
        await receipts.finish(session, 1, key, "/mijn/1")
    async with installation.state.database.write() as session:
        again = [("title", "Koffie"), ("_csrf", "b")]
        assert await receipts.begin(session, 1, key, again) == "/mijn/1"


async def test_a_key_is_good_for_one_body_and_one_account(installation):
    key = receipts.new_key()
    async with installation.state.database.write() as session:
        await receipts.begin(session, 1, key, BODY)
    async with installation.state.database.write() as session:
        assert await receipts.begin(session, 2, key, BODY) is None
        with pytest.raises(Invalid):
            await receipts.begin(session, 1, key, [("title", "Thee")])
        with pytest.raises(Invalid):
            await receipts.begin(session, 1, "", BODY)


async def test_a_draft_is_replaced_read_by_its_writer_only_and_forgotten(installation):
    one, other = [
        Member(await installation.account(f"{name}@example.org"), "", "", ())
        for name in ("een", "twee")
    ]
    database = installation.state.database
    async with database.write() as session:
        await drafts.save(session, "core.entry", "content:1", BODY, 3, by=one)
        await drafts.save(session, "core.entry", "content:1", [("title", "Thee")], 4, by=one)
    async with database.write() as session:
        found = await drafts.load(session, "core.entry", "content:1", by=one)
        assert found
        assert (found.pairs, found.version) == ((("title", "Thee"),), 4)
        assert await drafts.load(session, "core.entry", "content:1", by=other) is None
        with frozen(now() + timedelta(days=31)):
            await drafts.forget_old(session)
        assert await drafts.load(session, "core.entry", "content:1", by=one) is None
