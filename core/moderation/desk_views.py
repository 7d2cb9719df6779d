"""Pages of editors: the queue of what waits for a decision, one case, and what is decided."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.errors import BadQuery, Invalid
from core.moderation import appeals, cases, queue, reports, service, words
from core.moderation.cases import Case
from core.moderation.reasons import REASON_LABELS, REASON_TEXTS
from core.moderation.service import LONGEST
from core.web.controls import form_view
from core.web.facts import Crumb, accessibility, address, category_views, contact, paragraphs
from core.web.fields import Field, Filled, Option, read_fields, show_fields
from core.web.filters import Choice
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/beheer/controle"
SORTS = {"": "Alles", "review": "Te bekijken", "report": "Meldingen", "appeal": "Bezwaren"}
DONE = "gedaan"
DONE_TEXTS = {
    "approve": "Goedgekeurd.",
    "refuse": "Afgewezen. De organisatie krijgt een mail met de reden.",
    "close": "Afgehandeld.",
    "allow": "Het bezwaar is toegewezen.",
    "reject": "Het bezwaar is afgewezen.",
}

REFUSAL = (
    Field(
        "reason", "Waarom wijs je dit af?", "radios", required=True,
        missing="Kies waarom je dit afwijst.",
        options=tuple(
            Option(key, label, hint=REASON_TEXTS.get(key, ""))
            for key, label in REASON_LABELS.items()
        ),
    ),
    Field(
        "text", "Je eigen woorden", "textarea", most=LONGEST,
        hint="De organisatie krijgt dit in de mail. Laat je het leeg, dan sturen we de tekst die "
        "bij de reden staat.",
    ),
)  # fmt: skip
CLOSING = (
    Field(
        "text", "Antwoord aan wie dit meldde", "textarea", most=reports.LONGEST,
        hint="Zonder antwoord mailen we alleen dat je ernaar hebt gekeken.",
    ),
)  # fmt: skip
VERDICT = (
    Field(
        "text", "Je uitleg", "textarea", most=LONGEST,
        hint="De organisatie krijgt dit in de mail. Nodig als de beslissing blijft.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the queue as its template sees it."""

    href: str
    title: str
    kind: str
    about: str
    since: str


def _about(view: View, found: queue.Waiting) -> str:
    say = view.words.gettext
    kind = view.kinds.get(found.content_kind)
    parts = [say(kind.label) if kind else "", found.owner, found.area]
    if found.kind == "report":
        parts.insert(0, words.reason_words(view, "report", found.wrong))
    elif found.kind == "review" and found.status == "published":
        parts.insert(0, say("Staat al op de site"))
    return " · ".join(part for part in parts if part)


def _crumbs(view: View, title: str = "") -> list[Crumb]:
    say = view.words.gettext
    here = Crumb(say("Controle"), view.href(PATH) if title else None)
    found = [Crumb(say("Beheer"), view.href("/beheer")), here]
    return [*found, Crumb(title, None)] if title else found


@get(PATH, guards=[require("core.review")])
async def waiting(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show what waits for a decision in the editor's areas, oldest first."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    say, query = view.words.gettext, request.query_params
    counts = await queue.count_open(db, by=member)
    kind = query.get("soort", "")
    if kind and kind not in counts:
        raise BadQuery("Deze soort is er niet.", possible=tuple(counts))
    found, after = await queue.list_open(db, by=member, kind=kind, after=query.get("na", ""))
    done = query.get(DONE, "")
    return private(page(
        view, request, "moderation/queue.html", keep=False, crumbs=_crumbs(view),
        saved=say(DONE_TEXTS[done]) if done in DONE_TEXTS else "",
        choices=[
            Choice(one, say(label), one == kind, view.with_query(PATH, soort=one),
                   counts[one] if one else sum(counts.values()))
            for one, label in SORTS.items() if not one or one in counts
        ],
        lines=[
            Line(view.href(f"{PATH}/{one.id}"), one.title, say(words.KIND_LABELS[one.kind]),
                 _about(view, one), words.when(view, one.created_at))
            for one in found
        ],
        next_href=view.with_query(PATH, soort=kind, na=after) if after else "",
    ))  # fmt: skip


def _fields(case: Case) -> tuple[Field, ...]:
    return {"review": REFUSAL, "report": CLOSING, "appeal": VERDICT}[case.kind]


async def _case_page(
    view: View, request: Request[Any, Any, Any], case: Case, filled: Filled
) -> Response[bytes]:
    entry, say = case.entry, view.words.gettext
    kind = view.kinds[entry.kind]
    card = (await view.cards.load(view.session, [entry.id]))[0]
    return private(page(
        view, request, "moderation/case.html", keep=False, status=422 if filled.errors else 200,
        crumbs=_crumbs(view, entry.title), case=case, entry=entry, card=card,
        kind_label=say(kind.label), what=say(words.KIND_LABELS[case.kind]),
        state=say(words.STATE_LABELS[case.state]), since=words.when(view, case.created_at),
        wrong=words.reason_words(view, case.kind, case.reason),
        badges=category_views(view, entry), paragraphs=paragraphs(entry.description),
        body=paragraphs(case.body), answer=paragraphs(case.answer),
        facts=[
            ("map-pin", say("Adres"), address(entry), None),
            *contact(view, entry.phone, entry.email, entry.website),
            accessibility(view, entry),
            ("building-community", say("Van"), case.owner[0] if case.owner else "", None),
        ],
        page_href=view.href(f"{kind.path}/{entry.slug}") if entry.status == "published" else "",
        edit_href=view.href(kind.edit_address(entry.slug)) if kind.edit_path else "",
        changes=await words.change_rows(view, case), past=words.past_rows(view, case.past),
        form=form_view(filled, view.words), action=view.href(f"{PATH}/{case.id}"),
        judge_action=view.href(f"{PATH}/inhoud/{entry.id}"),
    ))  # fmt: skip


async def _read(view: View, case_id: int) -> Case:
    vocabulary = view.snapshot.vocabulary
    return await cases.read_case(
        view.session, case_id, vocabulary, by=view.visit.account
    )  # fmt: skip


@get(PATH + "/{case_id:int}", guards=[require("core.review")])
async def case(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], case_id: FromPath[int]
) -> Response[bytes]:
    """Show one case with what helps to decide it."""
    view = await view_of(request, db)
    found = await _read(view, case_id)
    return await _case_page(view, request, found, show_fields(_fields(found), {}))


async def _decide(view: View, found: Case, verdict: str, values: dict[str, Any]) -> None:
    """Carry a verdict out; raises BadQuery for one that does not fit the kind of case."""
    db, by, reindex = view.session, view.visit.account, view.state.extra["reindex"]
    match found.kind, verdict:
        case "review", "approve":
            await service.approve(db, found.id, by=by, reindex=reindex)
        case "review", "refuse":
            await service.refuse(db, found.id, by=by, reindex=reindex, **values)
        case "report", "close":
            await reports.close(db, found.id, by=by, answer=values["text"])
        case "appeal", "allow" | "reject":
            await appeals.decide_appeal(
                db, found.id, by=by, allowed=verdict == "allow", text=values["text"],
                reindex=reindex,
            )  # fmt: skip
        case _:
            raise BadQuery("Kies een van de knoppen.")


@post(PATH + "/{case_id:int}", guards=[require("core.review")])
async def decide(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], case_id: FromPath[int]
) -> Response[bytes]:
    """Decide a case: form field ``verdict`` says how."""
    sent = await read_form(request)
    verdict = sent.one("verdict")
    view = await view_of(request, db)
    found = await _read(view, case_id)
    filled = read_fields(_fields(found), sent)
    if verdict == "approve":
        filled.errors.clear()
    if not filled.errors:
        try:
            await _decide(view, found, verdict, filled.values)
        except Invalid as refused:
            filled.fail_as(refused)
    if filled.errors:
        return await _case_page(view, request, found, filled)
    return see(view.with_query(PATH, **{DONE: verdict}))


@post(PATH + "/inhoud/{content_id:int}", guards=[require("core.review")])
async def judge(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], content_id: FromPath[int]
) -> Response[bytes]:
    """Open a review of an entry that an editor comes across, or the one that is open already."""
    view = await view_of(request, db)
    found = await service.look_at(db, content_id, by=view.visit.account)
    return see(view.href(f"{PATH}/{found}"))


handlers = (waiting, case, decide, judge)
