"""Where the platform manager says how long the steps of the ladder last; how fresh all is."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import ContentKind, Section
from core.freshness.figures import freshness_by_area
from core.freshness.policies import settings_of
from core.manage.forms import FieldGroup, field_view, parse_settings, typed_of
from core.manage.preferences import read_preferences, write_preferences
from core.slots import MANAGE, ManageContext
from core.web.facts import Crumb
from core.web.forms import read_form
from core.web.guards import require
from core.web.session import private, see
from core.web.templating import page
from core.web.view import View, view_of

PATH, KEY = "/beheer/actueel", "core.settings"
DONE = "gedaan"


def _kinds(view: View) -> list[ContentKind]:
    on = view.snapshot.enabled | {"core"}
    return [owned.item for owned in view.state.registry.kinds if owned.plugin in on]


def _show(
    view: View, request: Request[Any, Any, Any], typed: dict[str, str], errors: dict[str, str],
    saved: str = "",
) -> Response[bytes]:  # fmt: skip
    words = view.words
    groups = [
        FieldGroup(
            words.gettext(kind.label_plural),
            [field_view(one, typed[one.key], words) for one in settings_of(kind)],
        )
        for kind in _kinds(view)
    ]
    return private(page(
        view, request, "freshness/policies.html", status=422 if errors else 200, keep=False,
        crumbs=[
            Crumb(words.gettext("Beheer"), view.href("/beheer")),
            Crumb(words.gettext("Actueel houden"), None),
        ],
        action=view.href(PATH), groups=groups, errors=list(errors.items()), wrong=errors,
        saved=saved,
    ))  # fmt: skip


@get(PATH, guards=[require(KEY)])
async def policies(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Show how long each step lasts, by kind of content."""
    view = await view_of(request, db)
    declared = [one for kind in _kinds(view) for one in settings_of(kind)]
    stored = await read_preferences(db, declared)
    saved = view.words.gettext("Bewaard.") if request.query_params.get(DONE) == "1" else ""
    return _show(view, request, typed_of(stored), {}, saved)


@post(PATH, guards=[require(KEY)])
async def save_policies(
    request: Request[Any, Any, Any], db: NamedDependency[AsyncSession]
) -> Response[bytes]:
    """Store how long each step lasts, or show the form again with what is wrong."""
    view = await view_of(request, db)
    declared = [one for kind in _kinds(view) for one in settings_of(kind)]
    form = parse_settings(await read_form(request), declared, view.words)
    if form.errors:
        stored = await read_preferences(db, declared)
        return _show(view, request, typed_of(stored) | form.typed, form.errors)
    await write_preferences(db, declared, form.values, by=view.visit.account)
    return see(view.with_query(PATH, **{DONE: "1"}))


async def _on_management(context: ManageContext) -> Mapping[str, Any] | None:
    """Show the area itself, and of those in it only where something waits."""
    rows = await freshness_by_area(context.session, context.area_id)
    shown = [*rows[:1], *(row for row in rows[1:] if row.needs_a_hand)]
    return {"rows": shown} if shown else None


SECTIONS = (
    Section("freshness", MANAGE.key, "Hoe actueel is alles?", "freshness/_areas.html",
            _on_management, order=50),
)  # fmt: skip

handlers = (policies, save_policies)
