"""Sections that activities put on the pages of core."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from core.accounts.members import Member
from core.clock import at_local, local
from core.neighbourhoods import service as areas
from core.permissions.service import holds_anywhere
from core.slots import (
    HOME,
    NEIGHBOURHOOD_PAGE,
    ORGANISATION_DASHBOARD,
    ORGANISATION_PAGE,
    OrganisationContext,
    OrganisationDashboardContext,
    SlotContext,
)
from hooks import Section
from plugins.activities.agenda import Dated, Wanted, find_agenda
from plugins.activities.finding import LAST_NIGHT, day_groups
from plugins.activities.own import STATE_LABELS, list_own
from plugins.activities.service import PUBLISH, of_organisation

SHOWN = 12
OFFERED = 100


async def load_today(ctx: SlotContext) -> Mapping[str, Any] | None:
    """Load what there is to do today and tomorrow, in the area in view."""
    today = local(ctx.now).date()
    area = await areas.by_id(ctx.session, ctx.area_id)
    wanted = Wanted(
        area_id=area.id,
        is_root=area.parent_id is None,
        since=at_local(today, time.min) - LAST_NIGHT,
        until=at_local(today + timedelta(days=2), time.min),
        now=ctx.now,
    )
    agenda = await find_agenda(ctx.session, wanted, SHOWN)
    note_expiry(ctx, agenda.lines)
    groups = await day_groups(ctx.session, ctx.cards, agenda.lines)
    path = f"{ctx.base}/activiteiten"
    return {
        "groups": groups,
        "today_over": bool(groups) and groups[0].iso_date != today.isoformat(),
        "more_href": path,
        "all_href": f"{path}?van={today}&tot={today + timedelta(days=1)}",
        "total": agenda.total,
        "shown": len(agenda.lines),
    }


async def load_offer(ctx: OrganisationContext) -> Mapping[str, Any] | None:
    """Load everything that an organisation offers."""
    ids = await of_organisation(ctx.session, ctx.organisation_id, OFFERED)
    if not ids:
        return None
    ctx.note_expiry(at_local(local(ctx.now).date() + timedelta(days=1), time.min))
    return {"cards": await ctx.cards.load(ctx.session, ids)}


async def load_own(ctx: OrganisationDashboardContext) -> Mapping[str, Any] | None:
    """Load how many activities an organisation has in each state, for who writes them."""
    member: Member | None = ctx.member
    if not holds_anywhere(member, PUBLISH):
        return None
    found = await list_own(ctx.session, ctx.organisation_id, ctx.now, by=ctx.member)
    return {
        "counts": [(STATE_LABELS[state], len(lines)) for state, lines in found.items()],
        "path": f"/mijn/organisaties/{ctx.slug}/activiteiten",
    }


def note_expiry(ctx: SlotContext, lines: list[Dated]) -> None:
    """Tell the page when the first of these dates is over, at midnight at the latest."""
    ctx.note_expiry(at_local(local(ctx.now).date() + timedelta(days=1), time.min))
    for line in lines:
        ctx.note_expiry(line.over_at)


SECTIONS = (
    *(
        Section(
            key="today",
            slot=slot,
            title="Vandaag en morgen",
            template="activities/_today.html",
            load=load_today,
            order=10,
        )
        for slot in (HOME.key, NEIGHBOURHOOD_PAGE.key)
    ),
    Section(
        key="offer",
        slot=ORGANISATION_PAGE.key,
        title="Wat je hier kunt doen",
        template="activities/_offer.html",
        load=load_offer,
        order=10,
    ),
    Section(
        key="own",
        slot=ORGANISATION_DASHBOARD.key,
        title="Jullie activiteiten",
        template="activities/_own.html",
        load=load_own,
        order=20,
    ),
)
