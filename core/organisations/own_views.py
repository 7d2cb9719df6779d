"""Pages on which an organisation looks after itself: its dashboard, and the list on my page."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import local
from core.declarations import Section
from core.manage.dashboard import STATUS_WORDS
from core.organisations.own import KEY, OWN, OwnOrganisation, find_own, list_own
from core.organisations.service import PATH
from core.permissions.service import may
from core.slots import MINE, ORGANISATION_DASHBOARD, MineContext, OrganisationDashboardContext
from core.web.facts import Crumb
from core.web.guards import require
from core.web.sections import load_sections
from core.web.session import private
from core.web.templating import page
from core.web.view import View, view_of

NOTICES = {
    "draft": "Dit is een concept. Bezoekers zien het niet.",
    "review": "De buurtredactie kijkt eerst of alles klopt. Tot die tijd zien bezoekers je niet.",
    "hidden": "Bezoekers zien je organisatie nu niet.",
    "archived": "Je organisatie staat in het archief. Bezoekers zien haar niet.",
}
"""What a status means for the organisation."""

DONE = {
    "ingeschreven": "Gelukt: je organisatie is ingeschreven.",
    "overgenomen": "Gelukt: je organisatie is nu van jullie. Je kunt haar zelf bijhouden.",
    "gemaakt": "Gelukt: de organisatie staat op de site.",
    "samengevoegd": "Gelukt: de organisaties zijn samengevoegd.",
}


def _status(view: View, own: OwnOrganisation) -> str:
    status = view.words.gettext(STATUS_WORDS.get(own.status, own.status))
    if own.since is None:
        return status
    day = view.words.date(local(own.since).date(), view.today)
    return view.words.gettext("%(status)s sinds %(day)s") % {"status": status, "day": day}


def _missing(view: View, own: OwnOrganisation) -> list[str]:
    """Say what is not there and would help visitors most."""
    found = []
    for there, text in (
        (own.summary, "Schrijf in één zin wat jullie doen"),
        (own.description, "Vertel meer over jullie organisatie"),
        (own.has_category, "Kies wat voor organisatie jullie zijn"),
        (own.has_contact, "Vul in hoe mensen jullie bereiken"),
    ):
        if not there:
            found.append(view.words.gettext(text))
    return found


@get(OWN + "/{slug:str}", guards=[require(KEY)])
async def dashboard(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show how an organisation stands, what needs a hand, and where to look after it."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    own = await find_own(db, slug, by=member)
    context = view.slot_context(
        OrganisationDashboardContext, organisation_id=own.id, slug=own.slug, member=member
    )
    words, done = view.words, request.query_params.get("gedaan", "")
    return private(page(
        view, request, "organisations/dashboard.html", keep=False,
        crumbs=[Crumb(words.gettext("Mijn pagina"), view.href("/mijn")), Crumb(own.title, None)],
        title=own.title, stands=_status(view, own),
        saved=words.gettext(DONE[done]) if done in DONE else "",
        notice=words.gettext(NOTICES[own.status]) if own.status in NOTICES else "",
        missing=_missing(view, own), edit_href=view.href(f"{own.path}/gegevens"),
        picture_href=view.href(f"/mijn/inhoud/{own.id}/foto"),
        history_href=view.href(f"/mijn/inhoud/{own.id}/geschiedenis"),
        people_href=view.href(f"{own.path}/mensen") if may(member, "core.members", on=own) else "",
        public_href=view.href(f"{PATH}/{own.slug}") if own.status == "published" else "",
        sections=await load_sections(view, request, ORGANISATION_DASHBOARD.key, context),
    ))  # fmt: skip


async def _load_mine(context: MineContext) -> Mapping[str, Any] | None:
    found = await list_own(context.session, by=context.member)
    return {"organisations": found, "statuses": STATUS_WORDS}


SECTIONS = (
    Section("organisations", MINE.key, "Mijn organisaties", "organisations/_mine.html",
            _load_mine, order=50),
)  # fmt: skip

handlers = (dashboard,)
