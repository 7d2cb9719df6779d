"""The page behind the link in the mail: is it all still right? Without logging in."""

from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.access import look
from core.freshness.answers import Speaker, Standing, read_standing
from core.freshness.asking import PURPOSE, has_people
from core.freshness.policies import policies_in_force
from core.freshness.standing_page import Door, carry_out, show
from core.web.guards import public
from core.web.session import place_of
from core.web.view import View, view_of

PATH = "/klopt"


async def _door(view: View, token: str) -> Door:
    """Return what a link opens; looking never uses it up, since it is for several answers."""
    found = await look(view.session, PURPOSE, token, place=place_of(view.visit.site))
    policies = await policies_in_force(view.session, view.state.registry)
    standing = await read_standing(view.session, int(found.subject), policies)
    join = "" if await has_people(view.session, standing.id) else _join_path(standing)
    path = f"{PATH}/{quote(token, safe='')}"
    return Door(path, standing, Speaker(), policies, join_path=join)


def _join_path(standing: Standing) -> str:
    is_organisation = any(
        line.id == standing.id and line.kind == "organisation" and line.status == "published"
        for line in standing.lines
    )
    return f"/organisaties/{standing.slug}/van-ons" if is_organisation else ""


@get(PATH + "/{token:str}", guards=[public])
async def questions(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Show what an organisation is asked about; opening the link changes nothing."""
    view = await view_of(request, db)
    return await show(view, request, await _door(view, token))


@post(PATH + "/{token:str}", guards=[public])
async def answer(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], token: FromPath[str]
) -> Response[bytes]:
    """Carry out what the organisation says."""
    view = await view_of(request, db)
    return await carry_out(view, request, await _door(view, token))


handlers = (questions, answer)
