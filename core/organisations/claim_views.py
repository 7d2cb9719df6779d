"""The page behind the link of an invitation: klopt, wijzig, or dit willen we niet."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.content import service as content
from core.errors import BadQuery
from core.neighbourhoods import service as areas
from core.organisations import claiming
from core.organisations.claim_form import WHY, answer_fields, first_choice, read_answer
from core.organisations.entry_facts import entry_facts
from core.organisations.models import Organisation
from core.organisations.own import OWN
from core.organisations.page_parts import enter, means_of
from core.web.controls import form_view
from core.web.facts import category_views, paragraphs
from core.web.fields import Filled, read_fields, show_fields
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import place_of, private
from core.web.templating import page
from core.web.view import View, view_of

CLAIM = "/claim"
RIGHT, CHANGE, UNWANTED = "klopt", "wijzig", "niet"
CHOICES = (RIGHT, CHANGE, UNWANTED)


async def _page(
    view: View, request: Request[Any, Any, Any], token: str, row: Organisation, filled: Filled,
    status: int = 200,
) -> Response[bytes]:  # fmt: skip
    entry = await content.describe(view.session, row, view.snapshot.vocabulary)
    area = await areas.by_id(view.session, entry.area_id)
    return private(page(
        view, request, "organisations/claim.html", status=status, keep=False,
        entry=entry, paragraphs=paragraphs(entry.description),
        categories=category_views(view, entry), facts=entry_facts(view, entry, area),
        form=form_view(filled, view.words), why=form_view(show_fields((WHY,), {}), view.words),
        action=view.href(f"{CLAIM}/{quote(token, safe='')}"),
    ))  # fmt: skip


@get(CLAIM + "/{token:str}", guards=[public])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show the entry as visitors see it, with three answers; opening the page changes nothing."""
    view = await view_of(request, db)
    row = await claiming.look(db, token, place=place_of(view.visit.site))
    return await _page(
        view, request, token, row, show_fields(answer_fields(row), first_choice(row))
    )


@post(CLAIM + "/{token:str}", guards=[public])
async def answer(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Take the entry over, or take it off the site."""
    view = await view_of(request, db)
    form = await read_form(request)
    choice, place = form.one("keuze"), place_of(view.visit.site)
    if choice not in CHOICES:
        raise BadQuery("Kies een van de drie antwoorden.", possible=CHOICES)
    row = await claiming.look(db, token, place=place)
    means = means_of(view)
    if choice == UNWANTED:
        why = str(read_fields((WHY,), form).values.get("why", ""))
        title = await claiming.decline(db, token, why, means, place=place)
        return private(page(view, request, "organisations/declined.html", keep=False, name=title))
    filled = read_fields(answer_fields(row), form)
    if filled.errors:
        return await _page(view, request, token, row, filled, 422)
    said = read_answer(view, row, filled, is_right=choice == RIGHT)
    made = await claiming.accept(db, token, said, means, place=place)
    below = "?gedaan=overgenomen" if choice == RIGHT else "/gegevens"
    path = f"{OWN}/{made.slug}{below}"
    return await enter(request, view, made.account_id, path, is_new=made.is_new_account)


handlers = (look, answer)
