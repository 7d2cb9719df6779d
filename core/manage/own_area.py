"""The area that a page of the management shows: the one asked for, if the member looks after it."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.errors import Forbidden, NotFound
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.permissions.service import ancestors_of, may
from core.web.view import View

NAME = "buurt"
"""The name of the area's slug in the address."""


@dataclass(frozen=True, slots=True)
class OwnArea:
    """What is looked at, and the areas that the member may look at first."""

    view: View
    """The view of the request, with the area as its area."""
    tops: tuple[AreaView, ...]
    """What was given to the member: the area of the site, or own areas."""

    @property
    def is_whole(self) -> bool:
        """Whether the member looks after the whole platform."""
        return not self.tops

    @property
    def asked(self) -> str:
        """The slug for addresses of further pages; empty for where one begins."""
        first = self.tops[0].id if self.tops else self.view.visit.site.area_id
        return "" if self.view.area.id == first else self.view.area.slug


async def own_area(view: View, member: Member, key: str, slug: str) -> OwnArea:
    """Return what a member sees who holds a permission: the whole site, or own areas.

    Raises NotFound for an area that does not exist or is somebody else's.
    """
    tops: tuple[AreaView, ...] = ()
    if not may(member, key):
        tops = tuple([await areas.by_id(view.session, id_) for id_ in member.areas_with(key)])
        if not tops:
            raise Forbidden("Dit mag je niet doen met dit account.")
    if not slug:
        return OwnArea(replace(view, area=tops[0]) if tops else view, tops)
    area = await areas.by_any_slug(view.session, slug)
    if not may(member, key, on=area, ancestors=await ancestors_of(view.session, area.id)):
        raise NotFound("Deze buurt bestaat niet.")
    return OwnArea(replace(view, area=area), tops)


async def steps_to(session: AsyncSession, own: OwnArea) -> list[AreaView]:
    """Return the areas from the one that the member begins with down to the one in view."""
    path = await areas.path(session, own.view.area.id)
    firsts = {area.id for area in own.tops} or {own.view.visit.site.area_id}
    start = next((at for at, area in enumerate(path) if area.id in firsts), 0)
    return path[start:]
