"""The way to the guide, on the page of an area."""

from collections.abc import Mapping
from typing import Any

from core.neighbourhoods import service as areas
from core.slots import NEIGHBOURHOOD_PAGE, SlotContext
from hooks import Section


async def load_link(ctx: SlotContext) -> Mapping[str, Any] | None:
    """Load where the guide of the area in view is."""
    base = ctx.base or f"/buurten/{(await areas.by_id(ctx.session, ctx.area_id)).slug}"
    return {"path": f"{base}/wijkgids"}


SECTIONS = (
    Section(
        "guide", NEIGHBOURHOOD_PAGE.key, "Op papier", "wijkgids/_link.html", load_link, order=900
    ),
)
