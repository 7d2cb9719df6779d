"""Pages of reach: visitors by day, what was looked at and pressed; the same for spreadsheets."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response, Stream
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.errors import BadQuery
from core.manage.own_area import NAME, OwnArea, own_area, steps_to
from core.neighbourhoods import service as areas
from core.statistics import reach
from core.statistics.reach import DayFigures, EntryFigures, Period
from core.web.charts import chart_of, share
from core.web.facts import Crumb
from core.web.filters import Choice
from core.web.guards import require
from core.web.session import private
from core.web.spreadsheet import csv_file
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/bereik"
KEY = "core.reach"
TOP = 50
DAYS = {"week": 7, "maand": 30, "kwartaal": 91, "jaar": 365}
PERIOD_LABELS = {
    "week": "Laatste 7 dagen",
    "maand": "Laatste 30 dagen",
    "kwartaal": "Laatste 3 maanden",
    "jaar": "Laatste jaar",
}
FIRST = "maand"
WANTED = ("onderdelen", "dagen")
"""The two files: entries with their figures, and days with theirs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is about: an area, a period, and a kind of entries (empty for all)."""

    own: OwnArea
    name: str
    period: Period
    kind: str

    def path(self, path: str = PATH, **other: str) -> str:
        """Return the address of the same with something else."""
        query = {
            NAME: self.own.asked, "periode": self.name if self.name != FIRST else "",
            "soort": self.kind,
        }  # fmt: skip
        return self.own.view.with_query(path, **{**query, **other})


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in the table."""

    href: str
    title: str
    about: str
    figures: EntryFigures
    percent: int


async def _asked(request: Request[Any, Any, Any], db: AsyncSession) -> Asked:
    view = await view_of(request, db)
    query, member = request.query_params, view.visit.account
    own = await own_area(view, member, KEY, query.get(NAME, ""))
    name, kind = query.get("periode") or FIRST, query.get("soort", "")
    if name not in DAYS:
        raise BadQuery("Deze periode is er niet.", possible=tuple(DAYS))
    if kind and kind not in view.kinds:
        raise BadQuery("Deze soort is er niet.", possible=tuple(view.kinds))
    period = Period(view.today - timedelta(days=DAYS[name] - 1), view.today)
    return Asked(own, name, period, kind)


@get(PATH, guards=[require(KEY)])
async def overview(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show visitors by day, and what was looked at most."""
    asked = await _asked(request, db)
    own, view = asked.own, asked.own.view
    member: Member = view.visit.account
    days = await reach.days_of(db, view.area.id, asked.period, platform=own.is_whole, by=member)
    top = await reach.top_entries(
        db, view.area.id, asked.period, _paths(view), limit=TOP, kind=asked.kind, by=member
    )
    say = view.words.gettext
    return private(page(
        view, request, "reach/overview.html", keep=False, area_name=view.area.name,
        crumbs=[Crumb(say("Beheer"), view.href("/beheer")), Crumb(say("Bereik"), None)],
        places=await _places(asked), periods=_periods(asked), kinds=_kinds(asked),
        chart=_chart(view, asked.period, days),
        days=[(view.words.date(day.day, view.today), day) for day in reversed(days)],
        visitors=sum(day.visitors for day in days), views=sum(day.views for day in days),
        rows=_rows(view, top), top=TOP,
        files=[
            (say("Alle onderdelen als bestand"), asked.path(f"{PATH}.csv")),
            (say("Alle dagen als bestand"), asked.path(f"{PATH}.csv", wat="dagen")),
        ],
    ))  # fmt: skip


@get(f"{PATH}.csv", guards=[require(KEY)])
async def spreadsheet(request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]) -> Stream:
    """Give the figures as CSV, sent while they are read."""
    asked = await _asked(request, db)
    view, wanted = asked.own.view, request.query_params.get("wat", WANTED[0])
    if wanted not in WANTED:
        raise BadQuery("Dit bestand is er niet.", possible=WANTED)
    name = f"bereik-{wanted}-{asked.period.first}-{asked.period.last}.csv"
    say = view.words.gettext
    if wanted == "dagen":
        headings = [say("Dag"), say("Bezoekers"), say("Bekeken")]
        return csv_file(name, headings, _day_lines(asked))
    headings = [
        say("Soort"), say("Naam"), say("Organisatie"), say("Adres"), say("Bezoekers"),
        say("Bekeken"), say("Telefoon"), say("E-mail"), say("Website"),
    ]  # fmt: skip
    return csv_file(name, headings, _entry_lines(asked))


async def _day_lines(asked: Asked) -> AsyncIterator[Sequence[Any]]:
    own, view = asked.own, asked.own.view
    async with view.state.database.read() as session:
        for day in await reach.days_of(
            session, view.area.id, asked.period, platform=own.is_whole, by=view.visit.account
        ):
            yield [day.day.isoformat(), day.visitors, day.views]


async def _entry_lines(asked: Asked) -> AsyncIterator[Sequence[Any]]:
    """Yield lines in a session of their own: that of the request is closed by now."""
    view = asked.own.view
    kinds = view.kinds
    async with view.state.database.read() as session:
        async for one in reach.stream_entries(
            session, view.area.id, asked.period, _paths(view), by=view.visit.account
        ):
            yield [
                view.words.gettext(kinds[one.kind].label), one.title, one.owner,
                f"{kinds[one.kind].path}/{one.slug}", one.visitors, one.views, one.phone,
                one.mail, one.site,
            ]  # fmt: skip


def _paths(view: View) -> dict[str, str]:
    return {key: kind.path for key, kind in view.kinds.items()}


def _chart(view: View, period: Period, days: list[DayFigures]) -> Any:
    """Return the chart of visitors: of every day, and of weeks where days are too many."""
    found = {day.day: day.visitors for day in days}
    length = (period.last - period.first).days + 1
    step = 1 if length <= DAYS["kwartaal"] else 7
    values = []
    for at in range(0, length, step):
        first = period.first + timedelta(days=at)
        number = sum(found.get(first + timedelta(days=more), 0) for more in range(step))
        values.append((view.words.short_date(first, view.today), number))
    return chart_of(values)


def _rows(view: View, found: list[EntryFigures]) -> list[EntryRow]:
    most = max((one.visitors for one in found), default=0)
    return [
        EntryRow(
            view.href(f"{view.kinds[one.kind].path}/{one.slug}"), one.title,
            one.owner or view.words.gettext(view.kinds[one.kind].label), one,
            share(one.visitors, most),
        )
        for one in found
    ]  # fmt: skip


async def _places(asked: Asked) -> list[Choice]:
    """Return the areas to choose from: the way down to this one, own areas, and those below."""
    view = asked.own.view
    path = await steps_to(view.session, asked.own)
    below = await areas.children(view.session, view.area.id)
    found = {area.id: area for area in (*asked.own.tops, *path, *below)}
    return [
        Choice(area.slug, area.name, area.id == view.area.id, asked.path(**{NAME: area.slug}))
        for area in found.values()
    ]


def _periods(asked: Asked) -> list[Choice]:
    say = asked.own.view.words.gettext
    return [
        Choice(name, say(label), name == asked.name, asked.path(periode=name))
        for name, label in PERIOD_LABELS.items()
    ]


def _kinds(asked: Asked) -> list[Choice]:
    view = asked.own.view
    say = view.words.gettext
    return [
        Choice("", say("Alles"), not asked.kind, asked.path(soort="")),
        *(
            Choice(key, say(kind.label_plural), key == asked.kind, asked.path(soort=key))
            for key, kind in view.kinds.items()
        ),
    ]


handlers = (overview, spreadsheet)
