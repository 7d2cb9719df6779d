"""What a new year does to areas: who stays who, under which code, name and address."""

from typing import Any

import pytest
from sqlalchemy import select

from core.db.changes import read_versions
from core.db.session import Database
from core.errors import Invalid, Moved
from core.neighbourhoods import service
from core.neighbourhoods.locating import locate
from core.neighbourhoods.models import (
    AreaBoundary,
    AreaCode,
)
from tests.core.neighbourhoods.squares import FIRST, area, at, box
from tests.core.neighbourhoods.years import MERGED, SECOND, areas_of_entries, fill, ids_by_slug


async def test_a_first_import_makes_the_whole_tree(database: Database, import_year: Any) -> None:
    report = await import_year(FIRST, 2020)
    assert (report.count("added"), report.moved, report.is_older) == (7, 0, False)
    async with database.read() as session:
        beukhof = await service.by_slug(session, "beukhof")
        names = [one.name for one in await service.path(session, beukhof.id)]
        assert names == ["Proefstad", "Westkant", "Beukhof"]
        assert beukhof.municipality_id == (await service.by_slug(session, "proefstad")).id
        assert (await read_versions(session))[0] > 0


async def test_districts_and_municipality_are_made_of_what_a_file_says_of_them(
    database: Database, import_year: Any
) -> None:
    alone = [
        area("BU99010100", "Acht", box(0, 0), gemeentecode="GM9901", gemeentenaam="Proefstad"),
        area("BU99010101", "Beukhof", box(1, 0), gemeentecode="GM9901", gemeentenaam="Proefstad"),
    ]
    await import_year(alone, 2020)
    async with database.read() as session:
        root = await service.root(session)
        assert (root.name, root.kind) == ("Proefstad", "municipality")
        assert [one.name for one in await service.children(session, root.id)] == ["Acht", "Beukhof"]
        assert await locate(session, *at(1.5, 0.5)) == (await ids_by_slug(database))["beukhof"]


async def test_a_code_that_is_given_to_another_area_does_not_confuse_them(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    before = await ids_by_slug(database)
    await import_year(SECOND, 2024)
    after = await ids_by_slug(database)
    assert after["ceders"] == before["ceders"]
    assert after["achterhof"] == before["acht"]
    async with database.read() as session:
        codes = {
            (code, year): area_id
            for code, year, area_id in await session.execute(
                select(AreaCode.code, AreaCode.year, AreaCode.area_id)
            )
        }
    assert codes["BU99010100", 2020] == before["acht"]
    assert codes["BU99010100", 2024] == before["ceders"]
    assert codes["BU99010102", 2020] == before["ceders"]
    assert codes["BU99010102", 2024] == after["beukhof-oost"]


async def test_a_renamed_area_keeps_its_old_address_as_a_way_in(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    await import_year(SECOND, 2024)
    async with database.read() as session:
        with pytest.raises(Moved) as moved:
            await service.by_slug(session, "acht")
    assert moved.value.location == "/buurten/achterhof"


async def test_two_areas_that_merge_become_the_one_with_the_same_code(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    before = await ids_by_slug(database)
    await fill(database, [("b", "beukhof", 2, 0.5), ("c", "ceders", 2, 1.5)])
    await import_year(MERGED, 2024)
    after = await ids_by_slug(database)
    assert after["beukhof-en-ceders"] == before["beukhof"]
    assert await areas_of_entries(database) == {"b": "beukhof-en-ceders", "c": "beukhof-en-ceders"}
    async with database.read() as session:
        for former in ("beukhof", "ceders"):
            with pytest.raises(Moved) as moved:
                await service.by_slug(session, former)
            assert moved.value.location == "/buurten/beukhof-en-ceders"


async def test_an_area_that_takes_over_most_and_the_name_takes_the_address_too(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    before = await ids_by_slug(database)
    larger = [one for one in FIRST if one["properties"]["naam"] not in ("Ceders", "Acht")]
    larger[3] = area("BU99010101", "Beukhof", box(0, 0, 3, 2))
    await import_year(larger, 2024)
    after = await ids_by_slug(database)
    assert after["beukhof"] != before["beukhof"]
    async with database.read() as session:
        assert (await service.by_id(session, before["beukhof"])).slug == "beukhof-2020"
        with pytest.raises(Moved) as moved:
            await service.by_slug(session, "beukhof-2020")
    assert moved.value.location == "/buurten/beukhof"


async def test_what_a_file_leaves_out_stays_as_it_was(database: Database, import_year: Any) -> None:
    await import_year(FIRST, 2020)
    before = await ids_by_slug(database)
    part = [area("BU99010100", "Acht", box(0, 0, 1, 2))]
    report = await import_year(part, 2024)
    assert await ids_by_slug(database) == before
    assert report.count("ended") == 0
    assert {line.name for line in report.lines if line.action == "left"} == {
        "Beukhof", "Ceders", "Dorp",
    }  # fmt: skip


async def test_an_older_year_gives_codes_and_details_and_ends_nothing(
    database: Database, import_year: Any
) -> None:
    await import_year(SECOND, 2024)
    before = await ids_by_slug(database)
    report = await import_year(FIRST, 2020, detailed=True)
    assert report.is_older
    assert await ids_by_slug(database) == before
    assert [line.name for line in report.lines if line.action == "unplaced"] == ["Beukhof"]
    async with database.read() as session:
        ceders = await session.get_one(AreaCode, ("BU99010102", 2020))
        assert ceders.area_id == before["ceders"]
        details = set(await session.scalars(
            select(AreaBoundary.area_id).where(AreaBoundary.detailed)
        ))  # fmt: skip
    names = ("proefstad", "westkant", "oostkant", "achterhof", "ceders", "dorp")
    assert details == {before[name] for name in names}


async def test_the_same_file_twice_changes_nothing(database: Database, import_year: Any) -> None:
    await import_year(FIRST, 2020)
    before = await ids_by_slug(database)
    report = await import_year(FIRST, 2020)
    assert await ids_by_slug(database) == before
    assert {line.action for line in report.lines} == {"kept"}
    again = await import_year(SECOND, 2024)
    assert again.count("ended") == 1
    older = await import_year(FIRST, 2020)
    assert older.is_older
    assert older.count("ended") == older.count("added") == 0


async def test_only_municipalities_of_the_platform_are_taken(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    other = [area("GM9902", "Verderop", box(10, 0, 2, 2))]
    with pytest.raises(Invalid, match="GM9901"):
        await import_year(other, 2024)
    await import_year([*FIRST, *other], 2024)
    assert "verderop" not in await ids_by_slug(database)
    await import_year(other, 2024, municipalities=("GM9902",))
    ids = await ids_by_slug(database)
    async with database.read() as session:
        for slug in ("verderop", "proefstad"):
            names = [one.name for one in await service.path(session, ids[slug])]
            assert names[0] == "Nederland"
        beukhof = await service.path(session, ids["beukhof"])
        assert [one.name for one in beukhof] == ["Nederland", "Proefstad", "Westkant", "Beukhof"]
