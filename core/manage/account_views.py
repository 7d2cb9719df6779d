"""Pages with accounts: find one, see what it may do, take roles back, switch it off, invite."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import directory
from core.accounts.directory import AccountDetail
from core.accounts.members import (
    AREA,
    CORE_ROLES,
    ORGANISATION,
    PLATFORM,
    PLATFORM_MANAGER,
    RESIDENT,
    ROLE_LABELS,
    keys_by_role,
)
from core.errors import BadQuery, Conflict, DomainError, Invalid
from core.neighbourhoods import service as areas
from core.permissions import giving, invitations
from core.permissions.labels import places_of
from core.web.facts import Crumb
from core.web.forms import Form, read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

ACCOUNTS = "/beheer/accounts"
DONE, AFTER = "gedaan", "na"
SAID = {
    "uitgenodigd": "De uitnodiging is verstuurd.",
    "ingetrokken": "De uitnodiging is ingetrokken.",
    "bewaard": "Bewaard.",
}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of an account as its template sees it."""

    label: str
    place: str
    value: str


def _crumbs(view: View, *more: tuple[str, str | None]) -> list[Crumb]:
    first = Crumb(view.words.gettext("Beheer"), view.href("/beheer"))
    return [first, *(Crumb(label, href and view.href(href)) for label, href in more)]


def _label(view: View, role: str) -> str:
    return view.words.gettext(ROLE_LABELS.get(role, role))


def _said(view: View, request: Request[Any, Any, Any]) -> str:
    text = SAID.get(request.query_params.get(DONE, ""), "")
    return view.words.gettext(text) if text else ""


def _offered(view: View) -> list[tuple[str, str]]:
    """Return the roles that are invited to here: those of organisations have their own page."""
    roles = keys_by_role(owned.item for owned in view.state.registry.permissions)
    left_out = {RESIDENT, *(role for role, scope in CORE_ROLES.items() if scope == ORGANISATION)}
    return [(role, _label(view, role)) for role in sorted(roles) if role not in left_out]


async def _areas(view: View) -> list[tuple[str, str]]:
    top = await areas.by_id(view.session, view.visit.site.area_id)
    found = [("", view.words.gettext("Het hele platform")), (str(top.id), top.name)]
    for group in await areas.choices(view.session, top.id):
        found.append((str(group.area.id), group.area.name))
        found += [(str(area.id), f"– {area.name}") for area in group.children]
    return found


async def _list_page(
    view: View, request: Request[Any, Any, Any], form: Form | None = None, error: str = ""
) -> Response[bytes]:
    words, typed = request.query_params.get("q", "")[:200], form or Form()
    after, member = request.query_params.get(AFTER, ""), view.visit.account
    rows, onward = await directory.find_accounts(view.session, words, after, by=member)
    waiting = await invitations.list_open(view.session, None, by=member)
    return private(page(
        view, request, "people/accounts.html", status=422 if error else 200, keep=False,
        crumbs=_crumbs(view, (view.words.gettext("Accounts"), None)), saved=_said(view, request),
        accounts=[
            (row, view.href(f"{ACCOUNTS}/{row.id}"), ", ".join(_label(view, r) for r in row.roles))
            for row in rows
        ],
        q=words, onward=view.with_query(ACCOUNTS, q=words, **{AFTER: onward}) if onward else "",
        invitations=[(one, view.href(f"{ACCOUNTS}/uitnodiging/{one.id}")) for one in waiting],
        action=view.href(ACCOUNTS), error=error, email=typed.one("email"), role=typed.one("role"),
        roles=_offered(view), area=typed.one("area"),
        areas=await _areas(view),
    ))  # fmt: skip


@get(ACCOUNTS, guards=[require("core.accounts")])
async def accounts(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show accounts, open invitations, and a form to invite somebody."""
    return await _list_page(await view_of(request, db), request)


@post(ACCOUNTS, guards=[require("core.accounts")])
async def invite(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Invite somebody to a role for the platform or an area."""
    view = await view_of(request, db)
    form = await read_form(request)
    role, area = form.one("role"), form.one("area")
    scope = CORE_ROLES.get(role, AREA if area else PLATFORM)
    try:
        if scope == ORGANISATION or (area and not area.isdecimal()):
            raise Invalid("Kies een rol en een buurt.")
        await invitations.invite(
            db, form.one("email"), role, scope, int(area[:12]) if area and scope == AREA else 0,
            by=view.visit.account,
            roles=keys_by_role(owned.item for owned in view.state.registry.permissions),
        )  # fmt: skip
    except (Invalid, Conflict) as wrong:
        return await _list_page(view, request, form, _text(view, wrong))
    return see(view.with_query(ACCOUNTS, **{DONE: "uitgenodigd"}))


def _text(view: View, wrong: DomainError) -> str:
    return view.words.gettext(wrong.message) % wrong.params


@post(ACCOUNTS + "/uitnodiging/{invitation_id:int}", guards=[require("core.accounts")])
async def withdraw(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession],
    invitation_id: FromPath[int],
) -> Response[bytes]:  # fmt: skip
    """Take an invitation back."""
    view = await view_of(request, db)
    await invitations.withdraw(db, invitation_id, by=view.visit.account)
    return see(view.with_query(ACCOUNTS, **{DONE: "ingetrokken"}))


async def _account_page(
    view: View, request: Request[Any, Any, Any], found: AccountDetail, error: str = ""
) -> Response[bytes]:
    words = view.words
    places = await places_of(view.session, found.roles)
    return private(page(
        view, request, "people/account.html", status=409 if error else 200, keep=False,
        crumbs=_crumbs(view, (words.gettext("Accounts"), ACCOUNTS), (found.email, None)),
        found=found, error=error, saved=_said(view, request),
        since=words.moment(found.created_at, None, view.today),
        seen=words.moment(found.seen_at, None, view.today) if found.seen_at else "",
        roles=[
            RoleRow(_label(view, role), places.get((scope, id_), ""), f"{role} {scope} {id_}")
            for role, scope, id_ in found.roles
        ],
        is_own=found.id == view.visit.account.account_id,
        is_manager=any(role == PLATFORM_MANAGER for role, _, _ in found.roles),
        action=view.href(f"{ACCOUNTS}/{found.id}"),
    ))  # fmt: skip


@get(ACCOUNTS + "/{account_id:int}", guards=[require("core.accounts")])
async def account(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], account_id: FromPath[int]
) -> Response[bytes]:
    """Show one account."""
    view = await view_of(request, db)
    found = await directory.account_detail(db, account_id, by=view.visit.account)
    return await _account_page(view, request, found)


@post(ACCOUNTS + "/{account_id:int}", guards=[require("core.accounts")])
async def change(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], account_id: FromPath[int]
) -> Response[bytes]:
    """Take a role back, switch the account off or on, or take its second step away."""
    view = await view_of(request, db)
    by = view.visit.account
    found = await directory.account_detail(db, account_id, by=by)
    do, _, rest = (await read_form(request)).one("do").partition(" ")
    try:
        if do in ("off", "on"):
            await directory.switch_account(db, account_id, do == "on", by=by)
        elif do == "reset":
            await directory.reset_factors(db, account_id, by=by)
        elif do == "take" and tuple(rest.split(" ")) in {
            (role, scope, str(id_)) for role, scope, id_ in found.roles
        }:
            role, scope, id_ = rest.split(" ")
            await giving.take(db, account_id, role, scope, int(id_), by=by)
        else:
            raise BadQuery("Kies wat je wilt doen.")
    except Conflict as wrong:
        return await _account_page(view, request, found, _text(view, wrong))
    return see(view.with_query(f"{ACCOUNTS}/{account_id}", **{DONE: "bewaard"}))


handlers = (accounts, invite, withdraw, account, change)
