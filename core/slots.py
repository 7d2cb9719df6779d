"""The places on core's pages where plugins put sections, and what their loaders get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.declarations import Slot


@dataclass(frozen=True, slots=True)
class SlotContext:
    """What every loader gets: a read session, the area in view, and the present moment.

    ``base`` is the path below which this site's lists live: empty, or ``/buurten/<slug>``.
    ``cards`` makes card read models; see ``core.content.cards``.
    """

    session: Any
    area_id: int
    base: str
    now: datetime
    cards: Any
    note_expiry: Any
    """Call it with the moment at which what the section shows is no longer right."""


@dataclass(frozen=True, slots=True)
class OrganisationContext(SlotContext):
    """The page of one organisation."""

    organisation_id: int = 0
    slug: str = ""


@dataclass(frozen=True, slots=True)
class ManageContext(SlotContext):
    """The dashboard of somebody who looks after the platform or an area."""

    account_id: int = 0


@dataclass(frozen=True, slots=True)
class MineContext(SlotContext):
    """The page of who is logged in; ``member`` is a ``core.accounts.members.Member``."""

    member: Any = None


@dataclass(frozen=True, slots=True)
class OrganisationDashboardContext(SlotContext):
    """The page on which an organisation's own people, or an editor for them, look after it.

    ``member`` is a ``core.accounts.members.Member`` who may do that.
    """

    organisation_id: int = 0
    slug: str = ""
    member: Any = None


HOME = Slot("home", SlotContext)
NEIGHBOURHOOD_PAGE = Slot("neighbourhood_page", SlotContext)
ORGANISATION_PAGE = Slot("organisation_page", OrganisationContext)
MANAGE = Slot("manage", ManageContext)
MINE = Slot("mine", MineContext)
ORGANISATION_DASHBOARD = Slot("organisation_dashboard", OrganisationDashboardContext)

CORE_SLOTS = (
    HOME,
    NEIGHBOURHOOD_PAGE,
    ORGANISATION_PAGE,
    MANAGE,
    MINE,
    ORGANISATION_DASHBOARD,
)
