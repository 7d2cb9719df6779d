"""The ruilkast plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from hooks import (
    ApiResource,
    Command,
    ContentKind,
    Demo,
    Email,
    FileStorage,
    Geocoder,
    ImportSpec,
    Job,
    MailTransport,
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
    hookimpl,
)
from ruilkast import api, demo, imports, jobs, personal, samples, sections, service, slots, views
from ruilkast.models import Cabinet


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="ruilkast",
        label="Ruilkasten",
        summary="Kasten in de buurt met boeken, plantjes en puzzels.",
        version="1.0.0",
        prefix="ruilkast",
        requires=("activities",),
    )


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name the mapped classes."""
    return [Cabinet]


@hookimpl
def register_content_kinds() -> Sequence[ContentKind]:
    """Declare cabinets."""
    return [ContentKind("ruilkast", Cabinet, "Ruilkast", "Ruilkasten", service.PATH, "book")]


@hookimpl
def register_search() -> Sequence[SearchSource]:
    """Find cabinets by what is in them."""
    return [SearchSource("ruilkast", service.search_texts)]


@hookimpl
def register_imports() -> Sequence[ImportSpec]:
    """Let cabinets be imported from a table."""
    return [imports.SPEC]


@hookimpl
def register_demo() -> Sequence[Demo]:
    """Give three invented cabinets."""
    return [Demo("cabinets", demo.rows, order=300)]


@hookimpl
def register_routes() -> Routes:
    """Add the list, the page of a cabinet and the button of editors."""
    return Routes(views.handlers, samples.SAMPLES)


@hookimpl
def register_api() -> Sequence[ApiResource]:
    """Let programs read cabinets."""
    return [api.CABINETS]


@hookimpl
def register_slots() -> Sequence[Slot]:
    """Let other plugins add to the page of a cabinet."""
    return [slots.CABINET_PAGE]


@hookimpl
def register_sections() -> Sequence[Section]:
    """Show cabinets on the home page, and those near an activity on its page."""
    template = "ruilkast/_cabinets.html"
    return [
        Section("cabinets", "home", "Ruilkasten", template, sections.load_some, order=50),
        Section(
            "near", "activities.page", "Ruilkasten in deze buurt", template,
            sections.load_near_activity, lazy=True,
        ),
    ]  # fmt: skip


@hookimpl
def register_navigation() -> Sequence[Navigation]:
    """Add the list to the menu."""
    return [Navigation("ruilkast", "Ruilkasten", service.PATH, "book", order=400)]


@hookimpl
def register_permissions() -> Sequence[Permission]:
    """Declare who may note that a cabinet was seen."""
    roles = ("area-editor", "platform-manager")
    return [Permission("ruilkast.see", "Noteren dat een ruilkast is bekeken", roles)]


@hookimpl
def register_settings() -> Sequence[Setting]:
    """Declare after how long a cabinet says that nobody has looked."""
    return [jobs.QUIET_DAYS]


@hookimpl
def register_emails() -> Sequence[Email]:
    """Declare the mail about a cabinet that nobody has seen for long."""
    return [jobs.QUIET_MAIL]


@hookimpl
def register_personal_data() -> Sequence[PersonalData]:
    """Give and forget which editor looked at a cabinet."""
    return [personal.SIGHTINGS]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Look for cabinets that nobody has seen for long."""
    return [Job("ruilkast.quiet", jobs.mark_quiet, label="Stille ruilkasten zoeken")]


@hookimpl
def register_schedules() -> Sequence[Schedule]:
    """Look every day."""
    return [Schedule("ruilkast.quiet", minutes=24 * 60)]


@hookimpl
def register_commands() -> Sequence[Command]:
    """Add `buurtbasis ruilkast`."""
    return [Command("ruilkast", "Ruilkasten.", lambda: import_module("ruilkast.cli").group)]


@hookimpl
def provide_geocoder() -> Geocoder | None:
    """Leave addresses to core: this plugin knows no better."""
    return None


@hookimpl
def provide_mail_transport() -> MailTransport | None:
    """Leave mail to core: this plugin knows no other road."""
    return None


@hookimpl
def provide_file_storage() -> FileStorage | None:
    """Leave pictures to core: this plugin has no other place for them."""
    return None
