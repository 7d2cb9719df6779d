"""A second proof as it comes with a form: the answer of a passkey, or a code."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts import second_step
from core.accounts.passkeys import Door
from core.accounts.tries import check_tries
from core.mail.senders import address_of
from core.web.forms import Form
from core.web.session import place_of
from core.web.visit import visit_of


def door_of(request: Request[Any, Any, Any], session_hash: str) -> Door:
    """Return the site as keys know it: by its stored address, whatever the request says."""
    site = visit_of(request.scope).site
    origin = address_of(site.hostname, request.app.state.core.settings.base_url.rstrip("/"))
    parts = urlsplit(origin)
    return Door(
        parts.hostname or "", f"{parts.scheme}://{parts.netloc}", site.name, place_of(site),
        session_hash,
    )  # fmt: skip


def can_have_keys(request: Request[Any, Any, Any]) -> bool:
    """Whether keys work on this site: they want a name, so an address of numbers has none."""
    try:
        ip_address(door_of(request, "").host)
    except ValueError:
        return True
    return False


async def is_proved(
    request: Request[Any, Any, Any], db: AsyncSession, form: Form, account_id: int,
    session_hash: str,
) -> bool:  # fmt: skip
    """Whether a form holds a right second proof, which is used up; raises TooMany."""
    await check_tries(db, account_id)
    if answer := form.one("credential"):
        return await second_step.check_key(db, account_id, answer, door_of(request, session_hash))
    code, secret = form.one("code"), request.app.state.core.settings.secret
    return bool(code) and await second_step.check_code(db, account_id, code, secret)
