"""The way to the screen, on the page of an area."""

from collections.abc import Mapping
from typing import Any

from core.neighbourhoods import service as areas
from core.slots import NEIGHBOURHOOD_PAGE, SlotContext
from hooks import Section


async def load_link(ctx: SlotContext) -> Mapping[str, Any] | None:
    """Load where the screen of the area in view is."""
    slug = ctx.base.rpartition("/")[2] or (await areas.by_id(ctx.session, ctx.area_id)).slug
    return {"path": f"/scherm/{slug}"}


SECTIONS = (
    Section(
        "screen", NEIGHBOURHOOD_PAGE.key, "In de hal", "scherm/_link.html", load_link, order=910
    ),
)
