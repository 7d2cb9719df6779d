"""What there is to do today and on the days after it: for pages that show an area at a glance."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import at_local, local
from core.content.cards import Card, CardMaker
from core.neighbourhoods.service import AreaView
from plugins.activities.agenda import Wanted, find_agenda
from plugins.activities.finding import LAST_NIGHT, line_cards


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A card with the time of one date; ``over_at`` is an ISO instant."""

    card: Card
    over_at: str


@dataclass(frozen=True, slots=True)
class ComingDay:
    """One day; above ``most`` (more than are counted) ``total`` means more than that."""

    day: date
    dates: list[ComingDate]
    total: int
    most: int


async def coming_days(
    session: AsyncSession, area: AreaView, maker: CardMaker, *, days: int, limit: int
) -> list[ComingDay]:
    """Return the first ``limit`` dates of each day from today that are not over, in an area.

    The maker's ``note_expiry`` hears when the first of them is over.
    """
    today = local(maker.now).date()
    return [
        await _day(session, area, maker, today + timedelta(days=number), limit)
        for number in range(days)
    ]


async def _day(
    session: AsyncSession, area: AreaView, maker: CardMaker, day: date, limit: int
) -> ComingDay:
    begin = at_local(day, time.min)
    is_today = day == local(maker.now).date()
    wanted = Wanted(
        area_id=area.id,
        is_root=area.parent_id is None,
        since=begin - LAST_NIGHT if is_today else begin,
        until=at_local(day + timedelta(days=1), time.min),
        now=maker.now,
    )
    agenda = await find_agenda(session, wanted, limit)
    for line in agenda.lines:
        maker.note_expiry(line.over_at)
    lines = await line_cards(session, maker, agenda.lines)
    dates = [ComingDate(card, line.over_at.isoformat()) for line, card in lines]
    return ComingDay(day, dates, agenda.total, agenda.most)
