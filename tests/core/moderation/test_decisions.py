"""Decisions of editors: who waits, what comes of a decision, and who hears of it."""

import asyncio

import pytest
from moderation_desk import As, Desk, owner_and_editor
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.content.models import DRAFT, HIDDEN, PUBLISHED
from core.content.models import REVIEW as WAITING
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.mail.models import OutboxMail
from core.moderation import reports, service
from core.moderation.models import ModerationCase
from core.testing.factories import Made
from core.testing.world import World


async def test_the_nearest_area_that_says_so_decides_whether_entries_wait(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, _ = await owner_and_editor(acting_as, organisation)

    async def wanted() -> str:
        async with ground.database.read() as session:
            entry = await service.find_entry(session, activity.id)
            return await service.status_for(session, entry.area_id, organisation.id, by=owner)

    assert await wanted() == PUBLISHED
    await desk.moderate("amersfoort", "before")
    assert await wanted() == WAITING
    await desk.moderate("stadskern", "after")
    assert await wanted() == PUBLISHED


async def test_editors_of_the_area_and_managers_publish_at_once(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    await desk.moderate("amersfoort", "before")
    _, editor = await owner_and_editor(acting_as, organisation)
    elsewhere = await acting_as("jan@example.org", "area-editor", area="nederberg")
    async with ground.database.read() as session:
        area_id = (await service.find_entry(session, activity.id)).area_id
        found = [
            await service.status_for(session, area_id, organisation.id, by=member)
            for member in (editor, ground.operator, elsewhere)
        ]
    assert found == [PUBLISHED, PUBLISHED, WAITING]


async def test_a_new_organisation_waits_and_so_does_what_it_offers(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, _ = await owner_and_editor(acting_as, organisation)
    await desk.set(organisation.id, WAITING)
    await desk.set(activity.id, DRAFT)
    assert await desk.offer(activity.id, owner) == WAITING
    async with ground.database.read() as session:
        area_id = (await service.find_entry(session, activity.id)).area_id
        assert await service.status_for(session, area_id, None, by=owner) == WAITING


async def test_a_published_entry_that_is_changed_stays_and_is_looked_at_once(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    await desk.moderate("amersfoort", "before")
    owner, editor = await owner_and_editor(acting_as, organisation)
    for member in (owner, owner, editor):
        async with ground.database.write() as session:
            await service.submit(session, activity.id, by=member)
    assert await desk.offer(activity.id, owner) == PUBLISHED
    assert len(await desk.open_reviews()) == 1


async def test_an_approved_entry_is_published_and_its_people_hear_of_it(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    await desk.moderate("amersfoort", "before")
    owner, editor = await owner_and_editor(acting_as, organisation)
    await desk.set(activity.id, DRAFT)
    assert await desk.offer(activity.id, owner) == WAITING
    assert await desk.status(activity.id) == (WAITING, WAITING)
    (case_id,) = await desk.open_reviews()
    await desk.approve(case_id, editor)
    assert await desk.status(activity.id) == (PUBLISHED, PUBLISHED)
    assert await desk.mails() == [("core.review_approved", "els@example.org")]


async def test_what_is_refused_waits_for_an_editor_when_it_is_offered_again(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, editor = await owner_and_editor(acting_as, organisation)
    case_id = await desk.look_at(activity.id, editor)
    await desk.refuse(case_id, editor, text="Vul de prijs in.")
    assert await desk.status(activity.id) == (HIDDEN, HIDDEN)
    assert await desk.mails() == [("core.review_refused", "els@example.org")]
    assert await desk.offer(activity.id, owner) == WAITING
    await desk.approve(*await desk.open_reviews(), editor)
    assert await desk.status(activity.id) == (PUBLISHED, PUBLISHED)


async def test_the_second_of_two_editors_is_told_that_somebody_was_first(
    desk: Desk, ground: World, activity: Made, organisation: Made, acting_as: As
) -> None:
    _, editor = await owner_and_editor(acting_as, organisation)
    case_id = await desk.look_at(activity.id, editor)
    answers = await asyncio.gather(
        desk.refuse(case_id, editor), desk.approve(case_id, ground.operator),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "NoneType"]


async def test_two_who_submit_at_once_open_one_review(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, _ = await owner_and_editor(acting_as, organisation)

    async def submit() -> None:
        async with ground.database.write() as session:
            await service.submit(session, activity.id, by=owner)

    await asyncio.gather(*(submit() for _ in range(5)))
    assert len(await desk.open_reviews()) == 1


@pytest.mark.parametrize(("reason", "text"), [("", "x"), ("nonsense", "x"), ("other", " ")])
async def test_a_refusal_says_why(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As,
    reason: str, text: str,
) -> None:  # fmt: skip
    _, editor = await owner_and_editor(acting_as, organisation)
    case_id = await desk.look_at(activity.id, editor)
    with pytest.raises(Invalid):
        await desk.refuse(case_id, editor, reason, text)
    assert await desk.status(activity.id) == (PUBLISHED, PUBLISHED)


async def test_an_editor_of_another_area_finds_no_case(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, _ = await owner_and_editor(acting_as, organisation)
    elsewhere = await acting_as("jan@example.org", "area-editor", area="nederberg")
    async with ground.database.write() as session:
        await service.submit(session, activity.id, by=owner)
    (case_id,) = await desk.open_reviews()
    with pytest.raises(NotFound):
        await desk.approve(case_id, elsewhere)
    with pytest.raises(Forbidden):
        await desk.approve(case_id, owner)


async def test_an_appeal_is_decided_by_somebody_else_and_puts_the_entry_back(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, editor = await owner_and_editor(acting_as, organisation)
    boss = await acting_as("bo@example.org", "platform-manager")
    other = await acting_as("cas@example.org", "platform-manager")
    case_id = await desk.look_at(activity.id, editor)
    await desk.refuse(case_id, boss)
    appeal_id = await desk.appeal(case_id, owner)
    with pytest.raises(Conflict):
        await desk.appeal(case_id, owner)
    for member in (boss, editor):
        with pytest.raises(Forbidden):
            await desk.judge(appeal_id, member, allowed=True)
    await desk.judge(appeal_id, other, allowed=True)
    assert await desk.status(activity.id) == (PUBLISHED, PUBLISHED)
    assert (await desk.mails())[-1] == ("core.appeal_allowed", "els@example.org")
    async with ground.database.read() as session:
        assert not await service.is_refused(session, activity.id)


async def test_a_rejected_appeal_changes_nothing_and_says_why(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, editor = await owner_and_editor(acting_as, organisation)
    boss = await acting_as("bo@example.org", "platform-manager")
    case_id = await desk.look_at(activity.id, editor)
    await desk.refuse(case_id, editor)
    await desk.judge(await desk.appeal(case_id, owner), boss, allowed=False)
    assert await desk.status(activity.id) == (HIDDEN, HIDDEN)
    assert (await desk.mails())[-1] == ("core.appeal_rejected", "els@example.org")


async def test_a_report_reaches_organisation_and_editors_and_its_address_is_forgotten(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    _, editor = await owner_and_editor(acting_as, organisation)
    async with ground.database.write() as session:
        case_id = await reports.report(
            session, activity.id, wrong="times", text="Het is om elf uur.", email="Mies@Example.org"
        )
    async with ground.database.write() as session:
        await reports.close(session, case_id, by=editor, answer="Aangepast.")
    assert await desk.mails() == [
        ("core.report_received", "els@example.org"),
        ("core.report_closed", "mies@example.org"),
    ]
    async with ground.database.read() as session:
        addresses = await session.scalar(
            select(func.count()).where(ModerationCase.email != "").select_from(ModerationCase)
        )
        said = await session.scalar(
            select(OutboxMail.data).where(OutboxMail.kind == "core.report_received")
        )
    assert addresses == 0
    assert "mies" not in str(said).lower()


async def test_a_report_of_something_improper_is_for_the_editors_only(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    await owner_and_editor(acting_as, organisation)
    async with ground.database.write() as session:
        await reports.report(session, activity.id, wrong="improper", text="", email="")
    assert await desk.mails() == []


async def test_what_visitors_cannot_see_cannot_be_reported(
    ground: World, desk: Desk, activity: Made
) -> None:
    await desk.set(activity.id, DRAFT)
    async with ground.database.read() as session:
        with pytest.raises(NotFound):
            await reports.read_reported(session, activity.id)


async def test_what_is_decided_is_in_the_log_without_the_words_of_anybody(
    ground: World, desk: Desk, activity: Made, organisation: Made, acting_as: As
) -> None:
    owner, editor = await owner_and_editor(acting_as, organisation)
    boss = await acting_as("bo@example.org", "platform-manager")
    async with ground.database.write() as session:
        report = await reports.report(session, activity.id, wrong="other", text="Mies", email="")
    async with ground.database.write() as session:
        await reports.close(session, report, by=editor, answer="Dag Mies")
    case_id = await desk.look_at(activity.id, editor)
    await desk.refuse(case_id, editor, text="Mies mag niet")
    await desk.judge(await desk.appeal(case_id, owner), boss, allowed=True)
    async with ground.database.read() as session:
        rows = (await session.execute(
            select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.details)
            .where(AuditEntry.subject == f"content:{activity.id}")
            .order_by(AuditEntry.id)
        )).all()  # fmt: skip
    assert [(row.action, row.actor_id) for row in rows] == [
        ("moderation.report", None),
        ("moderation.close_report", editor.account_id),
        ("content.hidden", editor.account_id),
        ("moderation.refuse", editor.account_id),
        ("moderation.appeal", owner.account_id),
        ("content.published", boss.account_id),
        ("moderation.decide_appeal", boss.account_id),
    ]
    assert "Mies" not in str([row.details for row in rows])
