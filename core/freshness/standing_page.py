"""The page on which an organisation says whether everything is right, by link or logged in."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from litestar import Request
from litestar.response import Response

from core.clock import at_local, local
from core.content.cards import Card
from core.errors import Invalid
from core.freshness import answers
from core.freshness.answers import Line, Speaker, Standing
from core.freshness.policies import Policies
from core.freshness.steps import ENDED
from core.web.facts import Crumb
from core.web.forms import Form, read_form
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View
from core.words import Words

DONE, MANY = "gedaan", "aantal"
ANSWER, ENTRY = "antwoord", "over"
UNTIL = "tot-{}"
"""The field with the day on which a pause ends, by entry; 0 is all of it."""
SHOWN = 200

NOTHING = "Er is niets veranderd: dat was al gedaan, of het kan niet meer."


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody came in: the address of the page, and as who they answer."""

    path: str
    standing: Standing
    speaker: Speaker
    policies: Policies
    crumbs: tuple[Crumb, ...] = ()
    join_path: str = ""
    """Where nobody has an account yet: the address at which they get one."""


@dataclass(frozen=True, slots=True)
class LineView:
    """An entry on the page, in words."""

    id: int
    title: str
    kind: str
    card: Card | None
    state: str
    checked: str
    is_organisation: bool
    is_paused: bool
    may_pause: bool
    may_return: bool
    edit_href: str
    until: str
    error: str


@dataclass(slots=True)
class Typed:
    """What was typed and refused: the day of a pause, by the entry it is about."""

    until: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)


async def show(
    view: View, request: Request[Any, Any, Any], door: Door, typed: Typed | None = None
) -> Response[bytes]:
    """Answer the page; 422 with what was typed when that was refused."""
    typed = typed or Typed()
    standing = door.standing
    shown = [line.id for line in standing.lines if line.status == "published"][:SHOWN]
    cards = await view.cards.load_by_id(view.session, shown)
    groups = [
        (key, [_line(view, door, line, cards.get(line.id), typed) for line in lines[:SHOWN]])
        for key, lines in (
            ("waiting", standing.waiting), ("others", standing.others), ("away", standing.away),
        )
    ]  # fmt: skip
    words = view.words
    return private(page(
        view, request, "freshness/standing.html", status=422 if typed.errors else 200, keep=False,
        crumbs=list(door.crumbs), title=standing.title, action=view.href(door.path),
        groups=dict(groups), count=len(standing.waiting) + len(standing.others),
        done=_done(view, request),
        next_day=words.short_date(local(standing.next_at).date(), view.today)
        if standing.next_at and not standing.waiting else "",
        errors=[(UNTIL.format(id_), text) for id_, text in typed.errors.items()],
        until=typed.until.get(0, ""), error=typed.errors.get(0, ""),
        earliest=view.today.isoformat(), by_link=door.speaker.by is None,
        join_href=view.href(door.join_path) if door.join_path else "",
    ))  # fmt: skip


async def carry_out(view: View, request: Request[Any, Any, Any], door: Door) -> Response[bytes]:
    """Do what a form asks, and lead back to the page; or show it again with what is wrong."""
    form = await read_form(request)
    what, about = form.one(ANSWER), _number(form.one(ENTRY))
    typed = Typed()
    try:
        until = _until(form, about) if what == answers.PAUSE else None
        done = await answers.answer(
            view.session, door.standing.id, what, door.policies, view.state.extra["reindex"],
            speaker=door.speaker, entry_id=about, until=until,
        )  # fmt: skip
    except Invalid as refused:
        typed.until[about] = form.one(UNTIL.format(about))
        typed.errors[about] = view.words.gettext(refused.message)
        return await show(view, request, door, typed)
    return see(view.with_query(door.path, **{DONE: what, MANY: str(done)}))


def _until(form: Form, about: int) -> datetime:
    text = form.one(UNTIL.format(about)).strip()
    try:
        return at_local(date.fromisoformat(text), time.min)
    except (ValueError, OverflowError):
        raise Invalid("Vul de dag in waarop het weer begint.") from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _done(view: View, request: Request[Any, Any, Any]) -> tuple[str, str]:
    """Return the sort of message and its words; both empty without one."""
    what, number = request.query_params.get(DONE, ""), _number(request.query_params.get(MANY, ""))
    if what not in answers.ANSWERS:
        return "", ""
    if not number:
        return "info", view.words.gettext(NOTHING)
    return "good", _said(view.words, what, number) % {"num": number}


def _said(words: Words, what: str, number: int) -> str:
    """Return what an answer has done, about so many entries."""
    if what == answers.CONFIRM:
        return words.ngettext(
            "Dank je wel. %(num)s staat weer als gecontroleerd.",
            "Dank je wel. %(num)s staan weer als gecontroleerd.", number,
        )  # fmt: skip
    if what == answers.STOP:
        return words.ngettext(
            "%(num)s staat niet meer op de site. Vergissing? Zet het hieronder terug.",
            "%(num)s staan niet meer op de site. Vergissing? Zet ze hieronder terug.", number,
        )  # fmt: skip
    if what == answers.PAUSE:
        return words.ngettext(
            "%(num)s staat stil. Na die dag vragen we of alles weer klopt.",
            "%(num)s staan stil. Na die dag vragen we of alles weer klopt.", number,
        )  # fmt: skip
    if what == answers.RESUME:
        return words.ngettext("%(num)s gaat weer door.", "%(num)s gaan weer door.", number)
    return words.ngettext(
        "%(num)s staat weer op de site, op het oude adres.",
        "%(num)s staan weer op de site, op het oude adres.", number,
    )  # fmt: skip


def _line(view: View, door: Door, line: Line, card: Card | None, typed: Typed) -> LineView:
    words, kind = view.words, view.kinds.get(line.kind)
    return LineView(
        line.id, line.title, words.gettext(kind.label) if kind else "", card,
        _state(view, line),
        words.freshness(line.confirmed_at, line.confirmed_by, view.today),
        is_organisation=line.id == door.standing.id and line.kind == "organisation",
        is_paused=_is_paused(view, line),
        may_pause=line.status == "published" and line.step != ENDED,
        may_return=line.expires_at is None or line.expires_at > view.now,
        edit_href=view.href(kind.edit_address(line.slug))
        if kind and kind.edit_path and not door.join_path else "",
        until=typed.until.get(line.id, ""), error=typed.errors.get(line.id, ""),
    )  # fmt: skip


def _is_paused(view: View, line: Line) -> bool:
    return line.paused_until is not None and line.paused_until > view.now


def _state(view: View, line: Line) -> str:
    words = view.words

    def day(at: datetime) -> dict[str, str]:
        return {"day": words.short_date(local(at).date(), view.today)}

    if line.status == "archived":
        return words.gettext("Staat in het archief. Bezoekers zien het niet.")
    if line.status == "hidden":
        return words.gettext("Staat niet meer op de site.")
    if line.paused_until is not None and _is_paused(view, line):
        return words.gettext("Staat stil tot %(day)s.") % day(line.paused_until)
    if line.step == ENDED:
        return words.gettext("De laatste datum is geweest.")
    if line.waits and line.asked_at is not None:
        return words.gettext("We vroegen het op %(day)s.") % day(line.asked_at)
    return ""
