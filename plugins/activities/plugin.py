"""The activities plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from hooks import (
    ApiResource,
    Command,
    ContentKind,
    Demo,
    ImportSpec,
    Job,
    Navigation,
    Permission,
    PluginInfo,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Slot,
    hookimpl,
)
from plugins.activities import api_resources, demo, imports, jobs, pages, sections, service, slots
from plugins.activities.kind import KIND
from plugins.activities.models import Activity, Occurrence, Otherwise


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="activities", label="Activiteiten", version="0.1.0", prefix="activities",
        summary="De agenda en het aanbod van organisaties.",
    )  # fmt: skip


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name the mapped classes."""
    return [Activity, Occurrence, Otherwise]


@hookimpl
def register_content_kinds() -> Sequence[ContentKind]:
    """Declare activities."""
    return [KIND]


@hookimpl
def register_search() -> Sequence[SearchSource]:
    """Find activities by how to join and what to bring, too."""
    return [SearchSource("activity", service.search_texts)]


@hookimpl
def register_routes() -> Routes:
    """Add the agenda, its feeds, the pages of activities, and those on which they are written."""
    return pages.ROUTES


@hookimpl
def register_api() -> Sequence[ApiResource]:
    """Offer programs activities and their dates."""
    return api_resources.RESOURCES


@hookimpl
def register_slots() -> Sequence[Slot]:
    """Let other plugins add to the page of an activity."""
    return [slots.ACTIVITY_PAGE]


@hookimpl
def register_sections() -> Sequence[Section]:
    """Show the agenda on home and area pages, and the offer on those of an organisation."""
    return sections.SECTIONS


@hookimpl
def register_navigation() -> Sequence[Navigation]:
    """Add the agenda to the menu."""
    return [Navigation("agenda", "Activiteiten", service.PATH, "calendar-event", 100)]


@hookimpl
def register_permissions() -> Sequence[Permission]:
    """Declare who may write activities."""
    return service.PERMISSIONS


@hookimpl
def register_imports() -> Sequence[ImportSpec]:
    """Let activities be imported from a table."""
    return [imports.SPEC]


@hookimpl
def register_demo() -> Sequence[Demo]:
    """Give invented activities."""
    return [Demo(noun="activities", rows=demo.demo_rows, order=200)]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Keep the dates of series written twelve months ahead."""
    return jobs.JOBS


@hookimpl
def register_schedules() -> Sequence[Schedule]:
    """Look every six hours."""
    return jobs.SCHEDULES


@hookimpl
def register_commands() -> Sequence[Command]:
    """Add `buurtbasis activities`."""
    return [Command("activities", "De agenda.", lambda: import_module(".cli", __package__).group)]
