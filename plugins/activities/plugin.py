"""The activities plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence
from typing import Any

from hooks import ContentKind, PluginInfo, hookimpl
from plugins.activities.models import Activity, Occurrence


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="activities",
        label="Activiteiten",
        summary="De agenda en het aanbod van organisaties.",
        version="0.1.0",
        prefix="activities",
    )


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name the mapped classes."""
    return [Activity, Occurrence]


@hookimpl
def register_content_kinds() -> Sequence[ContentKind]:
    """Declare activities."""
    return [
        ContentKind(
            key="activity",
            model=Activity,
            label="Activiteit",
            label_plural="Activiteiten",
            path="/activiteiten",
            icon="calendar-event",
        )
    ]
