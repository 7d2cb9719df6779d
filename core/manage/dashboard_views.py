"""The page that the management opens with: what needs a hand today, and how everything stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.manage.dashboard import (
    STATUS_WORDS,
    Counted,
    count_by_area,
    count_by_category,
    count_entries,
)
from core.manage.own_area import NAME, OwnArea, own_area, steps_to
from core.manage.tasks import MOST, Task, tasks_of
from core.permissions.service import holds_anywhere
from core.slots import MANAGE, ManageContext
from core.statistics.growth import growth_of
from core.statistics.reach import Period, days_of, total_of
from core.web.charts import chart_of, share
from core.web.facts import Crumb
from core.web.filters import Choice
from core.web.guards import require
from core.web.sections import load_sections
from core.web.session import private
from core.web.templating import page
from core.web.view import NavItem, View, view_of

DASHBOARD = "/beheer"
KEY = "core.manage"
DAYS = 30
PAGES = (
    ("/beheer/controle", "core.review", "checklist"),
    ("/beheer/bellen", "core.calls", "phone"),
    ("/beheer/organisaties", "core.organisations", "building-community"),
    ("/beheer/bereik", "core.reach", "chart-bar"),
    ("/beheer/accounts", "core.accounts", "users"),
    ("/beheer/postvak", "core.outbox", "mail"),
    ("/beheer/taken", "core.jobs", "clock"),
    ("/beheer/logboek", "core.audit", "history"),
    ("/beheer/privacy", "core.privacy", "shield-lock"),
    ("/beheer/modules", "core.modules", "puzzle"),
    ("/beheer/actueel", "core.settings", "calendar-check"),
    ("/beheer/instellingen", "core.settings", "settings"),
)
"""Pages of the management, the permission of each and its icon."""
PAGE_LABELS = {
    "/beheer/controle": "Controle",
    "/beheer/bellen": "Bellen",
    "/beheer/organisaties": "Organisaties",
    "/beheer/bereik": "Bereik",
    "/beheer/accounts": "Accounts",
    "/beheer/postvak": "Postvak",
    "/beheer/taken": "Taken",
    "/beheer/logboek": "Logboek",
    "/beheer/privacy": "Gegevens van iemand",
    "/beheer/modules": "Modules",
    "/beheer/actueel": "Actueel houden",
    "/beheer/instellingen": "Instellingen",
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """What there is in an area or of a category, as its template sees it."""

    name: str
    href: str
    numbers: list[int]
    total: int
    percent: int


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of those."""

    caption: str
    heading: str
    kinds: list[str]
    rows: list[CountRow]


@get(DASHBOARD, guards=[require(KEY)])
async def dashboard(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what needs a hand, how much there is, and how it grows."""
    whole = await view_of(request, db)
    member: Member = whole.visit.account
    own = await own_area(whole, member, KEY, request.query_params.get(NAME, ""))
    view = own.view
    there = _paths(view)
    tasks = [task for task in await tasks_of(db, by=member) if task.path.partition("?")[0] in there]
    context = view.slot_context(ManageContext, account_id=member.account_id)
    return private(page(
        view, request, "manage/dashboard.html", keep=False, area_name=view.area.name,
        steps=await _steps(own), tops=_tops(own),
        tasks=[_task(view, task) for task in tasks if task.is_urgent],
        later=[_task(view, task) for task in tasks if not task.is_urgent],
        links=_links(view, member), **await _stands(view, member), **await _tables(own, member),
        **await _reach(own, member), **await _growth(view),
        sections=await load_sections(view, request, MANAGE.key, context),
    ))  # fmt: skip


async def _steps(own: OwnArea) -> list[Crumb]:
    view = own.view
    areas = await steps_to(view.session, own)
    return [
        Crumb(area.name, view.with_query(DASHBOARD, **{NAME: area.slug}) if area.id != view.area.id
              else None)
        for area in areas
    ]  # fmt: skip


def _tops(own: OwnArea) -> list[Choice]:
    view = own.view
    return [
        Choice(
            top.slug, top.name, top.id == view.area.id,
            view.with_query(DASHBOARD, **{NAME: top.slug}),
        )
        for top in own.tops
    ]  # fmt: skip


def _task(view: View, task: Task) -> NavItem:
    """Return a task as a button that says how much of what."""
    ngettext, number = view.words.ngettext, task.count
    said = {
        "review": ngettext("%(num)s stuk te bekijken", "%(num)s stukken te bekijken", number),
        "report": ngettext("%(num)s melding", "%(num)s meldingen", number),
        "appeal": ngettext("%(num)s bezwaar", "%(num)s bezwaren", number),
        "claim": ngettext(
            "%(num)s aanvraag voor een organisatie", "%(num)s aanvragen voor een organisatie",
            number,
        ),
        "call": ngettext("%(num)s organisatie te bellen", "%(num)s organisaties te bellen", number),
        "job": ngettext("%(num)s taak die mislukt", "%(num)s taken die mislukken", number),
        "mail": ngettext("%(num)s mail niet aangekomen", "%(num)s mails niet aangekomen", number),
        "alone": ngettext(
            "%(num)s organisatie zonder eigen mensen", "%(num)s organisaties zonder eigen mensen",
            number,
        ),
    }  # fmt: skip
    shown = f"{MOST}+" if number > MOST else str(number)
    label = said[task.key] % {"num": shown}
    return NavItem(label, view.href(task.path), task.icon, current=False)


def _links(view: View, member: Member) -> list[NavItem]:
    """Return the pages that the member may open."""
    there = _paths(view)
    return [
        NavItem(view.words.gettext(PAGE_LABELS[path]), view.href(path), icon, current=False)
        for path, key, icon in PAGES
        if path in there and holds_anywhere(member, key)
    ]


def _paths(view: View) -> set[str]:
    """Return the addresses that there are."""
    routes = (owned.item for owned in view.state.registry.routes)
    return {path for route in routes for handler in route.handlers for path in handler.paths}


async def _stands(view: View, member: Member) -> dict[str, Any]:
    counts = await count_entries(view.session, view.area, by=member)
    return {
        "statuses": [view.words.gettext(word) for word in STATUS_WORDS.values()],
        "stands": [
            (
                view.words.gettext(kind.label_plural),
                [counts.get(key, {}).get(status, 0) for status in STATUS_WORDS],
            )
            for key, kind in view.kinds.items()
        ],
    }


async def _tables(own: OwnArea, member: Member) -> dict[str, Any]:
    view, say = own.view, own.view.words.gettext
    areas = await count_by_area(view.session, view.area, by=member)
    categories = await count_by_category(view.session, view.area, by=member)
    return {
        "by_area": _table(view, say("Per gebied"), say("Gebied"), areas, with_links=True),
        "by_category": _table(view, say("Per categorie"), say("Categorie"), categories),
    }


def _table(
    view: View, caption: str, heading: str, found: Sequence[Counted], *, with_links: bool = False
) -> CountTable | None:
    if not found:
        return None
    most = max(one.total for one in found)
    rows = [
        CountRow(
            view.words.gettext(one.name),
            view.with_query(DASHBOARD, **{NAME: one.slug}) if with_links else "",
            [one.kinds.get(key, 0) for key in view.kinds], one.total, share(one.total, most),
        )
        for one in found
    ]  # fmt: skip
    kinds = [view.words.gettext(kind.label_plural) for kind in view.kinds.values()]
    return CountTable(caption, heading, kinds, rows)


async def _reach(own: OwnArea, member: Member) -> dict[str, Any]:
    view = own.view
    if not holds_anywhere(member, "core.reach"):
        return {"reach_href": ""}
    period = Period(view.today - timedelta(days=DAYS - 1), view.today)
    found = {
        day.day: day
        for day in await days_of(
            view.session, view.area.id, period, platform=own.is_whole, by=member
        )
    }
    paths = {key: kind.path for key, kind in view.kinds.items()}
    views, presses = await total_of(view.session, view.area.id, period, paths, by=member)
    days = [period.first + timedelta(days=at) for at in range(DAYS)]
    numbers = [found[day].visitors if day in found else 0 for day in days]
    labels = [view.words.short_date(day, view.today) for day in days]
    return {
        "reach_href": view.with_query("/beheer/bereik", **{NAME: own.asked}),
        "days": chart_of(list(zip(labels, numbers, strict=True))),
        "visitors": sum(numbers), "entry_views": views, "presses": presses,
    }  # fmt: skip


async def _growth(view: View) -> dict[str, Any]:
    found = await growth_of(view.session, view.area.id, view.today)
    named = [(view.words.month(one.month), one) for one in found]
    return {
        "growth": named, "growth_chart": chart_of([(name, one.total) for name, one in named]),
    }  # fmt: skip


handlers = (dashboard,)
