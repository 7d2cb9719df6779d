"""The few entries that filters leave."""

from collections.abc import Sequence
from typing import Any

from core.search.narrowing import FEW, Filters, few


async def found(searching: Any, **filters: Any) -> Sequence[int] | None:
    """Return what few activities fit, in order."""
    async with searching.database.read() as session:
        ids = await few(session, Filters("activity", **filters))
    return ids if ids is None else sorted(ids)


async def test_no_filter_leaves_everything(searching: Any) -> None:
    await searching.add({"id": 1, "title": "Yoga"})
    assert await found(searching) is None
    assert await found(searching, any_of=((), ())) is None


async def test_an_area_has_what_is_below_it_of_the_same_kind(searching: Any) -> None:
    await searching.add(
        {"id": 1, "title": "Yoga", "area_id": searching.north},
        {"id": 2, "title": "Yoga", "area_id": searching.south},
        {"id": 3, "title": "Yoga", "area_id": searching.north, "kind": "organisation"},
        {"id": 4, "title": "Yoga", "area_id": searching.nowhere},
        {"id": 5, "title": "Yoga", "area_id": searching.north, "status": "hidden"},
    )
    assert await found(searching, area_id=searching.city) == [1, 2]
    assert await found(searching, area_id=searching.north) == [1]


async def test_one_term_of_each_group_and_all_of_the_rest_must_fit(searching: Any) -> None:
    await searching.add(*({"id": id_, "title": "Yoga"} for id_ in (1, 2, 3)))
    walk = await searching.tag(1, "wandelen")
    swim = await searching.tag(2, "zwemmen")
    one, other, sport = walk["wandelen"], swim["zwemmen"], walk["sport"]
    assert await found(searching, any_of=((one, other), ())) == [1, 2]
    assert await found(searching, any_of=((one,), (other,))) == []
    assert await found(searching, all_of=(sport,)) == [1, 2]
    assert await found(searching, any_of=((other,),), all_of=(sport,)) == [2]
    assert await found(searching, area_id=searching.south, all_of=(sport,)) == []


async def test_a_circle_has_what_lies_within_it_in_the_areas_that_it_touches(
    searching: Any,
) -> None:
    near = {"area_id": searching.north, "lon": 5.0, "lat": 52.0}
    await searching.add(
        {"id": 1, "title": "Yoga", **near},
        {"id": 2, "title": "Yoga", **near, "lat": 52.02},
        {"id": 3, "title": "Yoga", **near, "area_id": searching.south},
        {"id": 4, "title": "Yoga", "area_id": searching.north},
        {"id": 5, "title": "Yoga", **near, "status": "hidden"},
    )
    circle = {"circle": (5.0, 52.0, 1.0), "near_areas": (searching.north,)}
    assert await found(searching, **circle) == [1]
    assert await found(searching, **{**circle, "circle": (5.0, 52.0, 3.0)}) == [1, 2]
    assert await found(searching, **{**circle, "near_areas": ()}) == []
    walk = await searching.tag(2, "wandelen")
    wide = {**circle, "circle": (5.0, 52.0, 3.0)}
    assert await found(searching, **wide, any_of=((walk["wandelen"],),)) == [2]


async def test_more_than_few_are_not_listed(searching: Any) -> None:
    near = {"area_id": searching.north, "lon": 5.0, "lat": 52.0}
    await searching.add(*({"id": id_, "title": "Yoga", **near} for id_ in range(1, FEW + 1)))
    circle = {"circle": (5.0, 52.0, 1.0), "near_areas": (searching.north,)}
    assert len(await found(searching, area_id=searching.north) or ()) == FEW
    assert len(await found(searching, **circle) or ()) == FEW
    await searching.add({"id": FEW + 1, "title": "Yoga", **near})
    assert await found(searching, area_id=searching.north) is None
    assert await found(searching, **circle) is None
