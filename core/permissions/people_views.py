"""The page with the people of an organisation: invite, hand over, take away, leave."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import (
    ORGANISATION,
    ORGANISATION_EDITOR,
    ORGANISATION_OWNER,
    Member,
    keys_by_role,
)
from core.errors import BadQuery, Conflict, Invalid
from core.permissions import invitations, people
from core.permissions.people import Person, Team
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = "/mijn/organisaties/{slug:str}/mensen"
DONE = "gedaan"
SAID = {
    "uitgenodigd": "De uitnodiging is verstuurd.",
    "ingetrokken": "De uitnodiging is ingetrokken.",
    "gewijzigd": "Bewaard.",
    "weg": "Deze persoon hoort niet meer bij de organisatie.",
}
CHOICES = {
    ORGANISATION_EDITOR: "Redacteur: houdt de gegevens en het aanbod bij",
    ORGANISATION_OWNER: "Eigenaar: doet dat ook, en nodigt mensen uit",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the organisation as the template sees them."""

    name: str
    email: str
    is_owner: bool
    is_you: bool
    action: str


def _path(slug: str) -> str:
    return f"/mijn/organisaties/{slug}/mensen"


def _row(view: View, team: Team, person: Person) -> PersonRow:
    return PersonRow(
        person.name or person.email, person.email if person.name else "", person.is_owner,
        person.account_id == view.visit.account.account_id,
        view.href(f"{_path(team.slug)}/{person.account_id}"),
    )  # fmt: skip


async def _page(
    view: View, request: Request[Any, Any, Any], slug: str, error: str = "",
    email: str = "", role: str = ORGANISATION_EDITOR, status: int = 422,
) -> Response[bytes]:  # fmt: skip
    words = view.words
    team = await people.team_of(view.session, slug, by=view.visit.account)
    own = view.href(f"/mijn/organisaties/{team.slug}")
    return private(page(
        view, request, "people/team.html", status=status if error else 200, keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(team.title, own), Crumb(words.gettext("Mensen"), None),
        ],
        team=team, owners=sum(person.is_owner for person in team.people),
        people=[_row(view, team, person) for person in team.people],
        invitations=[
            (found, view.href(f"{_path(team.slug)}/uitnodiging/{found.id}"))
            for found in team.invitations
        ],
        action=view.href(_path(team.slug)), error=error, email=email, role=role,
        choices=[(value, words.gettext(CHOICES[value])) for value in CHOICES],
        saved=words.gettext(SAID.get(request.query_params.get(DONE, ""), "")) if not error else "",
    ))  # fmt: skip


@get(PATH, guards=[require("core.organisation")])
async def team(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show who looks after the organisation."""
    return await _page(await view_of(request, db), request, slug)


@post(PATH, guards=[require("core.organisation")])
async def invite(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Invite somebody by mail, or show what is wrong with what was typed."""
    view = await view_of(request, db)
    form = await read_form(request)
    member: Member = view.visit.account
    found = await people.team_of(db, slug, by=member)
    email, role = form.one("email"), form.one("role")
    roles = keys_by_role(owned.item for owned in view.state.registry.permissions)
    try:
        if role not in people.ROLES:
            raise Invalid("Kies eigenaar of redacteur.")
        await invitations.invite(
            db, email, role, ORGANISATION, found.organisation_id, by=member, roles=roles
        )
    except (Invalid, Conflict) as wrong:
        text = view.words.gettext(wrong.message) % wrong.params
        return await _page(view, request, slug, text, email, role)
    return see(view.with_query(_path(found.slug), **{DONE: "uitgenodigd"}))


@post(PATH + "/uitnodiging/{invitation_id:int}", guards=[require("core.organisation")])
async def withdraw(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str],
    invitation_id: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Take an invitation back."""
    view = await view_of(request, db)
    await invitations.withdraw(db, invitation_id, by=view.visit.account)
    return see(view.with_query(_path(slug), **{DONE: "ingetrokken"}))


@post(PATH + "/{account_id:int}", guards=[require("core.organisation")])
async def change(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str],
    account_id: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Make somebody owner or editor, take them away, or leave."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    wanted = (await read_form(request)).one("do")
    if wanted not in (ORGANISATION_OWNER, ORGANISATION_EDITOR, "remove"):
        raise BadQuery("Kies wat je wilt doen.")
    id_ = (await people.team_of(db, slug, by=member)).organisation_id
    try:
        if wanted == "remove":
            await people.remove(db, id_, account_id, by=member)
        else:
            await people.change_role(db, id_, account_id, wanted, by=member)
    except Conflict as wrong:
        text = view.words.gettext(wrong.message) % wrong.params
        return await _page(view, request, slug, text, status=409)
    if account_id == member.account_id:  # the session ended with the role
        return see("/inloggen")
    done = "weg" if wanted == "remove" else "gewijzigd"
    return see(view.with_query(_path(slug), **{DONE: done}))


handlers = (team, invite, withdraw, change)
