"""The tree of areas: addresses, the closure, and what a form offers."""

from typing import Any

import pytest
from sqlalchemy import select, update

from core.db.session import Database
from core.errors import BadQuery, Moved, NotFound
from core.neighbourhoods import service
from core.neighbourhoods.distance import bounding_box, km_between, km_to_box
from core.neighbourhoods.geocoder import PostcodeTable
from core.neighbourhoods.load import ensure_platform_site, load_postcodes
from core.neighbourhoods.models import Area, AreaAncestor
from core.neighbourhoods.tree import rename, write_ancestors
from tests.core.neighbourhoods.squares import FIRST, at


async def add_town(database: Database) -> dict[str, int]:
    """Add two municipalities by hand, which both have a Dorp."""
    ids: dict[str, int] = {}
    async with database.write() as session:
        for key, kind, name, above in (
            ("land", "country", "Proefland", None),
            ("a", "municipality", "Aastad", "land"),
            ("b", "municipality", "Beestad", "land"),
            ("a-west", "district", "West", "a"),
            ("a-dorp", "neighbourhood", "Dorp", "a-west"),
            ("b-dorp", "neighbourhood", "Dorp", "b"),
            ("b-dorp-2", "neighbourhood", "Dorp", "b"),
        ):
            ids[key] = await service.add_area(
                session, kind=kind, name=name, parent_id=ids[above] if above else None
            )
    return ids


async def closure(database: Database) -> set[tuple[int, int, int]]:
    """Return every row of the closure."""
    async with database.read() as session:
        rows = await session.execute(
            select(AreaAncestor.area_id, AreaAncestor.ancestor_id, AreaAncestor.depth)
        )
        return set(rows)


async def test_a_name_that_is_taken_gets_its_municipality_and_then_a_number(
    database: Database,
) -> None:
    ids = await add_town(database)
    async with database.read() as session:
        slugs = [(await service.by_id(session, ids[key])).slug
                 for key in ("a-dorp", "b-dorp", "b-dorp-2")]  # fmt: skip
    assert slugs == ["dorp", "dorp-beestad", "dorp-beestad-2"]


async def test_every_area_knows_itself_and_all_above_it(database: Database) -> None:
    ids = await add_town(database)
    rows = await closure(database)
    dorp = {(ancestor, depth) for area, ancestor, depth in rows if area == ids["a-dorp"]}
    assert dorp == {(ids["a-dorp"], 0), (ids["a-west"], 1), (ids["a"], 2), (ids["land"], 3)}
    assert len(rows) == 1 + 2 + 2 + 3 + 4 + 3 + 3


async def test_moving_a_branch_rewrites_the_closure_of_all_below_it(database: Database) -> None:
    ids = await add_town(database)
    async with database.write() as session:
        await session.execute(
            update(Area).where(Area.id == ids["a-west"]).values(parent_id=ids["b"])
        )
        await write_ancestors(session, [ids["a-west"]])
    rows = await closure(database)
    assert (ids["a-dorp"], ids["b"], 2) in rows
    assert not any(area == ids["a-dorp"] and above == ids["a"] for area, above, _ in rows)


async def test_a_former_address_leads_to_the_new_one(database: Database) -> None:
    ids = await add_town(database)
    async with database.write() as session:
        await rename(session, ids["a-dorp"], "Dorpskern", "dorpskern")
    async with database.read() as session:
        assert (await service.by_slug(session, "dorpskern")).name == "Dorpskern"
        with pytest.raises(Moved) as moved:
            await service.by_slug(session, "dorp")
        assert moved.value.location == "/buurten/dorpskern"
        for unknown in ("nergens", "", "a" * 10_000, "dorp' or 1=1"):
            with pytest.raises(NotFound):
                await service.by_slug(session, unknown)


async def test_choices_are_districts_with_neighbourhoods_and_municipalities_of_a_country(
    database: Database,
) -> None:
    ids = await add_town(database)
    async with database.read() as session:
        groups = await service.choices(session, ids["a"])
        assert [(group.area.name, [one.name for one in group.children]) for group in groups] == [
            ("West", ["Dorp"])
        ]
        country = await service.choices(session, ids["land"])
        assert [(group.area.name, group.children) for group in country] == [
            ("Aastad", ()), ("Beestad", ()),
        ]  # fmt: skip


async def test_the_root_is_the_area_of_the_platforms_own_site(database: Database) -> None:
    ids = await add_town(database)
    async with database.write() as session:
        assert (await service.root(session)).id == ids["land"]
        first = await ensure_platform_site(session, name="Proefland", is_demo=True)
        again = await ensure_platform_site(session, name="Anders")
        assert first == again
        assert [one.name for one in await service.path(session, ids["a-dorp"])] == [
            "Proefland", "Aastad", "West", "Dorp",
        ]  # fmt: skip


async def test_an_area_below_nothing_is_refused(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(NotFound):
            await service.add_area(session, kind="district", name="Los", parent_id=12)
        with pytest.raises(NotFound):
            await service.root(session)


async def test_a_circle_touches_boxes_of_every_level(database: Database, import_year: Any) -> None:
    await import_year(FIRST, 2020)
    async with database.read() as session:
        near = await service.within(session, *at(0.5, 1), 0.1)
        names = {(await service.by_id(session, id_)).name for id_ in near}
        far = await service.within(session, *at(0.5, 1), 5)
        nowhere = await service.within(session, 0.0, 0.0, 5)
    assert names == {"Proefstad", "Westkant", "Acht"}
    assert len(far) == 7
    assert nowhere == []


async def test_outlines_for_the_map_are_those_that_are_asked(
    database: Database, import_year: Any
) -> None:
    await import_year(FIRST, 2020)
    async with database.read() as session:
        acht = await service.by_slug(session, "acht")
        found = await service.boundaries_geojson(session, [acht.id, 999])
    assert '"properties":{"name": "Acht", "slug": "acht", "kind": "neighbourhood"}' in found
    assert found.count('"Feature"') == 1


def test_distances_are_right_to_a_thousandth() -> None:
    amersfoort, utrecht = (5.38721, 52.15517), (5.12222, 52.09083)
    assert km_between(*amersfoort, *utrecht) == pytest.approx(19.44, abs=0.05)
    west, south, east, north = bounding_box(*amersfoort, 3)
    for lon, lat in ((west, 52.15517), (east, 52.15517), (5.38721, south), (5.38721, north)):
        assert km_between(*amersfoort, lon, lat) == pytest.approx(3, abs=0.01)
    assert km_to_box(5.0, 52.0, (4.9, 51.9, 5.1, 52.1)) == 0
    assert km_to_box(5.0, 52.2, (4.9, 51.9, 5.1, 52.1)) == pytest.approx(11.12, abs=0.01)


async def test_a_postcode_is_the_centre_of_its_four_digits(database: Database) -> None:
    async with database.write() as session:
        assert await load_postcodes(session) == 4067
    async with database.read() as session:
        for text in ("3813", "3813 AB", "3813ab", " 3813  Ab "):
            point = await service.find_postcode(session, text)
            assert (point.label, point.precision) == ("3813 Amersfoort", "pc4")
            assert (point.lon, point.lat) == pytest.approx((5.3856, 52.1685), abs=0.001)
            assert await PostcodeTable().locate(session, text) == point


async def test_what_is_no_postcode_is_refused(database: Database) -> None:
    async with database.write() as session:
        await load_postcodes(session)
    async with database.read() as session:
        for text in (
            "", "0000", "1000", "38131", "3813 ABC", "ab 3813", "٣٨١٣", "3813\0", "1" * 9999,
        ):  # fmt: skip
            with pytest.raises(BadQuery):
                await service.find_postcode(session, text)
            assert await PostcodeTable().locate(session, text) is None
