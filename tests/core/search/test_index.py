"""The index follows the rows: written, changed, hidden, removed, counted and made anew."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from core.content.models import DRAFT, HIDDEN, Content
from core.declarations import SearchSource
from core.errors import BadQuery
from core.registry import Owned
from core.search import service
from core.search.models import SearchDocument, SearchTerm, SearchTrigram
from core.search.terms import trigrams


async def counts(searching: Any) -> dict[str, int]:
    """Return the number of entries per word as the index has it."""
    return dict(await searching.rows(select(SearchTerm.term, SearchTerm.documents)))


async def trigrams_are_those_of_the_words(searching: Any) -> bool:
    """Tell whether the trigrams are exactly those of the words."""
    rows = await searching.rows(
        select(SearchTerm.term, SearchTrigram.trigram).join(
            SearchTrigram, SearchTrigram.term_id == SearchTerm.id, isouter=True
        )
    )
    wanted = {(word, part) for word in await counts(searching) for part in trigrams(word)}
    return set(rows) == wanted


async def test_an_entry_is_found_by_all_that_belongs_to_it(searching: Any) -> None:
    await searching.add(
        {"id": 1, "kind": "organisation", "title": "Proefhuis"},
        {
            "id": 2, "title": "Kaarten", "owner_id": 1, "summary": "Een avond",
            "description": "Neem gebak mee", "place_name": "Zaal Vier", "street": "Laan",
            "city": "Verzonnendam", "postcode": "9876 ZZ",
        },
    )  # fmt: skip
    await searching.tag(2, "koffie-en-inloop")
    own = ("kaarten", "avond", "gebak", "vier", "laan", "verzonnendam", "9876")
    for word in (*own, "proefhuis", "inloop", "noord", "proefstad"):
        assert 2 in await searching.ids(word), word
    assert await searching.ids("zuid") == []


async def test_only_published_entries_are_found(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Yoga", "status": DRAFT})
    assert await searching.ids("yoga") == [1]


async def test_a_change_is_found_and_what_it_replaced_is_not(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga op maandag"})
    await searching.change(1, title="Pilates op maandag")
    assert await searching.ids("yoga") == []
    assert await searching.ids("pilates") == [1]
    assert await counts(searching) == {"pilates": 1, "maandag": 1, "noord": 1, "proefstad": 1}
    assert await trigrams_are_those_of_the_words(searching)


async def test_a_hidden_entry_leaves_the_index_and_comes_back(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Yoga en thee"})
    await searching.change(1, status=HIDDEN)
    assert await searching.ids("yoga") == [2]
    assert (await counts(searching))["yoga"] == 1
    await searching.change(1, status="published")
    assert await searching.ids("yoga") == [1, 2]
    assert (await counts(searching))["yoga"] == 2


async def test_removing_leaves_nothing_behind(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Thee"})
    await searching.remove(1, 2)
    for model in (SearchDocument, SearchTerm, SearchTrigram):
        assert await searching.rows(select(func.count()).select_from(model)) == [(0,)]
    assert (await searching.find("yoga")).total == 0


async def test_deleting_a_row_takes_its_document_along(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Yoga"})
    async with searching.database.write() as session:
        await session.execute(delete(Content.__table__).where(Content.__table__.c.id == 1))
    assert await searching.ids("yoga") == [2]
    await searching.add({"id": 1, "title": "Thee"})
    assert await searching.ids("yoga") == [2]
    assert await searching.ids("thee") == [1]


async def test_indexing_twice_changes_nothing(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga en thee"}, {"id": 2, "title": "Thee"})
    before = await counts(searching)
    await searching.index(1, 2, 2)
    assert await counts(searching) == before == {"yoga": 1, "thee": 2, "noord": 2, "proefstad": 2}


async def test_newest_comes_first_to_the_second(searching: Any) -> None:
    later = [searching.noon + timedelta(seconds=number) for number in (1, 3, 2, 3)]
    await searching.add(
        *({"id": id_, "title": "Yoga", "published_at": at} for id_, at in enumerate(later, 1)),
        {"id": 9, "title": "Yoga", "published_at": None},
    )
    assert await searching.ids("yoga") == [2, 4, 3, 1, 9]


async def test_filters_are_kind_area_and_terms(searching: Any) -> None:
    await searching.add(
        {"id": 1, "title": "Yoga", "kind": "organisation"},
        {"id": 2, "title": "Yoga", "area_id": searching.south},
        {"id": 3, "title": "Yoga"},
    )
    terms = await searching.tag(3, "wandelen")
    assert await searching.ids("yoga", kinds=("activity",)) == [2, 3]
    assert await searching.ids("yoga", kinds=()) == []
    assert await searching.ids("yoga", area_id=searching.north) == [1, 3]
    assert await searching.ids("yoga", area_id=searching.city) == [1, 2, 3]
    assert await searching.ids("yoga", term_ids=tuple(terms.values())) == [3]
    assert await searching.ids("yoga", term_ids=[terms["sport"]], area_id=searching.south) == []


async def test_a_kind_that_is_off_or_gone_is_not_found_and_not_counted(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Yoga", "kind": "gone"})
    found = await searching.find("yoga", kinds=("activity", "gone"))
    assert (found.ids, found.total) == ((1,), 1)
    searching.database.kinds = frozenset({"organisation"})
    found = await searching.find("yoga")
    assert (found.ids, found.total) == ((), 0)


async def test_a_source_adds_words_and_a_broken_one_is_left_out(
    searching: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def more(session: Any, ids: Any) -> dict[int, str]:
        return dict.fromkeys(ids, "meenemen gymschoenen")

    async def broken(session: Any, ids: Any) -> dict[int, str]:
        await session.execute(select(func.no_such_function()))
        return {}

    searching.sources = [
        Owned("first", SearchSource("activity", broken)),
        Owned("second", SearchSource("activity", more)),
    ]
    with caplog.at_level(logging.ERROR):
        await searching.add(
            {"id": 1, "title": "Yoga"}, {"id": 2, "title": "Thee", "kind": "organisation"}
        )
    assert await searching.ids("gymschoenen") == [1]
    assert "'first'" in caplog.text
    assert "'second'" not in caplog.text


async def test_a_rebuilt_index_is_the_same_and_repairs_what_was_wrong(searching: Any) -> None:
    await searching.add(
        {"id": 1, "title": "Yoga"}, {"id": 2, "title": "Yoga en thee"}, {"id": 3, "title": "Soep"}
    )
    before = await counts(searching)
    async with searching.database.write() as session:
        await session.execute(delete(SearchDocument).where(SearchDocument.content_id == 1))
        await session.execute(delete(SearchTerm).where(SearchTerm.term == "soep"))
    done: list[int] = []
    async with searching.database.write() as session:
        number = await service.rebuild(session, searching.vocabulary, (), done.append)
    assert number == sum(done) == 3
    assert await counts(searching) == before
    assert await trigrams_are_those_of_the_words(searching)
    assert await searching.ids("yoga") == [1, 2]
    assert (await searching.find("sope")).corrected == "soep"


async def test_many_words_with_one_beginning_are_all_found(searching: Any) -> None:
    rows = [{"id": id_, "title": f"wandel{id_}x"} for id_ in range(1, 151)]
    await searching.add(*rows)
    found = await searching.find("wand", limit=200)
    assert list(found.ids) == list(range(1, 151))
    assert found.corrected is None


async def test_answers_are_counted_to_a_thousand(searching: Any) -> None:
    await searching.add(*({"id": id_, "title": "Yoga"} for id_ in range(1, 1102)))
    found = await searching.find("yoga", limit=10)
    assert (len(found.ids), found.total) == (10, 1001)


@pytest.mark.parametrize("key", ["x", "3-1", "1", "-", "0--5", "0-" + "9" * 25, "²-1", "0-1-2"])
async def test_a_strange_page_key_is_refused(searching: Any, key: str) -> None:
    await searching.add({"id": 1, "title": "Yoga"})
    with pytest.raises(BadQuery):
        await searching.find("yoga", after=key)


async def test_a_rolled_back_change_leaves_the_index_as_it_was(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"})
    async with searching.database.write() as session:
        await service.remove(session, [1])
        await session.rollback()
    assert await searching.ids("yoga") == [1]
    assert (await counts(searching))["yoga"] == 1
