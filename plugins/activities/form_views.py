"""Pages on which an activity is written: a new one, a copy of an earlier one, and a change."""

from dataclasses import replace
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.content.models import DRAFT
from core.editing import drafts, receipts
from core.editing.draft_box import ASKED, draft_box
from core.editing.service import Overtaken, quality_of
from core.errors import Invalid
from core.web.fields import Filled, read_fields, show_fields, take_up
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import see
from core.web.view import View, view_of
from plugins.activities import own, writing
from plugins.activities.copying import copied_values, copies_of, picture_of
from plugins.activities.form_page import (
    LOOK,
    FormPage,
    activity_fields,
    form_page,
    only_problems_of,
    tools_of,
)
from plugins.activities.form_values import first_values, read_values, shown_values
from plugins.activities.overtaken import kept, overtaken_page
from plugins.activities.own import OWN, OwnerPlace
from plugins.activities.place_form import read_place
from plugins.activities.schedule import rule_of
from plugins.activities.service import PUBLISH

FORM = "activities.activity"
COPY = "van"
DONE = "gedaan"
NEW = "/mijn/organisaties/{slug:str}/activiteiten/nieuw"
LOOKS = ("dates", "card")


async def _new_page(
    request: Request[Any, Any, Any], view: View, owner: OwnerPlace, key: str
) -> FormPage:
    asked = request.query_params.get(ASKED, "")
    path = f"{owner.path}/nieuw"
    draft = await draft_box(view, FORM, f"new:{owner.id}", back=path, asked=asked)
    return FormPage(
        owner, view.words.gettext("Nieuwe activiteit"), view.href(path), draft,
        view.words.gettext("Zet op de site"), key=key, copies=await copies_of(view, owner),
        on_behalf=_on_behalf(view, owner.id),
    )  # fmt: skip


@get(NEW, guards=[require(PUBLISH)])
async def new(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the form: empty, with a draft, or with what an earlier activity says."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    owner = await own.read_owner(db, slug, by=member, below="/nieuw")
    about = await _new_page(request, view, owner, receipts.new_key())
    fields = activity_fields(view, owner)
    if about.draft.pairs:
        return form_page(view, request, about, take_up(fields, about.draft.pairs))
    values = first_values(bool(owner.postcode or owner.street))
    if copied := request.query_params.get(COPY):
        values = await copied_values(view, owner, copied)
        about = replace(about, copied=copied, image=await picture_of(view, owner, copied))
    return form_page(view, request, about, show_fields(fields, values))


@post(NEW, guards=[require(PUBLISH)])
async def create(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Publish an activity, or only show its dates or its card."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    owner = await own.read_owner(db, slug, by=member)
    form = await read_form(request)
    about = await _new_page(request, view, owner, form.one("key") or receipts.new_key())
    picture = await picture_of(view, owner, form.one("copied"))
    about = replace(about, image=picture)
    filled = read_fields(activity_fields(view, owner), form)
    if (looked := form.one(LOOK)) in LOOKS:
        return _look(request, view, about, filled, looked)
    values = await _read(view, filled, owner)
    if filled.errors:
        return form_page(view, request, about.sent_back(), filled, status=422)
    location = await receipts.begin(db, member.account_id, about.key, form.pairs)
    if location is None:
        values |= dict(zip(("image", "image_alt"), picture, strict=True))
        saved = await writing.create(db, owner, values, tools_of(view), by=member)
        await drafts.drop(db, FORM, f"new:{owner.id}", by=member)
        said = {DONE: f"nieuw-{saved.status}", "foto": saved.id}
        location = view.with_query(owner.path, **said)
        await receipts.finish(db, member.account_id, about.key, location)
    return see(location)


def _on_behalf(view: View, owner_id: int) -> bool:
    return quality_of(view.visit.account, PUBLISH, owner_id)[1]


async def _change_page(
    request: Request[Any, Any, Any], view: View, row: Any, version: int
) -> FormPage:
    path, say = f"{OWN}/{row.slug}", view.words.gettext
    asked = request.query_params.get(ASKED, "")
    draft = await draft_box(
        view, FORM, f"content:{row.id}", back=path, asked=asked, version=version
    )
    return FormPage(
        await own.owner_of(view.session, row.owner_id),
        say("%(title)s wijzigen") % {"title": row.title}, view.href(path), draft,
        say("Zet op de site") if row.status == DRAFT else say("Bewaar"), standing=rule_of(row),
        on_behalf=_on_behalf(view, row.owner_id), image=(row.image, row.image_alt),
        picture_href=view.href(f"/mijn/inhoud/{row.id}/foto"),
        history_href=view.href(f"/mijn/inhoud/{row.id}/geschiedenis"),
    )  # fmt: skip


@get(OWN + "/{slug:str}", guards=[require(PUBLISH)])
async def change(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Show the form of an activity, with what it says now or with a draft."""
    view = await view_of(request, db)
    row = await own.find_for_change(db, slug, by=view.visit.account)
    about = await _change_page(request, view, row, row.version)
    fields = activity_fields(view, about.owner)
    if about.draft.pairs:
        return form_page(view, request, about, take_up(fields, about.draft.pairs))
    terms = await own.terms_of(db, row, view.snapshot.vocabulary)
    values = shown_values(row, terms, about.standing, about.owner)
    return form_page(view, request, about, show_fields(fields, values))


@post(OWN + "/{slug:str}", guards=[require(PUBLISH)])
async def save(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], slug: FromPath[str]
) -> Response[bytes]:
    """Change an activity, or only show its dates or its card."""
    view = await view_of(request, db)
    member: Member = view.visit.account
    row = await own.find_for_change(db, slug, by=member)
    form = await read_form(request)
    about = await _change_page(request, view, row, _number(form.one("version")))
    filled = read_fields(activity_fields(view, about.owner), form)
    if (looked := form.one(LOOK)) in LOOKS:
        return _look(request, view, about, filled, looked)
    values = await _read(view, filled, about.owner, row)
    if filled.errors:
        return form_page(view, request, about.sent_back(), filled, status=422)
    wanted, version, tools = kept(values, form), about.draft.version, tools_of(view)
    try:
        saved = await writing.change(db, row, wanted, tools, version=version, by=member)
    except Overtaken as told:
        return await overtaken_page(view, request, row, filled, wanted, version, told, about.action)
    status = saved.status
    if status == DRAFT:
        status = await writing.offer(db, row, tools, by=member)
    await drafts.drop(db, FORM, f"content:{row.id}", by=member)
    return see(view.with_query(about.owner.path, **{DONE: f"gewijzigd-{status}"}))


async def _read(view: View, filled: Filled, owner: OwnerPlace, row: Any = None) -> dict[str, Any]:
    values = read_values(filled, view.today, rule_of(row) if row is not None else None)
    geocoder = view.state.registry.geocoder
    values |= await read_place(view.session, geocoder, filled, owner, row)
    if "area_id" in values:
        try:
            area_id, by = values["area_id"], view.visit.account
            await writing.check_area(view.session, owner.id, area_id, by=by)
        except Invalid as refused:
            filled.fail_as(refused)
    return values


def _look(
    request: Request[Any, Any, Any], view: View, about: FormPage, filled: Filled, looked: str
) -> Response[bytes]:
    """Show the form again with its dates or its card, as they would become."""
    read_values(filled, view.today, about.standing)
    only_problems_of(filled, looked)
    return form_page(view, request, about.sent_back(), filled, looked=looked)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


handlers = (new, create, change, save)
