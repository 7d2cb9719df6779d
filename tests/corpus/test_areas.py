"""Real boundaries of two years and of a whole country: no entry loses its area."""

import csv
import gzip
import json
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from sqlalchemy import func, select

from core.content.models import Content, ContentArea
from core.db.session import Database
from core.neighbourhoods.load import add_features
from core.neighbourhoods.locating import locate, read_locator
from core.neighbourhoods.models import Area, AreaAncestor, AreaCode
from core.neighbourhoods.official import Report, import_official
from core.neighbourhoods.official_file import OfficialFile, read_official
from core.neighbourhoods.service import by_slug, choices, path, root
from tests.core.neighbourhoods.years import add_entries

pytestmark = pytest.mark.corpus

CORPUS = Path(os.environ["BUURTBASIS_CORPUS"])
AREAS = CORPUS / "01_gebieden"
OLD = ("gemeente_2016_detail", "wijken_2016_detail", "buurten_2016_detail")
NEW = ("wijken_2024_gegeneraliseerd", "buurten_2024_gegeneraliseerd")


def read_files(*names: str) -> OfficialFile:
    """Return several files of one year as one."""
    features: list[Any] = []
    for name in names:
        features += json.loads((AREAS / f"{name}.geojson").read_text("utf-8"))["features"]
    return read_official(json.dumps({"type": "FeatureCollection", "features": features}).encode())


async def load(database: Database, file: OfficialFile, *, detailed: bool) -> Report:
    started = time.perf_counter()
    async with database.write() as session:
        report = await import_official(session, file, detailed=detailed)
    words = ("added", "kept", "renamed", "ended", "unplaced", "left")
    counts = {word: report.count(word) for word in words}
    took = time.perf_counter() - started
    print(f"\n{report.year}: {counts}, moved {report.moved}, {took:.2f} s")
    return report


async def fill(database: Database, file: OfficialFile, count: int) -> dict[int, Any]:
    """Put entries on random points of the municipality; returns the points by id."""
    whole = shapely.union_all([area.outline for area in file.areas])
    west, south, east, north = whole.bounds
    chance = random.Random(16)
    points: list[tuple[float, float]] = []
    while len(points) < count:
        point = chance.uniform(west, east), chance.uniform(south, north)
        if whole.contains(shapely.Point(point)):
            points.append(point)
    async with database.write() as session:
        locator = await read_locator(session)
        entries = []
        for number, point in enumerate(points):
            area_id = locator.find(*point)
            assert area_id is not None
            entries.append((f"e{number}", area_id, *point))
        ids = await add_entries(session, entries)
    return dict(zip(ids, points, strict=True))


async def strays(database: Database, points: dict[int, Any]) -> list[str]:
    """Return what is wrong with each entry: an area that ended, or that does not contain it.

    In a gap between the years the generalised outlines tell which area contains a point.
    """
    async with database.read() as session:
        rows = await session.execute(
            select(Content.id, Content.area_id, Area.name, Area.kind, Area.ended_year)
            .join(Area, Area.id == Content.area_id)
            .execution_options(all_kinds=True)
        )
        locator = await read_locator(session)
        found = []
        kinds: dict[str, int] = {}
        for id_, area_id, name, kind, ended in rows:
            kinds[kind] = kinds.get(kind, 0) + 1
            exact = locator.contains(area_id, *points[id_])
            kinds["generalised"] = kinds.get("generalised", 0) + (not exact)
            if ended is not None or not (exact or locator.find(*points[id_], (kind,)) == area_id):
                where = locator.find(*points[id_])
                found.append(f"{id_} in {kind} {name} ({ended}), located in {where}")
        print(f"entries by kind of area, and told by a generalised outline: {kinds}")
    return found


async def check_lists(database: Database) -> None:
    """Check that the lists have every entry under its area and all above, and no more."""
    async with database.read() as session:
        listed = await session.execute(select(ContentArea.content_id, ContentArea.ancestor_id))
        wanted = await session.execute(
            select(Content.id, AreaAncestor.ancestor_id)
            .join(AreaAncestor, AreaAncestor.area_id == Content.area_id)
            .execution_options(all_kinds=True)
        )
        assert set(map(tuple, listed)) == set(map(tuple, wanted))


async def check_isselt(database: Database) -> None:
    """Check the code that meant Isselt in 2016 and means Eemkwartier in 2024."""
    async with database.read() as session:
        rows = await session.execute(
            select(AreaCode.code, AreaCode.year, Area.slug)
            .join(Area, Area.id == AreaCode.area_id)
            .where(AreaCode.code.in_(["WK030704", "WK030705"]), AreaCode.year == 2024)
        )
        assert {(code, year): slug for code, year, slug in rows} == {
            ("WK030704", 2024): "eemkwartier",
            ("WK030705", 2024): "isselt",
        }
        isselt = await by_slug(session, "isselt")
        old = await session.get_one(AreaCode, ("WK030704", 2016))
        assert old.area_id == isselt.id
        eemkwartier = await by_slug(session, "eemkwartier")
        codes = await session.scalars(
            select(AreaCode.code).where(AreaCode.area_id == eemkwartier.id)
        )
        assert codes.all() == ["WK030704"]


async def test_a_new_year_keeps_every_entry_in_a_current_area_that_contains_it(
    database: Database,
) -> None:
    old = read_files(*OLD)
    await load(database, old, detailed=True)
    points = await fill(database, old, 500)
    report = await load(database, read_files(*NEW), detailed=False)
    assert report.count("ended") > 0
    assert report.moved > 0
    wrong = await strays(database, points)
    print(f"{len(points) - len(wrong)} of {len(points)} entries in an area that contains them")
    assert wrong == []
    await check_lists(database)
    await check_isselt(database)


async def test_details_of_an_older_year_sharpen_the_areas_of_today(database: Database) -> None:
    new = read_files(*NEW)
    await load(database, new, detailed=False)
    async with database.read() as session:
        before = {area.id: area.slug for area in (await session.scalars(select(Area))).all()}
    points = await fill(database, new, 500)
    report = await load(database, read_files(*OLD), detailed=True)
    assert report.is_older
    assert report.count("ended") == report.count("added") == 0
    assert report.count("kept") > 150
    async with database.read() as session:
        after = {area.id: area.slug for area in (await session.scalars(select(Area))).all()}
    assert after == before
    wrong = await strays(database, points)
    print(f"{len(points) - len(wrong)} of {len(points)} entries in an area that contains them")
    # The details of 2016 leave out the rim that 2024 draws too wide: there an entry stays.
    assert all(entry.endswith("located in None") for entry in wrong)
    assert len(wrong) < 25
    await check_lists(database)
    await check_isselt(database)


def country() -> list[dict[str, Any]]:
    """Return all municipalities, districts and neighbourhoods; only the last have outlines."""
    folder = CORPUS / "08_schaal"
    outlines: dict[str, Any] = {}
    with gzip.open(folder / "nl_buurten_2016_vereenvoudigd.geojsonl.gz", "rt") as file:
        for line in file:
            feature = json.loads(line)
            outlines[feature["properties"]["code"]] = feature["geometry"]
    kinds = {"gemeente": "municipality", "wijk": "district", "buurt": "neighbourhood"}
    features = []
    with gzip.open(folder / "nl_gebieden_2016.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            about = {
                "code": row["code"], "name": row["naam"] or row["code"], "parent": row["parent"],
                "kind": kinds[row["type"]], "year": 2016,
                "point": [float(row["lon"]), float(row["lat"])],
            }  # fmt: skip
            features.append({"properties": about, "geometry": outlines.get(row["code"])})
    return features


async def test_a_whole_country_of_areas_loads_in_seconds(database: Database) -> None:
    features = country()
    started = time.perf_counter()
    async with database.write() as session:
        await add_features(session, features)
    loaded = time.perf_counter()
    print(f"\n{len(features)} areas in {loaded - started:.1f} s")
    async with database.read() as session:
        top = await root(session)
        assert top.name == "Nederland"
        assert len(await choices(session, top.id)) > 380
        assert await session.scalar(select(func.count()).select_from(Area)) == len(features) + 1
        at = time.perf_counter()
        for _ in range(20):
            area_id = await locate(session, 5.38721, 52.15)
        each = (time.perf_counter() - at) / 20
        print(f"locate {each * 1000:.1f} ms")
        assert each < 0.2
        assert area_id is not None
        names = [area.name for area in await path(session, area_id)]
        print(names)
        assert names[:2] == ["Nederland", "Amersfoort"]
    assert loaded - started < 60
