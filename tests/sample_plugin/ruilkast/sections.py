"""Sections that cabinets put on the pages of core and of activities."""

from collections.abc import Mapping
from typing import Any

from core.slots import SlotContext
from plugins.activities.api import ActivityContext
from ruilkast import service

SHOWN = 6


async def load_some(ctx: SlotContext) -> Mapping[str, Any] | None:
    """Load the first cabinets of the area in view."""
    return await _load(ctx, ctx.area_id)


async def load_near_activity(ctx: ActivityContext) -> Mapping[str, Any] | None:
    """Load cabinets in the neighbourhood of an activity."""
    area_id = await service.area_of(ctx.session, ctx.activity_id)
    return await _load(ctx, area_id) if area_id is not None else None


async def _load(ctx: SlotContext, area_id: int) -> Mapping[str, Any] | None:
    found = await service.list_cabinets(ctx.session, area_id, limit=SHOWN)
    if not found.ids:
        return None
    return {
        "cards": await ctx.cards.load(ctx.session, found.ids),
        "more_href": ctx.base + service.PATH,
    }
