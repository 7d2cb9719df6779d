"""A database with an invented country and as many activities as are asked for."""

import json
import random
import time as clock
from collections.abc import Iterator
from typing import Any

from bench import content
from bench.bulk import Bulk, look_at, open_bulk
from bench.content import Entry, Invention
from bench.country import (
    AREA,
    BOUNDARY,
    CLOSURE,
    area_rows,
    boundary_rows,
    closure_rows,
    make_country,
)
from core.clock import now, today
from core.content.models import Content
from core.content.vocabulary import Vocabulary, add_standard_terms, read_vocabulary
from core.db.engine import make_engine
from core.db.migrate import upgrade_all
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.load import load_postcodes
from core.search.service import rebuild
from plugins.activities.schedule import AHEAD

TOWN_HOST = "gemeente.example"
TOWN = 2
"""The id of the largest municipality, which has a site of its own."""


async def fill(url: str, activities: int) -> dict[str, float]:
    """Make tables and rows in an empty database; returns the seconds that each part took."""
    took: dict[str, float] = {}
    registry = build_registry()
    await upgrade_all(url, registry)
    database = Database(make_engine(url), Content)
    async with database.write() as session:
        await add_standard_terms(session)
        await load_postcodes(session)
        vocabulary = await read_vocabulary(session)
    await database.close()  # the rows come by another connection, which makes indexes anew
    began = clock.monotonic()
    await write_rows(url, activities, vocabulary)
    took["rows"] = clock.monotonic() - began
    began = clock.monotonic()
    async with database.write() as session:
        await rebuild(session, vocabulary, registry.search)
    took["search"] = clock.monotonic() - began
    await database.close()
    await look_at(url)
    return took


async def write_rows(url: str, activities: int, vocabulary: Vocabulary) -> None:
    """Write areas, organisations, activities, their dates, terms and lists."""
    places = make_country(random.Random(3))
    bulk = await open_bulk(url)
    await bulk.write("area", AREA, area_rows(places))
    await bulk.write("area_ancestor", CLOSURE, closure_rows(places))
    await bulk.write("area_boundary", BOUNDARY, boundary_rows(places))
    await bulk.write("site", SITE, site_rows())
    invention = Invention(places, vocabulary, today())
    owners = min(activities, content.MOST_ORGANISATIONS)
    entries = list(invention.organisations(owners))
    await write_content(bulk, invention, entries, vocabulary)
    await bulk.write("organisation", ("id", "nature"), ((one.id, "club") for one in entries))
    last = (now() + AHEAD).date()
    for part in parts(invention.activities(activities, owners)):
        await write_content(bulk, invention, part, vocabulary)
        rows = (content.activity_row(one, last) for one in part)
        await bulk.write("activities_activity", content.ACTIVITY, rows)
        dates = (row for one in part for row in content.occurrence_rows(one, last))
        await bulk.write("activities_occurrence", content.OCCURRENCE, dates)
    await bulk.close()


def parts(entries: Iterator[Entry], size: int = 50_000) -> Iterator[list[Entry]]:
    """Yield lists of entries."""
    found: list[Entry] = []
    for entry in entries:
        found.append(entry)
        if len(found) == size:
            yield found
            found = []
    yield found


async def write_content(
    bulk: Bulk, invention: Invention, entries: list[Entry], vocabulary: Vocabulary
) -> None:
    """Write what organisations and activities share."""
    at = now()
    rows = (content.content_row(one, invention.text(), at) for one in entries)
    await bulk.write("content", content.CONTENT, rows)
    await bulk.write("content_term", TERM, term_rows(entries, vocabulary))
    lists = (
        (above.id, one.kind, "published", content.sort_key(one.title), one.id)
        for one in entries
        for above in one.place.above
    )
    await bulk.write("content_area", LIST, lists)


def term_rows(entries: list[Entry], vocabulary: Vocabulary) -> Iterator[tuple[Any, ...]]:
    """Yield the terms of entries, those above them too."""
    for entry in entries:
        own = {term.id for term in entry.terms}
        for id_ in vocabulary.with_parents(own):
            yield id_, entry.id, id_ in own


def site_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the site of the country and that of one municipality."""
    null = json.dumps(None)
    yield 1, 1, "Verzonnenland", "Wat er te doen is", None, "default", True, False, null
    yield 2, TOWN, "De gemeente", "Bij jou", TOWN_HOST, "default", False, False, null


SITE = (
    "id", "area_id", "name", "tagline", "hostname", "theme", "is_platform", "is_demo", "modules",
)  # fmt: skip
TERM = ("term_id", "content_id", "is_own")
LIST = ("ancestor_id", "kind", "status", "sort_key", "content_id")
