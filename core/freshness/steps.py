"""The steps of the freshness ladder, and how long an entry stands on each."""

from datetime import datetime, time, timedelta
from typing import Any

from core.clock import at_local, local
from core.declarations import FreshnessPolicy

FRESH, ASKED, REMINDED, CALL = "fresh", "asked", "reminded", "call"
HIDDEN_STEP, ARCHIVED_STEP, ENDED = "hidden", "archived", "ended"

WAITING = (ASKED, REMINDED, CALL)
"""Where the platform waits for a word from the organisation."""
AWAY = (HIDDEN_STEP, ARCHIVED_STEP)
"""Where the ladder, or the organisation itself, took an entry away; one click brings it back."""


def wait(policy: FreshnessPolicy, step: str) -> timedelta:
    """Return how long an entry stays on a step before the next one."""
    waits = {
        FRESH: policy.confirm_after, ASKED: policy.remind_after, REMINDED: policy.call_after,
        CALL: policy.hide_after, ENDED: policy.hide_after, HIDDEN_STEP: policy.archive_after,
        ARCHIVED_STEP: policy.purge_after,
    }  # fmt: skip
    return waits[step]


def due_at(policy: FreshnessPolicy, step: str, since: datetime) -> datetime:
    """Return when the step after ``step`` is due: always at the beginning of a day, so that all
    that is due for an organisation on one day comes in one mail."""
    day = local(since).date() + wait(policy, step)
    return at_local(day, time.min)


def confirmed(actor: str, at: datetime) -> dict[str, Any]:
    """Return the columns of an entry of which ``actor`` says, now, that it is right.

    The ladder itself fills in when it asks again, by the policy of that moment.
    """
    return {
        "confirmed_at": at, "confirmed_by": actor, "step": FRESH, "step_due_at": None,
        "confirm_due_at": None,
    }  # fmt: skip
