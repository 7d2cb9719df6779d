"""Cases and decisions in words, for the pages of editors and organisations."""

from typing import Any

from core.clock import local
from core.editing.saying import ChangeView, Sayer
from core.editing.story import area_names
from core.moderation.cases import Case, Past
from core.moderation.reasons import REASON_LABELS, WRONG_LABELS
from core.web.view import View

KIND_LABELS = {
    "review": "Om te bekijken",
    "report": "Melding",
    "appeal": "Bezwaar",
}
STATE_LABELS = {
    "open": "Wacht op een beslissing",
    "approved": "Goedgekeurd",
    "refused": "Afgewezen",
    "overturned": "Afgewezen, en na bezwaar toch goed",
    "closed": "Afgehandeld",
}


def when(view: View, at: Any) -> str:
    """Return a moment as people say it."""
    return view.words.moment(local(at), None, view.today)


async def change_rows(view: View, case: Case) -> list[ChangeView]:
    """Return what changed in words: label, before and after."""
    values = [{one.name: value} for one in case.changes for value in (one.before, one.after)]
    sayer = Sayer(view, case.entry.kind, await area_names(view.session, values))
    by_name = {one.name: one for one in case.changes}
    return [
        sayer.change(name, by_name[name].before, by_name[name].after)
        for name in sayer.told(by_name)
    ]


def past_rows(view: View, past: tuple[Past, ...]) -> list[dict[str, str]]:
    """Return earlier decisions: what, when, by whom, and what was said."""
    say = view.words.gettext
    return [
        {
            "what": f"{say(KIND_LABELS[one.kind])}: {say(STATE_LABELS[one.state])}",
            "when": when(view, one.at), "by": one.by, "answer": one.answer,
            "reason": reason_words(view, one.kind, one.reason),
        }
        for one in past
    ]  # fmt: skip


def reason_words(view: View, kind: str, reason: str) -> str:
    """Return the reason of a decision, or what a visitor said is wrong."""
    if not reason:
        return ""
    known = WRONG_LABELS if kind == "report" else REASON_LABELS
    return view.words.gettext(known.get(reason, reason))
