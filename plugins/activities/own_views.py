"""Pages on which an organisation sees its activities, takes them away and brings them back."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import REVIEW
from core.errors import BadQuery
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of
from plugins.activities import own, writing
from plugins.activities.address import follow_owner, left_behind
from plugins.activities.form_page import tools_of
from plugins.activities.form_views import DONE
from plugins.activities.own import ENDED, OWN, STATE_LABELS, OwnerPlace, OwnLine
from plugins.activities.service import PATH, PUBLISH

LIST = "/mijn/organisaties/{slug:str}/activiteiten"
DONE_TEXTS = {
    "nieuw-published": "Gelukt: je activiteit staat op de site.",
    "nieuw-review": "Gelukt. De buurtredactie kijkt eerst. Je krijgt een mail als het op de site"
                    " staat.",
    "gewijzigd-published": "Gelukt: je wijziging staat op de site.",
    "gewijzigd-review": "Gelukt. De buurtredactie kijkt eerst of het klopt.",
    "gewijzigd-hidden": "Gelukt: je wijziging is bewaard. De activiteit staat nu niet op de site.",
    "gewijzigd-archived": "Gelukt: je wijziging is bewaard. De activiteit zit in het archief.",
    "gewijzigd-draft": "Gelukt: je wijziging is bewaard. De activiteit staat nog niet op de site.",
    "weg": "Gelukt: bezoekers zien de activiteit niet meer. Je kunt haar altijd terugzetten.",
    "adres": "Gelukt: het nieuwe adres staat erbij.",
    "terug": "Gelukt: de activiteit staat weer op de site.",
}  # fmt: skip
"""What is said after something was done, by what the address says of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """An activity in the list, as its template sees it."""

    title: str
    when: str
    edit_href: str
    public_href: str
    dates_href: str
    copy_href: str
    action: str
    can_stop: bool
    can_restore: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Activities in one state."""

    state: str
    title: str
    rows: tuple[Row, ...]


def _row(view: View, owner: OwnerPlace, line: OwnLine) -> Row:
    path = f"{OWN}/{line.slug}"
    is_dated = line.starts_at is not None and line.state in ("published", "review")
    return Row(
        line.title,
        _when(view, line),
        view.href(path),
        view.href(f"{PATH}/{line.slug}") if line.state in ("published", ENDED) else "",
        view.href(f"{path}/data") if is_dated else "",
        view.with_query(f"{owner.path}/nieuw", van=line.slug),
        view.href(f"{path}/stand"),
        line.state in ("published", ENDED),
        line.state in ("hidden", "archived"),
    )


def _when(view: View, line: OwnLine) -> str:
    words = view.words
    if line.is_ongoing:
        return line.schedule_note or words.gettext("Doorlopend")
    if line.starts_at is None:
        return words.gettext("Geen nieuwe data")
    text = words.moment(line.starts_at, line.ends_at, view.today)
    return f"{text} ({words.gettext('gaat niet door')})" if line.is_cancelled else text


@get(LIST, guards=[require(PUBLISH)])
async def own_list(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the activities of an organisation by state, with what can be done with each."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    owner = await own.read_owner(db, slug, by=member)
    found = await own.list_own(db, owner.id, view.now, by=member)
    words = view.words
    done = DONE_TEXTS.get(request.query_params.get(DONE, ""), "")
    groups = [
        Group(
            state,
            words.gettext(STATE_LABELS[state]),
            tuple(_row(view, owner, one) for one in lines),
        )
        for state, lines in found.items()
    ]
    return private(page(
        view, request, "activities/own_list.html", keep=False,
        crumbs=[
            Crumb(words.gettext("Mijn pagina"), view.href("/mijn")),
            Crumb(owner.title, view.href(f"/mijn/organisaties/{owner.slug}")),
            Crumb(words.gettext("Activiteiten"), None),
        ],
        owner=owner, groups=groups, new_href=view.href(f"{owner.path}/nieuw"),
        saved=words.gettext(done) if done else "", picture_href=_picture_href(view, request),
        left_behind=len(await left_behind(db, owner)),
        address_action=view.href(f"{owner.path}/adres"),
    ))  # fmt: skip


def _picture_href(view: View, request: Request[Any, Any, Any]) -> str:
    """Return where the activity that was just made gets a picture."""
    number = request.query_params.get("foto", "")
    is_id = number.isascii() and number.isdigit() and len(number) < 19
    return view.href(f"/mijn/inhoud/{number}/foto") if is_id else ""


@post(LIST + "/adres", guards=[require(PUBLISH)])
async def take_address(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Give what is at the organisation's own address the one that it has now."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    owner = await own.read_owner(db, slug, by=member)
    await follow_owner(db, owner, tools_of(view), by=member)
    return see(view.with_query(owner.path, **{DONE: "adres"}))


@post(OWN + "/{slug:str}/stand", guards=[require(PUBLISH)])
async def set_state(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Take an activity off the site, or bring it back: form field ``stand`` is weg or terug."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    row = await own.find_for_change(db, slug, by=member)
    wanted = (await read_form(request)).one("stand")
    if wanted not in ("weg", "terug"):
        raise BadQuery("Dit formulier kunnen we niet lezen.")
    act = writing.stop if wanted == "weg" else writing.restore
    await act(db, row, tools_of(view), by=member)
    owner = await own.owner_of(db, row.owner_id)
    # What an editor took away waits for an editor again.
    told = "nieuw-review" if row.status == REVIEW else wanted
    return see(view.with_query(owner.path, **{DONE: told}))


handlers = (own_list, take_address, set_state)
