"""When an area is moderated: before publication or after it, or as the area above says."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.errors import Invalid
from core.moderation.service import AFTER, BEFORE, KEY, mode_of
from core.neighbourhoods.models import Area
from core.neighbourhoods.service import AreaView
from core.permissions.service import ancestors_of, require

AS_ABOVE = ""
MODES = (AS_ABOVE, BEFORE, AFTER)


@dataclass(frozen=True, slots=True)
class Mode:
    """What an area says (``AS_ABOVE``, before, after), and what follows when it says nothing."""

    own: str
    above: str


async def read_mode(session: AsyncSession, area: AreaView, *, by: Member) -> Mode:
    """Return when an area is moderated, to who reviews it."""
    require(by, KEY, on=area, ancestors=await ancestors_of(session, area.id))
    own = await session.scalar(select(Area.moderation).where(Area.id == area.id)) or AS_ABOVE
    return Mode(own, await mode_of(session, area.parent_id) if area.parent_id else AFTER)


async def set_mode(session: AsyncSession, area: AreaView, mode: str, *, by: Member) -> None:
    """Say when an area is moderated from now on; what waits already goes on waiting."""
    require(by, KEY, on=area, ancestors=await ancestors_of(session, area.id))
    if mode not in MODES:
        problem = "Kies wanneer de redactie kijkt."
        raise Invalid(problem, fields={"mode": problem})
    await session.execute(update(Area).where(Area.id == area.id).values(moderation=mode))
    await audit.note(session, "moderation.mode", f"area:{area.id}", by=by, mode=mode)
