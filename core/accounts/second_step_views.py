"""The page between the first proof and being logged in: a code of the app, or a recovery code."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import second_step
from core.accounts.arriving import (
    NEXT,
    SECOND_STEP,
    step_up,
    told,
)
from core.accounts.passkey_views import ASK_KNOWN
from core.accounts.proving import can_have_keys, is_proved
from core.accounts.recognising import Pending, find_pending
from core.web.addresses import local_path
from core.web.forms import read_form
from core.web.guards import public
from core.web.session import private
from core.web.templating import page
from core.web.view import view_of


@get(SECOND_STEP, guards=[public])
async def second_step_page(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Ask for the second proof."""
    pending = await find_pending(db, **told(request))
    return await _page(request, db, pending, request.query_params.get(NEXT, ""))


@post(SECOND_STEP, guards=[public])
async def take_second_step(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Log in with a right code; after five wrong ones it is a matter of waiting."""
    form = await read_form(request)
    pending = await find_pending(db, **told(request))
    if pending is None:
        return await _page(request, db, None, form.one(NEXT))
    if not await is_proved(request, db, form, pending.account_id, pending.session_hash):
        return await _page(request, db, pending, form.one(NEXT), wrong=True)
    return await step_up(request, db, pending.session_hash, form.one(NEXT), verified=True)


async def _page(
    request: Request[Any, Any, Any], db: AsyncSession, pending: Pending | None, wanted: str,
    *, wrong: bool = False,
) -> Response[bytes]:  # fmt: skip
    view = await view_of(request, db)
    found = await second_step.factors_of(db, pending.account_id) if pending else None
    text = view.words.gettext(
        "Deze code klopt niet. Vul de code in die nu in je app staat, of een herstelcode."
    )
    return private(page(
        view, request, "account/second_step.html", keep=False, status=422 if wrong else 200,
        pending=pending, has_app=found is not None and found.has_app, ask=ASK_KNOWN,
        has_passkey=found is not None and found.has_passkey and can_have_keys(request),
        error=text if wrong else "", next=local_path(wanted, ""),
        action=view.href(SECOND_STEP),
    ))  # fmt: skip


handlers = (second_step_page, take_second_step)
