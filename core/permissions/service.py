"""The one question before anything is done: may this member do this, here?"""

from collections.abc import Collection
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import AREA, ORGANISATION, PLATFORM, Grant, Member
from core.errors import Forbidden, NotFound
from core.neighbourhoods.models import AreaAncestor


class OnEntry(Protocol):
    """A row or read model of content."""

    @property
    def id(self) -> int:
        """Its id; an organisation is its own owner."""

    @property
    def owner_id(self) -> int | None:
        """The organisation that it belongs to."""

    @property
    def area_id(self) -> int:
        """Where it is."""


class OnArea(Protocol):
    """A row or read model of an area."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def parent_id(self) -> int | None:
        """The area around it."""


def holds_anywhere(member: Member | None, key: str) -> bool:
    """Whether the member holds the permission for anything at all: what a guard can ask."""
    return member is not None and any(key in grant.keys for grant in member.grants)


def may(
    member: Member | None,
    key: str,
    *,
    on: OnEntry | OnArea | None = None,
    ancestors: Collection[int] = (),
) -> bool:
    """Whether the member may do this on an entry, in an area, or (None) on the platform.

    ``ancestors`` are the ids of the areas above; without them only a grant for the very area
    counts, so forgetting them refuses too much and never too little.
    """
    if member is None:
        return False
    held = [grant for grant in member.grants if key in grant.keys]
    return any(_covers(grant, on, ancestors) for grant in held)


def require(
    member: Member | None,
    key: str,
    *,
    on: OnEntry | OnArea | None = None,
    ancestors: Collection[int] = (),
) -> Member:
    """Return the member if they may do this, as the first line of a service; see ``may``.

    Raises Forbidden. Raises NotFound instead when the member may do the same elsewhere and ``on``
    is an entry: what belongs to others is not confirmed to exist.
    """
    if member is not None and may(member, key, on=on, ancestors=ancestors):
        return member
    if holds_anywhere(member, key) and _is_entry(on):
        raise NotFound("Deze pagina bestaat niet.")
    raise Forbidden("Dit mag je niet doen met dit account.")


async def ancestors_of(session: AsyncSession, area_id: int) -> frozenset[int]:
    """Return the ids of an area and of all areas above it."""
    rows = await session.scalars(
        select(AreaAncestor.ancestor_id).where(AreaAncestor.area_id == area_id)
    )
    return frozenset(rows.all()) | {area_id}


def _is_entry(on: Any) -> bool:
    return hasattr(on, "area_id")


def _covers(grant: Grant, on: Any, ancestors: Collection[int]) -> bool:
    if grant.scope == PLATFORM:
        return True
    if on is None:
        return False
    if grant.scope == AREA:
        area_id = on.area_id if _is_entry(on) else on.id
        return grant.scope_id == area_id or grant.scope_id in ancestors
    if grant.scope == ORGANISATION and _is_entry(on):
        return grant.scope_id in (on.owner_id, on.id)
    return False
