"""Pages on which the platform manager switches modules and sets values."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import Setting
from core.errors import BadQuery
from core.manage import preferences, switches
from core.manage.forms import FieldGroup, field_view, parse_settings, typed_of
from core.manage.switches import ModuleView
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

DASHBOARD, MODULES, SETTINGS = "/beheer", "/beheer/modules", "/beheer/instellingen"
DONE = "gedaan"


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module as its template sees it."""

    name: str
    label: str
    summary: str
    version: str
    enabled: bool
    action: str
    blocked: str


def _module_row(view: View, module: ModuleView) -> ModuleRow:
    blocked = ""
    if module.enabled and module.needed_by:
        text = view.words.gettext("Deze module is nodig voor: %(others)s.")
        blocked = text % {"others": ", ".join(module.needed_by)}
    elif not module.enabled and module.needs:
        text = view.words.gettext("Deze module heeft nodig: %(others)s.")
        blocked = text % {"others": ", ".join(module.needs)}
    return ModuleRow(
        module.name, view.words.gettext(module.label), view.words.gettext(module.summary),
        module.version, module.enabled, view.href(f"{MODULES}/{module.name}"), blocked,
    )  # fmt: skip


def _crumbs(view: View, label: str) -> list[Crumb]:
    words = view.words
    return [Crumb(words.gettext("Beheer"), view.href(DASHBOARD)), Crumb(words.gettext(label), None)]


def _switched(view: View, modules: list[ModuleView], name: str) -> str:
    for module in modules:
        if module.name == name:
            text = "%(module)s staat nu aan." if module.enabled else "%(module)s staat nu uit."
            return view.words.gettext(text) % {"module": view.words.gettext(module.label)}
    return ""


@get(MODULES, guards=[require("core.modules")])
async def modules(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show which plugins are on."""
    view = await view_of(request, db)
    found = await switches.list_modules(db, view.state.registry, by=view.visit.account)
    return private(page(
        view, request, "manage/modules.html", keep=False, crumbs=_crumbs(view, "Modules"),
        modules=[_module_row(view, module) for module in found],
        saved=_switched(view, found, request.query_params.get(DONE, "")),
    ))  # fmt: skip


@post(MODULES + "/{name:str}", guards=[require("core.modules")])
async def switch(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession], name: FromPath[str]
) -> Response[bytes]:
    """Switch a plugin on or off."""
    wanted = (await read_form(request)).one("enabled")
    if wanted not in ("0", "1"):
        raise BadQuery("Een module gaat aan of uit.", possible=("0", "1"))
    view = await view_of(request, db)
    module = await switches.switch_plugin(
        db, view.state.registry, name, wanted == "1", by=view.visit.account
    )
    return see(view.with_query(MODULES, **{DONE: module.name}))


def _declared(view: View) -> list[Setting]:
    on = view.snapshot.enabled | {"core"}
    return [owned.item for owned in view.state.registry.settings if owned.plugin in on]


def _groups(view: View, typed: dict[str, str]) -> list[FieldGroup]:
    found: dict[str, FieldGroup] = {}
    for owned in view.state.registry.settings:
        if owned.item.key not in typed:
            continue
        label = view.state.registry.plugin(owned.plugin).info.label
        group = found.setdefault(owned.plugin, FieldGroup(view.words.gettext(label), []))
        group.fields.append(field_view(owned.item, typed[owned.item.key], view.words))
    return list(found.values())


def _settings_page(
    view: View, request: Request[Any, Any, Any], typed: dict[str, str], errors: dict[str, str],
    saved: str = "",
) -> Response[bytes]:  # fmt: skip
    return private(page(
        view, request, "manage/settings.html", status=422 if errors else 200, keep=False,
        crumbs=_crumbs(view, "Instellingen"), action=view.href(SETTINGS), saved=saved,
        errors=errors, groups=_groups(view, typed),
    ))  # fmt: skip


@get(SETTINGS, guards=[require("core.settings")])
async def settings(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show the form of everything that can be set."""
    view = await view_of(request, db)
    stored = await preferences.read_preferences(db, _declared(view))
    saved = view.words.gettext("Bewaard.") if request.query_params.get(DONE) == "1" else ""
    return _settings_page(view, request, typed_of(stored), {}, saved)


@post(SETTINGS, guards=[require("core.settings")])
async def save_settings(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Store the settings, or show the form again with what was typed and what is wrong."""
    view = await view_of(request, db)
    declared = _declared(view)
    form = parse_settings(await read_form(request), declared, view.words)
    if form.errors:
        stored = await preferences.read_preferences(db, declared)
        return _settings_page(view, request, typed_of(stored) | form.typed, form.errors)
    await preferences.write_preferences(db, declared, form.values, by=view.visit.account)
    return see(view.with_query(SETTINGS, **{DONE: "1"}))


handlers = (modules, switch, settings, save_settings)
