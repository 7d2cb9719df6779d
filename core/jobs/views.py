"""The page of what runs behind the scenes, for who looks after the platform."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs import service
from core.jobs.models import FAILED, RUNNING
from core.jobs.service import JobView
from core.web.facts import Crumb
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/taken"
DONE = "gedaan"


@dataclass(frozen=True, slots=True)
class Line:
    """A job as its template sees it."""

    id: str
    label: str
    state: str
    every: str
    next: str
    error: str
    action: str


def _state(view: View, job: JobView) -> str:
    say, words = view.words.gettext, view.words
    when = job.started_at if job.outcome == RUNNING else job.ended_at
    if when is None:
        return say("Heeft nog niet gelopen")
    text = {
        RUNNING: say("Loopt sinds %(moment)s"),
        FAILED: words.ngettext(
            "Mislukt op %(moment)s", "%(num)s keer mislukt, het laatst op %(moment)s", job.attempts
        ),
    }.get(job.outcome, say("Gelukt op %(moment)s"))
    return text % {"moment": words.moment(when, None, view.today), "num": job.attempts}


def _every(view: View, job: JobView) -> str:
    if job.every is None:
        return view.words.gettext("Alleen als iets erom vraagt")
    seconds = int(job.every.total_seconds())
    for size, one, many in (
        (86400, "Elke dag", "Elke %(num)s dagen"),
        (3600, "Elk uur", "Elke %(num)s uur"),
        (60, "Elke minuut", "Elke %(num)s minuten"),
        (1, "Elke seconde", "Elke %(num)s seconden"),
    ):
        if seconds % size == 0:
            number = seconds // size
            return view.words.ngettext(one, many, number) % {"num": number}
    raise AssertionError("every number is divisible by 1")


def _line(view: View, number: int, job: JobView) -> Line:
    next_ = view.words.moment(job.due_at, None, view.today) if job.due_at else ""
    return Line(
        f"job-{number}", view.words.gettext(job.label), _state(view, job), _every(view, job),
        next_, job.error, view.href(f"{PATH}/{job.key}"),
    )  # fmt: skip


@get(PATH, guards=[require("core.jobs")])
async def jobs(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show how every job went, those that fail first."""
    view = await view_of(request, db)
    say = view.words.gettext
    found = await service.list_jobs(db, view.state.registry, by=view.visit.account)
    done = request.query_params.get(DONE) == "1"
    return private(page(
        view, request, "manage/jobs.html", keep=False,
        crumbs=[Crumb(say("Beheer"), view.href("/beheer")), Crumb(say("Taken"), None)],
        saved=say("De taak begint zo. Ververs de pagina om te zien hoe het ging.") if done else "",
        lines=[_line(view, number, job) for number, job in enumerate(found, 1)],
    ))  # fmt: skip


@post(PATH + "/{key:str}", guards=[require("core.jobs")])
async def run_again(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], key: FromPath[str]
) -> Response[bytes]:
    """Let a job run now."""
    view = await view_of(request, db)
    await service.run_again(db, view.state.registry, key, by=view.visit.account)
    return see(view.with_query(PATH, **{DONE: "1"}))


handlers = (jobs, run_again)
