"""Where browsers say that somebody pressed a telephone number, a mail address or a website."""

from typing import Any

from litestar import Request, post
from litestar.response import Response

from core.errors import BadQuery
from core.statistics.service import TARGETS
from core.web.forms import read_form
from core.web.guards import public
from core.web.limits import Limits
from core.web.state import AppState
from core.web.visit import visit_of

PRESS = "/klik"
A_MINUTE = 30
HIGHEST = 2**53


@post(PRESS, guards=[public])
async def press(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Count a press; links work without it, and it tells nothing of who pressed.

    Whether there is such an entry is looked up later, so that nobody waits for the database.
    """
    state: AppState = request.app.state.core
    limits: Limits = state.extra["limits"]
    limits.check("press", visit_of(request.scope).client, A_MINUTE)
    form = await read_form(request)
    number, target = form.one("id"), form.one("wat")
    if not (number.isascii() and number.isdigit() and int(number) < HIGHEST):
        raise BadQuery("Deze pagina kennen we niet.")
    if target not in TARGETS:
        raise BadQuery("Dit tellen we niet.", possible=TARGETS)
    state.extra["views"].press(int(number), target)
    return Response(b"", status_code=204)


handlers = (press,)
