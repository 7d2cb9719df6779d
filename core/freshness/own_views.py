"""The same question for who is logged in, and where it stands on their dashboards."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.declarations import Section
from core.freshness.answers import KEY, read_standing, speaker_of
from core.freshness.figures import waiting_of
from core.freshness.policies import policies_in_force
from core.freshness.standing_page import Door, carry_out, show
from core.organisations.own import OWN, find_own
from core.slots import MINE, ORGANISATION_DASHBOARD, MineContext, OrganisationDashboardContext
from core.web.facts import Crumb
from core.web.guards import require
from core.web.view import View, view_of

BELOW = "/klopt"
PATH = OWN + "/{slug:str}" + BELOW


async def _door(view: View, slug: str) -> Door:
    member: Member = view.visit.account
    own = await find_own(view.session, slug, by=member, below=BELOW)
    policies = await policies_in_force(view.session, view.state.registry)
    standing = await read_standing(view.session, own.id, policies)
    crumbs = (
        Crumb(view.words.gettext("Mijn pagina"), view.href("/mijn")),
        Crumb(own.title, view.href(own.path)),
        Crumb(view.words.gettext("Klopt dit nog?"), None),
    )
    return Door(own.path + BELOW, standing, speaker_of(member, standing), policies, crumbs)


@get(PATH, guards=[require(KEY)])
async def questions(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show what an organisation is asked about, and what it may bring back."""
    view = await view_of(request, db)
    return await show(view, request, await _door(view, slug))


@post(PATH, guards=[require(KEY)])
async def answer(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Carry out what a member says for the organisation."""
    view = await view_of(request, db)
    return await carry_out(view, request, await _door(view, slug))


async def _on_dashboard(context: OrganisationDashboardContext) -> Mapping[str, Any] | None:
    found = await waiting_of(context.session, [context.organisation_id], context.now)
    standing = found.get(context.organisation_id)
    if standing is None or not (standing.shown or standing.away):
        return None  # Nothing is on the site yet: there is nothing to ask about.
    return {"standing": standing, "slug": context.slug}


async def _on_my_page(context: MineContext) -> Mapping[str, Any] | None:
    ids = [grant.scope_id for grant in context.member.grants if grant.scope == "organisation"]
    found = await waiting_of(context.session, ids, context.now)
    asked = [one for one in found.values() if one.waiting]
    return {"asked": asked} if asked else None


SECTIONS = (
    Section("freshness", ORGANISATION_DASHBOARD.key, "Klopt alles nog?",
            "freshness/_dashboard.html", _on_dashboard, order=10),
    Section("freshness", MINE.key, "Klopt dit nog?", "freshness/_mine.html", _on_my_page, order=10),
)  # fmt: skip

handlers = (questions, answer)
