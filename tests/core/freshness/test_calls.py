"""The call list: who is on it, who may call, and what becomes of each outcome."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import frozen
from core.editing.models import Revision
from core.freshness.calls import count_to_call, list_to_call
from core.freshness.models import PhoneCall
from core.testing.people import Login
from core.testing.world import World
from tests.core.freshness.conftest import BEGIN, Ladder

Entries = Callable[..., Awaitable[Any]]
CALL_DAY = BEGIN + timedelta(days=119)
PATH = "/beheer/bellen"


@pytest.fixture
async def silent(ladder: Ladder, make_entries: Entries) -> tuple[int, list[int]]:
    """Give an organisation on the call list, with what it offers."""
    organisation, ids = await make_entries("De Eik", "Soep", "Koffie")
    await ladder.write(organisation, phone="+31334001234")
    for day in (0, 91, 105, 119):
        await ladder.on_day(day)
    return organisation, ids


async def test_the_list_says_whom_to_call_about_what_and_why(
    ground: World, silent: tuple[int, list[int]], log_in: Login
) -> None:
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    with frozen(CALL_DAY):
        async with ground.database.read() as session:
            (found,) = await list_to_call(session, by=ground.operator)
            assert await count_to_call(session, by=ground.operator) == 1
    assert (found.title, found.count, found.was_mailed) == ("De Eik", 3, True)
    assert sorted(found.titles) == ["De Eik", "Koffie", "Soep"]
    text = (await editor.get(PATH)).text
    assert 'href="tel:+31334001234"' in text
    assert "033" in text
    assert "Twee mails, geen antwoord sinds" in text
    assert "Koffie" in text


async def test_an_editor_sees_and_calls_only_the_own_area(
    ground: World, silent: tuple[int, list[int]], ladder: Ladder, log_in: Login
) -> None:
    organisation, _ = silent
    other = await log_in("ander@example.org", "area-editor", area="nederberg")
    owner = await log_in("eik@eik.example", "organisation-owner", organisation=organisation)
    assert "De Eik" not in (await other.get(PATH)).text
    data = {"outcome": "stopped"}
    assert (await other.post(f"{PATH}/{organisation}", data=data)).status_code == 404
    assert (await owner.get(PATH)).status_code == 403
    assert (await owner.post(f"{PATH}/{organisation}", data=data)).status_code == 403
    async with ground.client() as guest:
        assert (await guest.get(PATH)).status_code == 303
    assert await ladder.step(organisation) == "call"


async def test_confirmed_by_phone_is_said_on_behalf_of_the_organisation(
    ground: World, silent: tuple[int, list[int]], ladder: Ladder, log_in: Login
) -> None:
    organisation, (soup, _) = silent
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    data = {"outcome": "confirmed", f"note-{organisation}": "Gesproken met  Ans"}
    answer = await editor.post(f"{PATH}/{organisation}", data=data)
    assert answer.status_code == 303
    assert "Er is niemand om te bellen" in (await editor.get(answer.headers["location"])).text
    async with ground.database.read() as session:
        call = (await session.scalars(select(PhoneCall))).one()
        line = await session.scalar(select(Revision).where(Revision.content_id == soup))
    assert (call.outcome, call.note) == ("confirmed", "Gesproken met Ans")
    assert (line.action, line.actor, line.on_behalf) == ("confirmed", "editor", True)
    slug = (await ladder.entry(soup)).slug
    async with ground.client() as client:
        text = (await client.get(f"/activiteiten/{slug}")).text
    assert "door de buurtredactie, namens de organisatie" in text
    assert (await editor.post(f"{PATH}/{organisation}", data=data)).status_code == 404


async def test_no_answer_leaves_it_on_the_list_and_later_gives_a_week(
    ground: World, silent: tuple[int, list[int]], ladder: Ladder, log_in: Login
) -> None:
    organisation, (soup, _) = silent
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    for outcome in ("no_answer", "later"):
        await editor.post(f"{PATH}/{organisation}", data={"outcome": outcome})
    text = (await editor.get(PATH)).text
    assert "Geen gehoor" in text
    assert "Eerder gebeld" in text
    assert await ladder.step(soup) == "call"


async def test_asked_to_call_later_nothing_is_hidden_for_a_week(
    ground: World, silent: tuple[int, list[int]], ladder: Ladder
) -> None:
    from core.freshness.calls import record_call

    organisation, (soup, _) = silent
    with frozen(BEGIN + timedelta(days=132)):
        async with ground.database.write() as session:
            await record_call(
                session, organisation, "later", "", {"organisation": None, "activity": None},  # type: ignore[dict-item]
                ground.app.state.extra["reindex"], by=ground.operator,
            )  # fmt: skip
    await ladder.on_day(138)
    assert await ladder.step(soup) == "call"
    await ladder.on_day(139.1)
    assert await ladder.step(soup) == "hidden"


async def test_stopped_takes_all_of_it_off_the_site(
    silent: tuple[int, list[int]], ladder: Ladder, log_in: Login
) -> None:
    organisation, ids = silent
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    await editor.post(f"{PATH}/{organisation}", data={"outcome": "stopped"})
    for id_ in (organisation, *ids):
        assert (await ladder.entry(id_)).status == "hidden"


@pytest.mark.parametrize(
    ("outcome", "note", "field"), [("", "wel iets", "outcome"), ("confirmed", "x" * 501, "note")]
)
async def test_what_cannot_be_comes_back_as_typed(
    silent: tuple[int, list[int]], ladder: Ladder, log_in: Login,
    outcome: str, note: str, field: str,
) -> None:  # fmt: skip
    organisation, (soup, _) = silent
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    data = {"outcome": outcome, f"note-{organisation}": note}
    answer = await editor.post(f"{PATH}/{organisation}", data=data)
    assert answer.status_code == 422
    assert f'href="#{field}-{organisation}"' in answer.text
    assert f'id="{field}-{organisation}"' in answer.text
    assert note in answer.text
    assert await ladder.step(soup) == "call"
