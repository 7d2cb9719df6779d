"""An organisation that stays silent: from its first mail to the address that says it is gone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from core.clock import frozen
from core.content.models import PUBLISHED, ContentAlias
from core.editing.models import Revision
from core.freshness import service
from core.testing.people import Login
from core.testing.world import World
from tests.core.freshness.conftest import BEGIN, Ladder

Entries = Callable[..., Awaitable[Any]]


async def test_an_entry_goes_all_the_way_down_when_nobody_says_a_word(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep")
    slug = (await ladder.entry(soup)).slug
    steps = []
    async with ground.client() as client:
        for day in (0, 90.5, 91, 104.5, 105, 118.5, 119, 132.5, 133, 270.5, 271, 455.5, 456):
            await ladder.on_day(day)
            row = await ladder.entry(soup)
            answer = await client.get(f"/activiteiten/{slug}")
            steps.append((day, row.step if row else "purged", answer.status_code))
    assert steps == [
        (0, "fresh", 200), (90.5, "fresh", 200),
        (91, "asked", 200), (104.5, "asked", 200),
        (105, "reminded", 200), (118.5, "reminded", 200),
        (119, "call", 200), (132.5, "call", 200),
        (133, "hidden", 410), (270.5, "hidden", 410),
        (271, "archived", 410), (455.5, "archived", 410),
        (456, "purged", 410),
    ]  # fmt: skip
    assert [kind for kind, *_ in await ladder.mails()] == ["core.klopt", "core.klopt-nogmaals"]
    assert await ladder.entry(organisation) is None, "it goes when nothing of it is left"


async def test_one_mail_names_all_that_is_due_and_goes_to_one_address(
    ladder: Ladder, make_entries: Entries, log_in: Login
) -> None:
    organisation, _ = await make_entries("De Eik", "Soep", "Koffie")
    await make_entries("De Beuk", "Thee", email="info@beuk.example")
    await log_in("redacteur@eik.example", "organisation-editor", organisation=organisation)
    await log_in("eigenaar@eik.example", "organisation-owner", organisation=organisation)
    await ladder.on_day(0)
    await ladder.on_day(91)
    await ladder.on_day(91.1)
    everything = ["De Eik", "Koffie", "Soep"]
    first = [
        ("core.klopt", "eigenaar@eik.example", everything),
        ("core.klopt", "info@beuk.example", ["De Beuk", "Thee"]),
    ]
    assert sorted(await ladder.mails()) == first
    await ladder.on_day(105)
    second = {(address, tuple(titles)) for kind, address, titles in await ladder.mails()
              if kind == "core.klopt-nogmaals"}  # fmt: skip
    assert second == {
        ("eigenaar@eik.example", tuple(everything)), ("redacteur@eik.example", tuple(everything)),
        ("info@eik.example", tuple(everything)), ("info@beuk.example", ("De Beuk", "Thee")),
    }  # fmt: skip


async def test_after_a_month_without_jobs_no_step_is_skipped(
    ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup,) = await make_entries("De Eik", "Soep")
    await ladder.on_day(0)
    found = []
    for day in (200, 213, 214, 260, 273, 274, 288):
        await ladder.on_day(day)
        found.append((day, await ladder.step(soup)))
    assert found == [
        (200, "asked"), (213, "asked"), (214, "reminded"), (260, "call"), (273, "call"),
        (274, "hidden"), (288, "hidden"),
    ]  # fmt: skip
    assert len(await ladder.mails()) == 2


async def test_two_workers_at_once_send_one_mail(ladder: Ladder, make_entries: Entries) -> None:
    for number in range(5):
        await make_entries(f"Club {number}", f"Soep {number}", email=f"{number}@clubs.example")
    await ladder.on_day(0)
    for day, mails in ((91, 5), (105, 10)):
        await asyncio.gather(*(ladder.on_day(day) for _ in range(4)))
        assert len(await ladder.mails()) == mails


async def test_who_cannot_be_mailed_is_called_at_once(
    ladder: Ladder, make_entries: Entries
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep", email="")
    await ladder.on_day(0)
    await ladder.on_day(91)
    assert [await ladder.step(id_) for id_ in (organisation, soup)] == ["call", "call"]
    assert await ladder.mails() == []
    await ladder.on_day(105)
    assert await ladder.step(soup) == "hidden"


async def test_a_word_starts_the_quarter_anew(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup,) = await make_entries("De Eik", "Soep")
    for day in (0, 91, 105, 119):
        await ladder.on_day(day)
    at = BEGIN + timedelta(days=120)
    with frozen(at):
        async with ground.database.write() as session:
            await service.confirm(session, [soup], actor="organisation")
    for day in (120, 210.5):
        await ladder.on_day(day)
        assert await ladder.step(soup) == "fresh"
    await ladder.on_day(211)
    assert await ladder.step(soup) == "asked"


async def test_a_pause_holds_the_ladder_and_the_question_comes_when_it_ends(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup,) = await make_entries("De Eik", "Soep")
    await ladder.on_day(0)
    with frozen(BEGIN + timedelta(days=80)):
        async with ground.database.write() as session:
            until = BEGIN + timedelta(days=160)
            await service.pause(session, [soup], until, actor="organisation")
    for day, step in ((91, "fresh"), (159, "fresh"), (160, "asked"), (174, "reminded")):
        await ladder.on_day(day)
        assert await ladder.step(soup) == step


async def test_what_is_over_is_not_asked_about_and_goes_after_two_weeks(
    ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup, coffee) = await make_entries("De Eik", "Soep", "Koffie")
    for id_ in (soup, coffee):
        await ladder.write(id_, expires_at=BEGIN + timedelta(days=30))
    await ladder.on_day(0)
    await ladder.on_day(31)
    assert await ladder.step(soup) == "ended"
    assert (await ladder.entry(soup)).status == PUBLISHED, "its page can still be read"
    await ladder.write(coffee, expires_at=BEGIN + timedelta(days=300))
    await ladder.on_day(44.5)
    assert [await ladder.step(id_) for id_ in (soup, coffee)] == ["ended", "fresh"]
    await ladder.on_day(45)
    assert [await ladder.step(id_) for id_ in (soup, coffee)] == ["hidden", "fresh"]
    await ladder.on_day(91)
    assert [titles for *_, titles in await ladder.mails()] == [["De Eik", "Koffie"]]


async def test_an_organisation_stays_as_long_as_something_of_it_is_shown(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep")
    for day in (0, 91, 105, 119):
        await ladder.on_day(day)
    with frozen(BEGIN + timedelta(days=120)):
        async with ground.database.write() as session:
            await service.confirm(session, [soup], actor="organisation")
    await ladder.on_day(133)
    assert (await ladder.entry(organisation)).status == PUBLISHED
    assert await ladder.step(organisation) == "call"
    for day in (211, 225, 239, 253):
        await ladder.on_day(day)
    assert [(await ladder.entry(id_)).status for id_ in (soup, organisation)] == ["hidden"] * 2


async def test_what_was_purged_leaves_its_addresses_and_nothing_else(
    ground: World, ladder: Ladder, make_entries: Entries, log_in: Login
) -> None:
    organisation, (soup,) = await make_entries("De Eik", "Soep")
    await log_in("eigenaar@eik.example", "organisation-owner", organisation=organisation)
    slugs = [(await ladder.entry(id_)).slug for id_ in (organisation, soup)]
    async with ground.database.write() as session:
        session.add(ContentAlias(kind="activity", slug="oude-soep", content_id=soup))
    for day in (0, 91, 105, 119, 133, 271, 456):
        await ladder.on_day(day)
    async with ground.database.read() as session:
        left = {
            table: await session.scalar(text(f"select count(*) from {table}"))
            for table in (
                "content", "organisation", "activities_activity", "activities_occurrence",
                "content_area", "content_term", "revision", "search_document", "role_grant",
                "import_row", "access_token",
            )
        }  # fmt: skip
        none = ContentAlias.content_id.is_(None)
        stones = set(await session.scalars(select(ContentAlias.slug).where(none)))
    assert {name: count for name, count in left.items() if count} == {}
    assert stones >= {*slugs, "oude-soep"}
    async with ground.client() as client:
        for path in (
            f"organisaties/{slugs[0]}",
            f"activiteiten/{slugs[1]}",
            "activiteiten/oude-soep",
        ):
            assert (await client.get(f"/{path}")).status_code == 410, path


async def test_the_history_says_what_the_ladder_did(
    ground: World, ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup,) = await make_entries("De Eik", "Soep")
    for day in (0, 91, 105, 119, 133, 271):
        await ladder.on_day(day)
    async with ground.database.read() as session:
        rows = await session.execute(
            select(Revision.number, Revision.action, Revision.actor, Revision.at)
            .where(Revision.content_id == soup)
            .order_by(Revision.number)
        )
        assert [tuple(row) for row in rows] == [
            (1, "hidden", "ladder", BEGIN + timedelta(days=133)),
            (2, "archived", "ladder", BEGIN + timedelta(days=271)),
        ]


async def test_what_waits_for_an_editor_or_was_hidden_by_one_is_left_alone(
    ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup, coffee) = await make_entries("De Eik", "Soep", "Koffie")
    await ladder.on_day(0)
    await ladder.write(soup, status="review")
    await ladder.write(coffee, status="hidden")
    for day in (91, 105, 119, 133, 400):
        await ladder.on_day(day)
    assert [(await ladder.entry(id_)).status for id_ in (soup, coffee)] == ["review", "hidden"]


async def test_a_step_is_due_at_the_beginning_of_a_day_also_when_the_clock_changes(
    ladder: Ladder, make_entries: Entries
) -> None:
    _, (soup,) = await make_entries("De Eik", "Soep")
    await ladder.on_day(0)
    due = (await ladder.entry(soup)).step_due_at
    assert due == datetime(2027, 4, 4, 22, tzinfo=UTC), "midnight in summer time"
    assert (await ladder.entry(soup)).confirm_due_at == due
