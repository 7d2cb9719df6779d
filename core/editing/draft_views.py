"""Keeping and throwing away what somebody typed, whichever form it was typed in."""

from typing import Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.clock import local
from core.editing import drafts
from core.editing.draft_box import ASKED, BACK, FORM, PATH, SUBJECT
from core.errors import BadQuery
from core.web.addresses import local_path
from core.web.forms import Form, read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page, wants_block
from core.web.view import view_of

LONGEST = {FORM: 80, SUBJECT: 100}
MOST_VERSION = 2**31 - 1


def _which(form: Form) -> tuple[str, str]:
    name, subject = form.one(FORM), form.one(SUBJECT)
    if not (0 < len(name) <= LONGEST[FORM] and 0 < len(subject) <= LONGEST[SUBJECT]):
        raise BadQuery("Dit formulier kunnen we niet lezen.")
    return name, subject


def _version(form: Form) -> int:
    text = form.one("version")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return min(number, MOST_VERSION)


@post(PATH, guards=[require("core.account")])
async def keep(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Keep what was typed so far; the form is on its way for real only by its own button."""
    view = await view_of(request, db)
    form = await read_form(request)
    member: Member = view.visit.account
    name, subject = _which(form)
    await drafts.save(db, name, subject, form.pairs, _version(form), by=member)
    if not wants_block(request):
        back = local_path(form.one(BACK), "/mijn")
        return see(view.href(f"{back}{'&' if '?' in back else '?'}{ASKED}=bewaard"))
    at = view.words.time(local(view.now).time(), None)
    return private(page(view, request, "forms/kept.html", keep=False, at=at))


@post(f"{PATH}/weg", guards=[require("core.account")])
async def drop(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Throw a draft away and show the form without it."""
    view = await view_of(request, db)
    form = await read_form(request)
    await drafts.drop(db, *_which(form), by=view.visit.account)
    return see(view.href(local_path(form.one(BACK), "/mijn")))


handlers = (keep, drop)
