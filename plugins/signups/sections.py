"""The part about signing up on the page of an activity."""

from collections.abc import Mapping
from typing import Any

from hooks import Section
from plugins.activities.api import ACTIVITY_PAGE, PATH, ActivityContext
from plugins.signups.offering import read_offered


async def load_offered(ctx: ActivityContext) -> Mapping[str, Any] | None:
    """Load how people sign up, and how many places are left on the first dates."""
    offered = await read_offered(ctx.session, ctx.activity_id)
    if offered is None:
        return None
    for choice in offered.choices[:1]:
        if choice.closes_at is not None:
            ctx.note_expiry(choice.closes_at)
    return {"offered": offered, "action": f"{PATH}/{ctx.slug}/aanmelden"}


SECTIONS = (
    Section(
        key="sign-up",
        slot=ACTIVITY_PAGE.key,
        title="Meld je aan",
        template="signups/_sign_up.html",
        load=load_offered,
        order=10,
    ),
)
