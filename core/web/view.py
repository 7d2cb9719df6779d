"""Where a request is: its site, the area in view, the present moment, its words and its cards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local, now
from core.content.cards import CardMaker
from core.declarations import ContentKind
from core.errors import Moved
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.slots import SlotContext
from core.web.addresses import with_language
from core.web.state import AppState, Snapshot
from core.web.visit import SiteRow, Visit, visit_of
from core.words import Words


@dataclass(frozen=True, slots=True)
class NavItem:
    """An item of the menu on this page."""

    label: str
    href: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site as templates see it."""

    name: str
    tagline: str
    area_name: str
    theme: str
    is_demo: bool
    home_href: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a page needs to know of the request that asks for it."""

    state: AppState
    snapshot: Snapshot
    visit: Visit
    session: AsyncSession
    area: AreaView
    base: str
    """Path below which lists of the area in view live: empty, or ``/buurten/<slug>``."""
    now: datetime
    words: Words

    @property
    def today(self) -> date:
        """The day it is here."""
        return local(self.now).date()

    @property
    def site_view(self) -> SiteView:
        """The site for templates."""
        site = self.visit.site
        home = self.href("/")
        return SiteView(site.name, site.tagline, site.area_name, site.theme, site.is_demo, home)

    @property
    def kinds(self) -> dict[str, ContentKind]:
        """The kinds of content that are on here, by key."""
        on = enabled_plugins(self.snapshot, self.visit.site)
        return {
            owned.item.key: owned.item for owned in self.state.registry.kinds if owned.plugin in on
        }

    @property
    def cards(self) -> CardMaker:
        """A maker of cards for this page."""
        return CardMaker(
            self.kinds, self.snapshot.vocabulary, self.words, self.now, self.base, self.list_path,
            href=self.href, note_expiry=self.visit.expires,
        )  # fmt: skip

    @property
    def list_path(self) -> str:
        """The list that the menu names first: where categories lead."""
        lists = {kind.path for kind in self.kinds.values()}
        menu = (owned.item.path for owned in self.state.registry.navigation)
        return next(path for path in menu if path in lists)

    def href(self, path: str) -> str:
        """Return ``path`` with the language that the visitor chose, if that was in the address."""
        if not self.visit.language_chosen:
            return path
        return with_language(path, self.visit.language)

    def navigation(self, path: str) -> list[NavItem]:
        """Return the menu, with the item of ``path`` marked."""
        on = enabled_plugins(self.snapshot, self.visit.site)
        return [
            NavItem(
                self.words.gettext(owned.item.label),
                self.href(owned.item.path),
                owned.item.icon,
                path == owned.item.path or path.startswith(owned.item.path + "/"),
            )
            for owned in self.state.registry.navigation
            if owned.plugin in on
        ]

    def slot_context(self, kind: Callable[..., Any] = SlotContext, **more: Any) -> Any:
        """Return what loaders of sections get on this page."""
        return kind(
            session=self.session, area_id=self.area.id, base=self.base, now=self.now,
            cards=self.cards, note_expiry=self.visit.expires, **more,
        )  # fmt: skip

    def with_query(self, path: str, **query: Any) -> str:
        """Return a path with a query; empty values are left out."""
        pairs = {name: value for name, value in query.items() if value}
        return self.href(f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path)


def enabled_plugins(snapshot: Snapshot, site: SiteRow) -> frozenset[str]:
    """Return the plugins that are on for a site: on for the platform, and not left out here."""
    if site.modules is None:
        return snapshot.enabled
    return snapshot.enabled & (site.modules | {"core"})


async def _area_of_path(
    request: Request[Any, Any, Any], session: AsyncSession, slug: str
) -> AreaView:
    """Return the area of a path; a former slug leads to the same page below the new one."""
    try:
        return await areas.by_slug(session, slug)
    except Moved as moved:
        below = request.url.path.removeprefix(f"/buurten/{slug}")
        raise Moved(moved.location + below) from None


async def view_of(request: Request[Any, Any, Any], session: AsyncSession) -> View:
    """Return the view of a request: its area is that of ``{area_slug}`` in the path, else the
    site's. Raises NotFound for an unknown slug and Moved for a former one."""
    state: AppState = request.app.state.core
    visit = visit_of(request.scope)
    slug = request.path_params.get("area_slug")
    if slug:
        area = await _area_of_path(request, session, slug)
    else:
        area = await areas.by_id(session, visit.site.area_id)
    return View(
        state=state, snapshot=state.snapshot, visit=visit, session=session, area=area,
        base=f"/buurten/{area.slug}" if slug else "", now=now(),
        words=state.extra["templates"].words[visit.language],
    )  # fmt: skip
