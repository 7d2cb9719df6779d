"""The wijkgids plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from hooks import Command, Job, PluginInfo, Routes, Schedule, Section, hookimpl
from plugins.wijkgids import jobs, sections, views
from plugins.wijkgids.models import Guide
from plugins.wijkgids.samples import SAMPLES


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="wijkgids",
        label="Wijkgids",
        summary="Alles van een buurt op papier, ook in grote letters.",
        version="0.1.0",
        prefix="wijkgids",
        requires=("activities",),
    )


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name the mapped class."""
    return [Guide]


@hookimpl
def register_routes() -> Routes:
    """Add the page of the guide, and the guide."""
    return Routes(views.handlers, samples=SAMPLES)


@hookimpl
def register_sections() -> Sequence[Section]:
    """Lead to the guide from the page of an area."""
    return sections.SECTIONS


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Make guides behind the scenes."""
    return jobs.JOBS


@hookimpl
def register_schedules() -> Sequence[Schedule]:
    """Look for what was left lying."""
    return jobs.SCHEDULES


@hookimpl
def register_commands() -> Sequence[Command]:
    """Add `buurtbasis wijkgids`."""
    help_ = "De wijkgids van een buurt, als pdf."
    return [Command("wijkgids", help_, lambda: import_module(".cli", __package__).command)]
