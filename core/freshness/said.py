"""How fresh an entry is, in words: on its card, on its page, and as schema.org says it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from core.clock import local
from core.freshness.steps import WAITING
from core.words import Words


class Checked(Protocol):
    """A row or read model of content."""

    @property
    def confirmed_at(self) -> datetime | None:
        """When somebody said last that it is right."""

    @property
    def confirmed_by(self) -> str:
        """Who that was."""

    @property
    def step(self) -> str:
        """Where it stands on the ladder."""

    @property
    def paused_until(self) -> datetime | None:
        """Until when it is stopped for a while."""


def is_sure(entry: Checked) -> bool:
    """Whether nobody has reason to ask if the entry is right."""
    return entry.confirmed_at is not None and entry.step not in WAITING


def freshness(
    words: Words, entry: Checked, now: datetime, note_expiry: Callable[[datetime], None]
) -> str:
    """Return "Gecontroleerd op 3 maart door de organisatie", and what else a visitor must know.

    ``note_expiry`` hears when that is no longer right.
    """
    today = local(now).date()
    said = [words.freshness(entry.confirmed_at, entry.confirmed_by, today)]
    if entry.paused_until is not None and entry.paused_until > now:
        day = words.short_date(local(entry.paused_until).date(), today)
        note_expiry(entry.paused_until)
        said.insert(0, words.gettext("Staat stil tot %(day)s") % {"day": day})
    elif entry.step in WAITING:
        said.append(words.gettext("we vragen na of dit nog klopt"))
    return " · ".join(said)


def reviewed(entry: Checked, url: str) -> dict[str, Any]:
    """Return as schema.org data when the page of an entry was last found to be right."""
    if entry.confirmed_at is None:
        return {}
    day = local(entry.confirmed_at).date().isoformat()
    return {"mainEntityOfPage": {"@type": "WebPage", "@id": url, "lastReviewed": day}}
