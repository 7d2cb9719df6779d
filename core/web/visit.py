"""One request as the edge sees it: its site, its language, and what may be cached of its answer."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SCOPE_KEY = "buurtbasis.visit"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site as every request needs it, read once per change."""

    id: int
    area_id: int
    area_name: str
    area_slug: str
    municipality_id: int | None
    """The municipality whose counter the site's pages follow; None follows every counter."""
    name: str
    tagline: str
    hostname: str | None
    theme: str
    is_platform: bool
    is_demo: bool
    modules: frozenset[str] | None
    """Names of the plugins switched on here; None follows the platform."""


@dataclass(slots=True)
class Visit:
    """What the edge knows of a request, and what the page tells the edge about its answer.

    The page calls ``keep_for_guests`` when its bytes are the same for every guest, and
    ``expires`` with each moment at which something that it shows is no longer right.
    """

    site: SiteRow
    language: str
    client: str
    """The visitor's address, by which requests are limited: IPv4 whole, IPv6 by /64."""
    account: Any = None
    """``core.accounts.members.Member`` of a logged-in browser, else None."""
    cacheable: bool = False
    until: datetime | None = None
    language_chosen: bool = False
    """Whether the address says ``taal=``, so that links must keep saying it."""
    extra: dict[str, Any] = field(default_factory=dict)

    def keep_for_guests(self) -> None:
        """Say that a guest's answer may be served again to the next guest."""
        self.cacheable = self.account is None

    def expires(self, moment: datetime | None) -> None:
        """Say that the answer is no longer right after ``moment``."""
        if moment is not None and (self.until is None or moment < self.until):
            self.until = moment


def visit_of(scope: Any) -> Visit:
    """Return the visit of an ASGI scope or of a request's ``scope``."""
    found: Visit = scope[SCOPE_KEY]
    return found
