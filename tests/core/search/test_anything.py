"""Whatever somebody types gives an answer, and both databases give the same."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from core.content.models import Content
from core.search import service

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.server]

SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

NASTY = (
    "", " ", "\0", "yoga\0thee", "'", '"', '"yoga', "yoga'; drop table content; --", "yoga*", "*",
    "title:yoga", "{tokens}: yoga", "yoga NEAR thee", "yoga AND", "NOT yoga", "(yoga", "yoga)", "^",
    "yoga & !thee", "yoga:*", "yoga <-> thee", "\\", "%", "_", "🙂", "yoga🙂thee", "\ud800", "ﬁets",
    "İstanbul", "ßß", "中文", "é" * 3000, "x" * 10_000, "yoga thee " * 1000, "q w e r t y " * 900,
    "()" * 5000, "3813 " * 2000, "in de buurt van " * 700, "de het een", "\u202eyoga", "½²",
)  # fmt: skip

WORDS = st.sampled_from([
    "yoga", "thee", "theeën", "wandelen", "wandeling", "wandel", "eten", "samen", "warm", "warme",
    "maaltijd", "koffie", "café", "cafe", "buurtbus", "bus", "de", "op", "3813", "schaken",
])  # fmt: skip
PHRASES = st.lists(WORDS, max_size=4).map(" ".join)
ENTRIES = st.lists(
    st.tuples(PHRASES, PHRASES, PHRASES, st.integers(0, 2), st.booleans()), max_size=6
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(
    sqlite_databases: Any, postgres_databases: Any, core_alone: Any, open_searching: Any
) -> AsyncIterator[list[Any]]:
    """The same, empty, on SQLite and on PostgreSQL."""
    places = [(made, made.fresh(core_alone)) for made in (sqlite_databases, postgres_databases)]
    pair = [await open_searching(url) for _, url in places]
    yield pair
    for searching, (made, url) in zip(pair, places, strict=True):
        await searching.database.close()
        made.drop(url)


async def fill(searching: Any, entries: list[Any]) -> None:
    """Put these entries in the place of all others."""
    async with searching.database.write() as session:
        await session.execute(delete(Content.__table__))
        await service.rebuild(session, searching.vocabulary, ())
    rows = [
        {
            "id": id_, "title": title, "place_name": place, "description": text,
            "published_at": searching.noon + timedelta(days=days),
            "kind": "activity" if is_activity else "organisation",
        }
        for id_, (title, place, text, days, is_activity) in enumerate(entries, 1)
    ]  # fmt: skip
    await searching.add(*rows)


async def test_nothing_that_is_typed_is_an_error(pair: list[Any]) -> None:
    for searching in pair:
        await fill(searching, [("Yoga met thee", "", "🙂 ½ fiets", 0, True)])
    for query in NASTY:
        sqlite, postgresql = [await searching.find(query) for searching in pair]
        assert sqlite == postgresql, query[:50]


async def test_what_looks_like_an_operator_is_a_word(pair: list[Any]) -> None:
    for searching in pair:
        await fill(searching, [("Yoga", "", "", 0, True), ("Thee", "", "", 0, True)])
        assert await searching.ids("yoga OR thee") == []
        assert await searching.ids('"yoga"*') == [1]


async def test_letters_of_every_script_are_words(pair: list[Any]) -> None:
    titles = ["中文 les", "Αθήνα", "Привет кафе", "فنجان", "Ærø", "ⅷ", "𝒴oga", "𐐨𐐩", "ꟺꟺ", "ꭰꭱ"]
    for searching in pair:
        await fill(searching, [(title, "", "", 0, True) for title in titles])
        for id_, title in enumerate(titles, 1):
            assert await searching.ids(title.upper()) == [id_], title


@SLOWLY
@given(text=st.text(max_size=200))
async def test_any_text_can_be_indexed_and_searched(pair: list[Any], text: str) -> None:
    storable = "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")
    for searching in pair:
        await fill(searching, [("Yoga", "", storable, 0, True)])
    sqlite, postgresql = [await searching.find(text) for searching in pair]
    assert sqlite == postgresql


@SLOWLY
@given(entries=ENTRIES, queries=st.lists(PHRASES, min_size=1, max_size=5), limit=st.integers(1, 4))
async def test_both_databases_agree(
    pair: list[Any], entries: list[Any], queries: list[str], limit: int
) -> None:
    for searching in pair:
        await fill(searching, entries)
    for query in queries:
        after = ""
        while True:
            sqlite, postgresql = [
                await searching.find(query, limit=limit, after=after) for searching in pair
            ]
            assert sqlite == postgresql
            after = sqlite.next_key
            if not after:
                break
