"""What search promises: 60 queries over 70 entries, the same on both databases."""

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUERIES = list(
    csv.DictReader((Path(__file__).parent / "queries.csv").open(encoding="utf-8", newline=""))
)
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DATABASES)
async def corpus(
    request: pytest.FixtureRequest, open_searching: Any, rows_of: Any, core_alone: Any
) -> AsyncIterator[Any]:
    """The entries of ``corpus.csv``, with their keys by id."""
    names = {"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}
    databases = request.getfixturevalue(names[request.param])
    url = databases.fresh(core_alone)
    searching = await open_searching(url)
    rows = rows_of("corpus.csv")
    await searching.add(*(
        {
            "id": id_, "kind": row["kind"], "title": row["title"], "summary": row["summary"],
            "description": row["description"], "place_name": row["keywords"],
            "area_id": searching.nowhere,
            "published_at": datetime.fromisoformat(row["published"]).replace(tzinfo=UTC),
        }
        for id_, row in enumerate(rows, 1)
    ))  # fmt: skip
    searching.keys = {id_: row["key"] for id_, row in enumerate(rows, 1)}
    yield searching
    await searching.database.close()
    databases.drop(url)


@pytest.mark.parametrize("row", QUERIES, ids=[row["query"] for row in QUERIES])
async def test_a_query_finds_what_was_promised_in_that_order(
    corpus: Any, row: dict[str, str]
) -> None:
    found = await corpus.find(row["query"])
    expected = row["expected"].split("|") if row["expected"] else []
    assert [corpus.keys[id_] for id_ in found.ids] == expected, row["why"]
    assert (found.corrected or "") == row["corrected"]
    assert found.total == len(expected)


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_pages_of_any_size_put_together_are_the_whole_answer(corpus: Any, size: int) -> None:
    for row in QUERIES:
        pages, after = [], ""
        while True:
            found = await corpus.find(row["query"], limit=size, after=after)
            pages += [corpus.keys[id_] for id_ in found.ids]
            assert found.total == len(row["expected"].split("|") if row["expected"] else [])
            after = found.next_key
            if not after:
                break
        assert "|".join(pages) == row["expected"]


async def test_there_are_sixty_queries() -> None:
    assert len(QUERIES) == 60
