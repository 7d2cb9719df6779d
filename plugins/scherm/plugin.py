"""The scherm plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence

from hooks import PluginInfo, Routes, Section, hookimpl
from plugins.scherm import sections, views
from plugins.scherm.samples import SAMPLES


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="scherm",
        label="Scherm in de hal",
        summary="Vandaag en morgen in een buurt, groot, op een scherm in de hal.",
        version="0.1.0",
        prefix="scherm",
        requires=("activities",),
    )


@hookimpl
def register_routes() -> Routes:
    """Add the page of the screen."""
    return Routes(views.handlers, samples=SAMPLES)


@hookimpl
def register_sections() -> Sequence[Section]:
    """Lead to the screen from the page of an area."""
    return sections.SECTIONS
