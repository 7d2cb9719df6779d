"""A small plugin with a page, a section and one setting of each type."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from core.web.forms import read_form
from core.web.guards import public, require
from hooks import Permission, PluginInfo, Routes, Setting, hookimpl


@hookimpl
def register_plugin() -> PluginInfo:
    return PluginInfo("probe", "Proef", "Om te proberen.", "1.0", prefix="probe")


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("probe.edit", "Proeven", ("organisation-owner", "area-editor", "prober")),
        Permission("probe.own", "Alleen de eigenaar", ("organisation-owner",)),
    ]


@hookimpl
def register_settings() -> list[Setting]:
    return [
        Setting("probe.shelves", "Planken", 4, minimum=1, maximum=20),
        Setting("probe.open", "Open", True),
        Setting("probe.colour", "Kleur", "rood", choices=(("rood", "Rood"), ("blauw", "Blauw"))),
        Setting("probe.motto", "Motto", ""),
    ]


@get("/proef", guards=[public])
async def look(request: Request[Any, Any, Any]) -> Response[bytes]:
    return Response(b"proef", media_type="text/html")


@get("/proef/bewerk", guards=[require("probe.edit")])
async def edit(request: Request[Any, Any, Any]) -> Response[bytes]:
    return Response(b"bewerk", media_type="text/html")


@post("/proef", guards=[public])
async def send(request: Request[Any, Any, Any]) -> Response[bytes]:
    form = await read_form(request)
    return Response(form.one("naam").encode(), media_type="text/plain")


@post("/proef/bewerk", guards=[require("probe.edit")])
async def change(request: Request[Any, Any, Any]) -> Response[bytes]:
    form = await read_form(request)
    return Response(form.one("naam").encode(), media_type="text/plain")


@hookimpl
def register_routes() -> Routes:
    return Routes(handlers=(look, edit, send, change))
