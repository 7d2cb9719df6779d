"""The registry: everything that core and the plugins declared, in order and frozen."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

from core.api.declarations import ApiResource
from core.declarations import (
    Command,
    ContentKind,
    Demo,
    Email,
    ImportSpec,
    Job,
    Navigation,
    Permission,
    PersonalData,
    PluginInfo,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Setting,
    Slot,
)
from core.protocols import FileStorage, Geocoder, MailTransport

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owned(Generic[T]):
    """A declaration with the name of the plugin that made it."""

    plugin: str
    item: T


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin that is present: what it says of itself and the folder where it lives."""

    info: PluginInfo
    module: ModuleType
    folder: Path


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that was declared, in order; feeds web, worker, CLI, migrations and tests."""

    plugins: tuple[Loaded, ...]
    models: tuple[Owned[type[Any]], ...]
    kinds: tuple[Owned[ContentKind], ...]
    search: tuple[Owned[SearchSource], ...]
    imports: tuple[Owned[ImportSpec], ...]
    demo: tuple[Owned[Demo], ...]
    routes: tuple[Owned[Routes], ...]
    api: tuple[Owned[ApiResource], ...]
    slots: tuple[Owned[Slot], ...]
    sections: tuple[Owned[Section], ...]
    navigation: tuple[Owned[Navigation], ...]
    permissions: tuple[Owned[Permission], ...]
    settings: tuple[Owned[Setting], ...]
    emails: tuple[Owned[Email], ...]
    personal_data: tuple[Owned[PersonalData], ...]
    jobs: tuple[Owned[Job], ...]
    schedules: tuple[Owned[Schedule], ...]
    commands: tuple[Owned[Command], ...]
    geocoder: Geocoder
    mail: MailTransport
    storage: FileStorage

    def plugin(self, name: str) -> Loaded:
        """Return the plugin of that name; raises KeyError."""
        for loaded in self.plugins:
            if loaded.info.name == name:
                return loaded
        raise KeyError(name)

    def kind(self, key: str) -> ContentKind:
        """Return the kind of content with that key; raises KeyError when its plugin is gone."""
        for owned in self.kinds:
            if owned.item.key == key:
                return owned.item
        raise KeyError(key)
