"""The page that the management opens with: what needs a hand, for whom, and where."""

import re
from typing import Any

from sqlalchemy import select, update

from core.clock import now
from core.content.models import REVIEW, Content
from core.jobs.models import FAILED, JobRun
from core.mail.models import DEAD, OutboxMail
from core.moderation.models import ModerationCase
from core.organisations.models import Organisation, OrganisationClaim
from core.testing.factories import Make
from core.testing.people import Login
from core.testing.world import World

HERE, THERE = "stadskern", "nederberg"


def tasks_in(html: str) -> list[str]:
    """Return what the buttons of the first section say."""
    section = html.partition('id="tasks-title"')[2].partition("</section>")[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", found).split())
        for found in re.findall(r"<li>(.*?)</li>", section, re.DOTALL)
    ]


async def give_work(world: World, entry: int) -> None:
    """Leave something of every sort to do about an entry."""
    async with world.database.write() as session:
        for kind in ("review", "report", "report", "appeal"):
            session.add(ModerationCase(content_id=entry, kind=kind, created_at=now()))
        session.add(
            OrganisationClaim(
                organisation_id=entry, kind="claim", email="a@voorbeeld.nl", state="open",
                created_at=now(),
            )
        )  # fmt: skip
        session.add(
            OutboxMail(
                effect_key="k", message_id="m", kind="core.test", address="b@voorbeeld.nl",
                data={}, state=DEAD, created_at=now(), due_at=now(),
            )
        )  # fmt: skip
        await session.execute(
            update(Content).where(Content.id == entry).values(step="call", step_due_at=now())
        )
        failed = update(JobRun).where(JobRun.key == "core.retention").values(outcome=FAILED)
        if (await session.execute(failed.returning(JobRun.key))).first() is None:
            session.add(JobRun(key="core.retention", outcome=FAILED))


async def test_a_manager_sees_all_that_waits_and_an_editor_what_is_theirs(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    made = await make_organisation(naam="De Eik")
    await give_work(ground, made.id)
    manager = await log_in("baas@example.org", "platform-manager")
    found = tasks_in((await manager.get("/beheer")).text)
    assert found[:5] == [
        "1 stuk te bekijken", "2 meldingen", "1 bezwaar", "1 aanvraag voor een organisatie",
        "1 organisatie te bellen",
    ]  # fmt: skip
    assert "1 mail niet aangekomen" in found
    assert found[-1] == "1 organisatie zonder eigen mensen"
    editor = await log_in("hier@example.org", "area-editor", area=HERE)
    assert tasks_in((await editor.get("/beheer")).text) == [
        "1 stuk te bekijken", "2 meldingen", "1 aanvraag voor een organisatie",
        "1 organisatie te bellen", "1 organisatie zonder eigen mensen",
    ]  # fmt: skip
    other = await log_in("daar@example.org", "area-editor", area=THERE)
    page = (await other.get("/beheer")).text
    assert tasks_in(page) == []
    assert "Er wacht niets op je" in page


async def test_every_task_leads_to_a_page_that_opens(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await give_work(ground, (await make_organisation(naam="De Eik")).id)
    manager = await log_in("baas@example.org", "platform-manager")
    page = (await manager.get("/beheer")).text
    section = page.partition('id="tasks-title"')[2].partition('id="figures-title"')[0]
    links = set(re.findall(r'href="(/beheer/[^"]+)"', section))
    assert len(links) > 8
    for link in links:
        assert (await manager.get(link.replace("&amp;", "&"))).status_code == 200, link


async def test_what_is_claimed_by_its_people_is_no_task_and_counts_as_growth(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    first, second = await make_organisation(), await make_organisation()
    async with ground.database.write() as session:
        own = Organisation.__table__
        await session.execute(update(own).where(own.c.id == first.id).values(claimed_at=now()))
        await session.execute(update(Content).where(Content.id == second.id).values(status=REVIEW))
    manager = await log_in("baas@example.org", "platform-manager")
    page = (await manager.get("/beheer")).text
    assert tasks_in(page) == []
    assert "1 organisaties staan op de site. 1 houden hun gegevens zelf bij." in page


async def test_an_area_opens_by_itself_and_that_of_others_does_not(
    ground: World, make_organisation: Make, log_in: Login
) -> None:
    await make_organisation(naam="De Eik")
    manager = await log_in("baas@example.org", "platform-manager")
    whole = (await manager.get("/beheer")).text
    assert f'href="/beheer?buurt={HERE}"' in whole
    part = await manager.get(f"/beheer?buurt={HERE}")
    assert "Wat er staat in Stadskern" in part.text
    assert (await manager.get("/beheer?buurt=nergens")).status_code == 404
    editor = await log_in("hier@example.org", "area-editor", area=HERE)
    assert "Wat er staat in Stadskern" in (await editor.get("/beheer")).text
    assert (await editor.get(f"/beheer?buurt={THERE}")).status_code == 404
    await log_in("hier@example.org", "area-editor", area=THERE)
    again = await log_in("hier@example.org")
    both = (await again.get("/beheer")).text
    assert f'href="/beheer?buurt={THERE}"' in both
    assert (await again.get(f"/beheer?buurt={THERE}")).status_code == 200


async def test_the_dashboard_costs_as_many_statements_with_few_entries_as_with_more(
    ground: World, make_organisation: Make, log_in: Login, queries: Any
) -> None:
    await make_organisation()
    manager = await log_in("baas@example.org", "platform-manager")
    await manager.get("/beheer")
    with queries(at_most=200) as few:
        await manager.get("/beheer")
    for _ in range(3):
        await make_organisation()
    await manager.get("/beheer")
    with queries(at_most=len(few.texts)):
        await manager.get("/beheer")


async def test_a_resident_does_not_get_in(ground: World, log_in: Login) -> None:
    somebody = await log_in("iemand@example.org")
    assert (await somebody.get("/beheer")).status_code == 403
    async with ground.database.read() as session:
        assert await session.scalar(select(Content.id)) is None
