"""What a new year does to entries: each stays in the area that contains it."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import Content, ContentArea
from core.db.session import Database
from core.neighbourhoods import service
from core.neighbourhoods.load import ensure_platform_site
from core.neighbourhoods.locating import locate, read_locator
from core.neighbourhoods.models import (
    AreaAncestor,
    AreaBoundary,
    AreaPostcode,
    AreaSuccession,
    Site,
)
from tests.core.neighbourhoods.squares import FIRST, area, at, box, town
from tests.core.neighbourhoods.years import (
    MERGED,
    SECOND,
    add_entries,
    areas_of_entries,
    fill,
    ids_by_slug,
)


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


async def test_in_a_gap_between_detailed_outlines_the_generalised_ones_tell(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2024)
    ids = await ids_by_slug(database)
    narrow = town(
        area("BU99010100", "Acht", box(0, 0, 0.9, 2)),
        area("BU99010101", "Beukhof", box(1.1, 0, 1.9, 1.2)),
        area("BU99010102", "Ceders", box(1.1, 1.2, 1.9, 0.8)),
        area("BU99010200", "Dorp", box(3, 0, 3, 2)),
    )
    await import_year(narrow, 2020, detailed=True)
    async with database.read() as session:
        locator = await read_locator(session)
        for x, y, slug in ((0.95, 1, "acht"), (1.05, 0.5, "beukhof"), (1.05, 1.9, "ceders")):
            assert await locate(session, *at(x, y)) == locator.find(*at(x, y)) == ids[slug]
            assert not locator.contains(ids[slug], *at(x, y))
