"""The page on which somebody stops the mails of a list."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.mail import unsubscribe
from core.mail.unsubscribe import Wish, wish_of
from core.web.forms import is_form, read_form
from core.web.guards import by_link, public
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH = unsubscribe.PATH + "/{token:str}"
AGAIN = "weer"
DONE = "gedaan"


def _label(view: View, wish: Wish) -> str:
    labels = {owned.item.key: owned.item.label for owned in view.state.registry.emails}
    return view.words.gettext(labels[wish.kind]) if wish.kind in labels else ""


@get(PATH, guards=[public])
async def look(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Ask whether these mails should stop; nothing changes, since mail scanners open links."""
    view = await view_of(request, db)
    wish = await wish_of(db, token)
    return private(page(
        view, request, "mail/unsubscribe.html", keep=False, address=wish.address,
        label=_label(view, wish), action=view.href(f"{unsubscribe.PATH}/{token}"),
        is_stopped=await unsubscribe.is_refused(db, wish),
        is_done=request.query_params.get(DONE) == "1",
    ))  # fmt: skip


@post(PATH, guards=[by_link])
async def decide(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Stop these mails, or let them come again.

    Mail programs send this by themselves when their reader presses their button (RFC 8058):
    without cookie and without origin, sometimes as multipart, and they follow no redirect. The
    secret in the path is the proof.
    """
    view = await view_of(request, db)
    wish = await wish_of(db, token)
    again = (await read_form(request)).one(AGAIN) if is_form(request) else ""
    if again == "1":
        await unsubscribe.accept(db, wish)
    else:
        await unsubscribe.refuse(db, wish)
    if not again:  # no button of our page
        return private(Response(b"", status_code=200))
    return see(view.with_query(f"{unsubscribe.PATH}/{token}", **{DONE: "1"}))


handlers = (look, decide)
