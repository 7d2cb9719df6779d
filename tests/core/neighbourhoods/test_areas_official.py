"""A new year of official boundaries: areas keep who they are, entries keep where they are."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content, ContentArea
from core.db.changes import read_versions
from core.db.session import Database
from core.errors import Invalid, Moved
from core.neighbourhoods import service
from core.neighbourhoods.load import ensure_platform_site
from core.neighbourhoods.locating import locate, read_locator
from core.neighbourhoods.models import (
    Area,
    AreaAncestor,
    AreaBoundary,
    AreaCode,
    AreaPostcode,
    AreaSuccession,
    Site,
)
from tests.core.neighbourhoods.conftest import add_entries
from tests.core.neighbourhoods.squares import FIRST, area, at, box, town

SECOND = town(
    # Beukhof is split, and one of the parts gets the code that Ceders had.
    area("BU99010101", "Beukhof-West", box(1, 0, 0.8, 1.2)),
    area("BU99010103", "Beukhof-Midden", box(1.8, 0, 0.3, 1.2)),
    area("BU99010102", "Beukhof-Oost", box(2.1, 0, 0.9, 1.2)),
    # Ceders goes on under the code that Acht had, and Acht under another name and code.
    area("BU99010100", "Ceders", box(1, 1.2, 2, 0.8)),
    area("BU99010109", "Achterhof", box(0, 0, 1, 2)),
    area("BU99010200", "Dorp", box(3, 0, 3, 2)),
)
"""The next year: codes are reused, one area is split, one renamed."""

MERGED = town(
    area("BU99010100", "Acht", box(0, 0, 1, 2)),
    area("BU99010101", "Beukhof en Ceders", box(1, 0, 2, 2)),
    area("BU99010200", "Dorp", box(3, 0, 3, 2)),
)


async def ids_by_slug(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = await session.execute(select(Area.slug, Area.id).where(Area.ended_year.is_(None)))
        return dict(rows.all())


async def fill(database: Database, places: Sequence[tuple[str, str, float, float]]) -> list[int]:
    """Add entries (title, slug of the area, x, y in squares)."""
    ids = await ids_by_slug(database)
    async with database.write() as session:
        return await add_entries(
            session, [(title, ids[slug], *at(x, y)) for title, slug, x, y in places]
        )


async def areas_of_entries(database: Database) -> dict[str, str]:
    """Return the slug of the area of every entry, by title."""
    async with database.read() as session:
        rows = await session.execute(
            select(Content.title, Area.slug)
            .join(Area, Area.id == Content.area_id)
            .execution_options(all_kinds=True)
        )
        return dict(rows.all())


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


async def test_entries_of_a_split_area_go_to_the_part_that_contains_them(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    await fill(database, [
        ("west", "beukhof", 1.5, 0.5), ("oost", "beukhof", 2.5, 0.5), ("acht", "acht", 0.5, 1),
        ("ceders", "ceders", 2, 1.5), ("wijk", "westkant", 1.5, 0.5), ("stad", "proefstad", 2, 1),
    ])  # fmt: skip
    report = await import_year(SECOND, 2024)
    assert await areas_of_entries(database) == {
        "west": "beukhof-west", "oost": "beukhof-oost", "acht": "achterhof", "ceders": "ceders",
        "wijk": "westkant", "stad": "proefstad",
    }  # fmt: skip
    assert (report.moved, report.count("ended"), report.count("added")) == (2, 1, 3)


async def test_every_entry_is_listed_under_the_areas_above_it_after_a_new_year(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    [entry, _] = await fill(database, [("a", "beukhof", 2.5, 0.5), ("b", "acht", 0.5, 1)])
    moved: list[int] = []

    async def note(_session: AsyncSession, ids: list[int]) -> None:
        moved.extend(ids)

    await import_year(SECOND, 2024, moved=[note])
    async with database.read() as session:
        listed = await session.execute(
            select(ContentArea.content_id, ContentArea.ancestor_id)
            .where(ContentArea.content_id == entry)
        )  # fmt: skip
        wanted = await session.execute(
            select(Content.id, AreaAncestor.ancestor_id)
            .join(AreaAncestor, AreaAncestor.area_id == Content.area_id)
            .where(Content.id == entry)
            .execution_options(all_kinds=True)
        )
        assert set(map(tuple, listed)) == set(map(tuple, wanted))
    assert entry in moved


async def test_entries_without_a_point_go_to_the_area_with_most_of_the_ground(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    ids = await ids_by_slug(database)
    async with database.write() as session:
        await add_entries(session, [("los", ids["ceders"], None, None)])
    uneven = town(
        area("BU99010100", "Acht", box(0, 0, 1, 2)),
        area("BU99010101", "Beukhof", box(1, 0, 2, 1.2)),
        area("BU99010103", "Klein", box(1, 1.2, 0.8, 0.8)),
        area("BU99010104", "Midden", box(1.8, 1.2, 0.4, 0.8)),
        area("BU99010105", "Ook klein", box(2.2, 1.2, 0.8, 0.8)),
        area("BU99010200", "Dorp", box(3, 0, 3, 2)),
    )
    await import_year(uneven, 2024)
    assert await areas_of_entries(database) == {"los": "klein"}
    async with database.read() as session:
        shares = (await session.scalars(
            select(AreaSuccession.share).order_by(AreaSuccession.share.desc())
        )).all()  # fmt: skip
    assert shares == pytest.approx([0.4, 0.4, 0.2], abs=0.001)


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


async def test_sites_and_postcodes_of_an_area_that_ends_go_to_its_successor(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    ids = await ids_by_slug(database)
    async with database.write() as session:
        await ensure_platform_site(session, name="Proefstad")
        session.add(Site(area_id=ids["ceders"], name="Ceders", hostname="ceders.example"))
        session.add(AreaPostcode(pc4="9901", area_id=ids["ceders"], share=0.5))
    await import_year(MERGED, 2024)
    heir = (await ids_by_slug(database))["beukhof-en-ceders"]
    async with database.read() as session:
        places = (await session.scalars(select(Site.area_id).order_by(Site.id))).all()
        assert places == [ids["proefstad"], heir]
        assert await service.postcodes_of(session, heir) == ["9901"]


async def test_a_neighbourhood_moves_with_the_district_that_it_is_in_now(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    [entry] = await fill(database, [("b", "beukhof", 2, 0.5)])
    districts = [
        area("GM9901", "Proefstad", box(0, 0, 6, 2)),
        area("WK990101", "Noord", box(0, 1.4, 6, 0.6)),
        area("WK990102", "Midden", box(0, 0.7, 6, 0.7)),
        area("WK990103", "Zuid", box(0, 0, 6, 0.7)),
    ]
    await import_year(districts, 2024)
    async with database.read() as session:
        beukhof = await service.by_slug(session, "beukhof")
        names = [one.name for one in await service.path(session, beukhof.id)]
        assert names == ["Proefstad", "Zuid", "Beukhof"]
        zuid = await service.by_slug(session, "zuid")
        listed = await session.scalars(
            select(ContentArea.content_id).where(ContentArea.ancestor_id == zuid.id)
        )
        assert listed.all() == [entry]


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


async def test_details_decide_where_an_entry_lies_and_move_it_when_they_come(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2024)
    await fill(database, [("rand", "acht", 0.95, 1.9), ("elders", "acht", 5, 1)])
    finer = town(
        area("BU99010100", "Acht", box(0, 0, 0.9, 2)),
        area("BU99010101", "Beukhof", box(0.9, 0, 2.1, 1.2)),
        area("BU99010102", "Ceders", box(0.9, 1.2, 2.1, 0.8)),
        area("BU99010200", "Dorp", box(3, 0, 3, 2)),
    )
    report = await import_year(finer, 2024, detailed=True)
    assert report.count("kept") == 7
    # What lay elsewhere was put there by hand, and stays.
    assert await areas_of_entries(database) == {"rand": "ceders", "elders": "acht"}
    async with database.read() as session:
        assert await locate(session, *at(0.95, 1.9)) == (await ids_by_slug(database))["ceders"]


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


async def test_nothing_is_left_of_an_import_that_fails_at_the_end(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    await fill(database, [("b", "beukhof", 2, 0.5)])
    before = await ids_by_slug(database)

    async def fail(_session: AsyncSession, _ids: list[int]) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        await import_year(SECOND, 2024, moved=[fail])
    assert await ids_by_slug(database) == before
    assert await areas_of_entries(database) == {"b": "beukhof"}


async def test_locating_takes_the_deepest_area_and_the_newest_outline(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    ids = await ids_by_slug(database)
    async with database.read() as session:
        locator = await read_locator(session)
        for x, y, slug in (
            (0.5, 0.5, "acht"),
            (2.9, 1.9, "ceders"),
            (4, 1, "dorp"),
            (2.999, 0.001, "beukhof"),
        ):
            assert await locate(session, *at(x, y)) == locator.find(*at(x, y)) == ids[slug]
        assert locator.find(*at(4, 1), ("district",)) == ids["oostkant"]
        assert await locate(session, 0.0, 0.0) is None
    async with database.write() as session:
        await session.execute(
            update(AreaBoundary).where(AreaBoundary.area_id == ids["dorp"]).values(year=2024,
                geometry='{"type":"Polygon","coordinates":[[[5,52],[5.06,52],[5.06,52.02],[5,52]]]}',
                min_lon=5.0)
        )  # fmt: skip
    async with database.read() as session:
        assert await locate(session, *at(2.5, 0.5)) == ids["dorp"]
