"""The screen of an area: today and tomorrow, to be read from across the hall."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.squares import square_of
from core.errors import Moved
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.web.pages import site_url
from core.web.routing import page_route
from core.web.templating import page
from core.web.view import View, view_of
from plugins.activities.api import ComingDate, ComingDay, coming_days

DAYS = 2
MOST = 14
"""Dates of one day: with more it takes minutes until the first come round again."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day as the template sees it."""

    iso: str
    name: str
    date: str
    dates: list[ComingDate]
    more: str


@page_route("/scherm/{slug:str}")
async def screen(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the screen of an area; its script asks for the block, which counts as no view."""
    view = await view_of(request, db)
    area = await _area(db, slug)
    days = await coming_days(db, area, view.cards, days=DAYS, limit=MOST)
    home = f"{site_url(view)}/buurten/{area.slug}"
    return page(
        view, request, "scherm/screen.html", block="screen",
        area_name=area.name, days=[_row(view, day) for day in days], square=square_of(home),
        home=home, home_words=home.partition("://")[2],
        agenda_href=view.href(f"/buurten/{area.slug}/activiteiten"),
    )  # fmt: skip


async def _area(session: AsyncSession, slug: str) -> AreaView:
    try:
        return await areas.by_slug(session, slug)
    except Moved as moved:
        raise Moved(moved.location.replace("/buurten/", "/scherm/", 1)) from None


def _row(view: View, day: ComingDay) -> DayRow:
    words, rest, more = view.words, day.total - len(day.dates), ""
    if rest > 0:
        text = words.ngettext(
            "En nog %(num)s activiteit op de site.", "En nog %(num)s activiteiten op de site.", rest
        )
        more = text % {"num": rest}
    return DayRow(
        day.day.isoformat(), words.day(day.day, view.today), words.date(day.day, view.today),
        day.dates, more,
    )  # fmt: skip


handlers = (screen,)
