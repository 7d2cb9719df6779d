"""The manager sees which jobs fail and lets them run again."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core.clock import now
from core.jobs import runs
from core.jobs.models import FAILED, JobRun
from tests.core.conftest import OURS, Installation, csrf_in

PAGE, KEY = "/beheer/taken", "core.retention"


async def fail(site: Installation, key: str) -> None:
    """Let a job fail as a worker would see it."""
    jobs = {owned.item.key: owned.item for owned in site.state.registry.jobs}
    async with site.state.database.write() as session:
        await runs.enter(session, {key: timedelta(days=1)})
        token = await runs.claim(session, jobs[key], timedelta(days=1), forced=True)
        assert token
        await runs.finish(session, token, "ValueError: <stuk>", timedelta(days=1))


async def row_of(site: Installation) -> JobRun:
    async with site.state.database.read() as session:
        return (await session.scalars(select(JobRun).where(JobRun.key == KEY))).one()


async def test_a_job_that_fails_stands_first_and_says_why(installation: Installation) -> None:
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    assert "Heeft nog niet gelopen" in (await manager.get(PAGE)).text
    await fail(installation, KEY)
    page = (await manager.get(PAGE)).text
    assert page.index("Gegevens wissen waarvan de tijd om is") < page.index("Mail versturen")
    assert "ValueError: &lt;stuk&gt;" in page
    assert "Mislukt op" in page
    assert "Elk uur" in page
    assert "Elke 15 seconden" in page


async def test_the_manager_lets_a_job_run_again(installation: Installation) -> None:
    await fail(installation, KEY)
    manager = await installation.logged_in("m@voorbeeld.nl", "platform-manager")
    form = {"_csrf": csrf_in((await manager.get(PAGE)).text)}
    assert (await manager.post(f"{PAGE}/core.gone", data=form, headers=OURS)).status_code == 404
    before = await row_of(installation)
    assert before.due_at
    assert before.due_at > datetime.now(UTC)
    done = await manager.post(f"{PAGE}/{KEY}", data=form, headers=OURS)
    assert done.status_code == 303
    row = await row_of(installation)
    assert row.due_at
    assert row.due_at <= now()
    assert row.outcome == FAILED
    assert "begint zo" in (await manager.get(done.headers["location"])).text


async def test_others_see_no_jobs(installation: Installation) -> None:
    editor = await installation.logged_in(
        "e@voorbeeld.nl", "area-editor", scope="area", id_=installation.area_id
    )
    assert (await editor.get(PAGE)).status_code == 403
    assert (await installation.client().get(PAGE)).status_code == 303
