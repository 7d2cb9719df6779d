"""What an organisation sees of its own reach, on its dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.clock import local
from core.declarations import Section
from core.slots import ORGANISATION_DASHBOARD, OrganisationDashboardContext
from core.statistics.reach import EntryFigures, Period, entries_of

SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An entry of the organisation with its figures."""

    title: str
    href: str
    figures: EntryFigures


async def load_own(context: OrganisationDashboardContext) -> Mapping[str, Any]:
    """Return the figures of this month by entry, and the sum of the month before."""
    today = local(context.now).date()
    first = today.replace(day=1)
    kinds = context.cards.kinds
    paths = {key: kind.path for key, kind in kinds.items()}
    now = await entries_of(context.session, context.organisation_id, Period(first, today), paths)
    last = first - timedelta(days=1)
    before = await entries_of(
        context.session, context.organisation_id, Period(last.replace(day=1), last), paths
    )
    return {
        "rows": [
            OwnRow(one.title, context.cards.href(f"{paths[one.kind]}/{one.slug}"), one)
            for one in now[:SHOWN]
        ],
        "visitors": sum(one.visitors for one in now),
        "presses": sum(one.phone + one.mail + one.site for one in now),
        "before": sum(one.visitors for one in before),
    }


SECTIONS = (
    Section("reach", ORGANISATION_DASHBOARD.key, "Wie jullie bekeek",
            "reach/_organisation.html", load_own, order=60),
)  # fmt: skip
