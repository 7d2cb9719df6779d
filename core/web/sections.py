"""Sections: parts of a page that plugins fill; one that fails is left out and logged."""

import logging
from dataclasses import dataclass
from typing import Any

from litestar import Request
from markupsafe import Markup

from core.declarations import Section
from core.registry import Owned
from core.slots import SlotContext
from core.web.asked import SECTION_NAME
from core.web.templating import Templates, common
from core.web.view import View, enabled_plugins

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """A section ready for its page; a lazy one only knows where to fetch itself."""

    key: str
    title: str
    html: Markup
    lazy_href: str | None
    lazy_select: str | None = None
    """What a lazy one takes of the page at ``lazy_href``; None for all of it."""


async def load_sections(
    view: View, request: Request[Any, Any, Any], slot: str, context: Any
) -> list[RenderedSection]:
    """Return the sections of a slot that have something to show, in order.

    In tests (``state.extra["strict"]``) a section that raises is not left out but raises.
    """
    on = enabled_plugins(view.snapshot, view.visit.site)
    asked = request.query_params.get(SECTION_NAME, "")
    found = []
    for owned in view.state.registry.sections:
        if owned.item.slot != slot or owned.plugin not in on:
            continue
        title = view.words.gettext(owned.item.title)
        if owned.item.lazy and asked != _name(owned):
            found.append(_placeholder(view, request, owned, title, context))
            continue
        html = await render_section(view, request, owned, context)
        if html is not None:
            found.append(RenderedSection(owned.item.key, title, html, None))
    return found


def _name(owned: Owned[Section]) -> str:
    return f"{owned.plugin}.{owned.item.key}"


def _placeholder(
    view: View, request: Request[Any, Any, Any], owned: Owned[Section], title: str, context: Any
) -> RenderedSection:
    """Return a section that fetches itself: alone, or where its loader needs to know of what page
    it is a part, out of the same page with the section in it."""
    key = owned.item.key
    if type(context) is SlotContext:
        path = f"{view.base}/sectie/{owned.item.slot}/{owned.plugin}/{key}"
        return RenderedSection(key, title, Markup(), view.href(path))
    path = f"{request.url.path}?{SECTION_NAME}={_name(owned)}"
    return RenderedSection(key, title, Markup(), view.href(path), f"#section-{key}-body")


async def render_section(
    view: View, request: Request[Any, Any, Any], owned: Owned[Section], context: Any
) -> Markup | None:
    """Return the html of one section, or None when it has nothing to show or fails."""
    templates: Templates = view.state.extra["templates"]
    try:
        loaded = await owned.item.load(context)
        if loaded is None:
            return None
        values = {**common(view, request), **loaded}
        return templates.render(view.visit.language, owned.item.template, values)
    except Exception:
        if view.state.extra.get("strict"):
            raise
        log.exception("Section %s of plugin %s failed", owned.item.key, owned.plugin)
        return None
