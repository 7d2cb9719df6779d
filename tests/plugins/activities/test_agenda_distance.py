"""The agenda around a postcode: a circle, within the area that is asked."""

from collections.abc import Callable
from datetime import UTC, datetime

from core.clock import frozen
from core.neighbourhoods.distance import km_between
from core.testing.factories import make_rows
from core.testing.world import World
from tests.plugins.activities.lists import show

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


async def test_a_distance_is_a_circle_and_stays_within_the_area_that_is_asked(
    ground: World, activity_row: Callable[..., dict[str, str]]
) -> None:
    lon, lat = await centre_of(ground, "3811")
    corner = 0.9 * 2 / 111.195
    spots = {
        "middle": (lon, lat),
        "corner": (lon + corner * 1.63, lat + corner),
        "edge": (lon, lat + 1.99 / 111.195),
        "beyond": (lon, lat + 2.01 / 111.195),
    }
    rows = [
        activity_row(titel=name, datum="25-11-2026", van="10:00", lon=f"{x:.7f}", lat=f"{y:.7f}",
                     gebied="Stadskern")
        for name, (x, y) in spots.items()
    ]  # fmt: skip
    rows.append(activity_row(titel="other", datum="25-11-2026", van="10:00", lon=str(lon),
                             lat=str(lat), gebied="Nederberg"))  # fmt: skip
    with frozen(NOON):
        await make_rows(ground, "activities", rows)
        assert (await show(ground, "?postcode=3811&straal=2")).slugs == {"middle", "edge", "other"}
        assert (await show(ground, "?postcode=3811&straal=3")).slugs == {*spots, "other"}
        assert (await show(ground, "?q=3811")).slugs == {"middle", "edge", "other"}
        inside = await show(ground, "?postcode=3811&buurt=stadskern")
        assert inside.slugs == {"middle", "edge"}
        page = await show(ground, "?postcode=3811", "/buurten/nederberg/activiteiten")
        assert page.slugs == {"other"}
    assert km_between(lon, lat, *spots["corner"]) > 2


async def centre_of(world: World, postcode: str) -> tuple[float, float]:
    async with world.database.read() as session:
        point = await world.registry.geocoder.locate(session, postcode)
    assert point
    return point.lon, point.lat
