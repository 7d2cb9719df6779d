"""Presses on telephone, mail and website: counted for entries that exist, and not without bound."""

from typing import Any

from sqlalchemy import select, update

from core.content.models import HIDDEN, Content
from core.statistics.models import ContactClick
from core.statistics.views import A_MINUTE, PRESS
from core.testing.world import FROM_US, World


async def presses(world: World) -> list[tuple[int, str, int]]:
    await world.app.views.flush()
    async with world.database.read() as session:
        rows = await session.execute(
            select(ContactClick.content_id, ContactClick.target, ContactClick.clicks).order_by(
                ContactClick.content_id, ContactClick.target
            )
        )
        return [tuple(row) for row in rows]


async def send(world: World, **form: Any) -> int:
    async with world.client() as client:
        return (await client.post(PRESS, data=form, headers=FROM_US)).status_code


async def test_presses_are_counted_by_entry_and_kind(ground: World, make_organisation: Any) -> None:
    shown, hidden = (await make_organisation()).id, (await make_organisation()).id
    async with ground.database.write() as session:
        await session.execute(update(Content).where(Content.id == hidden).values(status=HIDDEN))
    for id_, what in ((shown, "phone"), (shown, "phone"), (shown, "site"), (hidden, "mail")):
        assert await send(ground, id=id_, wat=what) == 204
    assert await send(ground, id=999_999, wat="phone") == 204  # who guesses learns nothing
    assert await presses(ground) == [(shown, "phone", 2), (shown, "site", 1)]


async def test_nonsense_is_refused_and_counts_nothing(ground: World) -> None:
    for form in ({}, {"id": "1"}, {"id": "x", "wat": "phone"}, {"id": "1", "wat": "heart"},
                 {"id": "9" * 30, "wat": "phone"}, {"id": "-1", "wat": "phone"}):  # fmt: skip
        assert await send(ground, **form) == 400
    assert await presses(ground) == []


async def test_another_site_cannot_count_and_nobody_can_count_without_end(ground: World) -> None:
    async with ground.client() as client:
        other = {"origin": "https://elders.example", "sec-fetch-site": "cross-site"}
        form = {"id": "1", "wat": "phone"}
        assert (await client.post(PRESS, data=form, headers=other)).status_code == 403
        found = [
            (await client.post(PRESS, data=form, headers=FROM_US)).status_code
            for _ in range(A_MINUTE + 1)
        ]
    assert found == [204] * A_MINUTE + [429]
