"""Every hook of Buurtbasis: all that a plugin author must read.

A plugin is a Python module named in the entry point group ``buurtbasis.plugins``, with functions
of the names below, each marked ``@hookimpl``. Every hook is asked once, at start, synchronously,
and answers with declarations; what needs a request or ``await`` is an async callable inside one.
``register_*`` collects the answers of all plugins, ``provide_*`` has one winner. Folders named
``templates``, ``static``, ``locales`` and ``migrations`` beside the module are found by name.
A declaration that is wrong stops the start and says which plugin, hook and key; a callable that
raises later is logged with its owner and left out.
"""

from collections.abc import Sequence
from typing import Any

import pluggy

from core.api.declarations import ApiPage, ApiResource
from core.declarations import (
    CardExtra,
    Command,
    ContentKind,
    Demo,
    Email,
    FreshnessPolicy,
    ImportColumn,
    ImportSpec,
    Job,
    JobContext,
    Navigation,
    Permission,
    PersonalData,
    PluginInfo,
    Retention,
    Routes,
    Schedule,
    SearchSource,
    Section,
    Setting,
    Slot,
)
from core.protocols import FileStorage, Geocoder, MailLine, MailRefused, MailTransport, Point

PROJECT = "buurtbasis"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

__all__ = [
    "PROJECT",
    "ApiPage",
    "ApiResource",
    "CardExtra",
    "Command",
    "ContentKind",
    "Demo",
    "Email",
    "FileStorage",
    "FreshnessPolicy",
    "Geocoder",
    "ImportColumn",
    "ImportSpec",
    "Job",
    "JobContext",
    "MailLine",
    "MailRefused",
    "MailTransport",
    "Navigation",
    "Permission",
    "PersonalData",
    "PluginInfo",
    "Point",
    "Retention",
    "Routes",
    "Schedule",
    "SearchSource",
    "Section",
    "Setting",
    "Slot",
    "hookimpl",
    "hookspec",
]


@hookspec
def register_plugin() -> PluginInfo:
    """Say who the plugin is.

    Asked first; the start stops when a plugin does not answer, when two share a name or prefix,
    or when one it requires is absent.

    Example::

        @hookimpl
        def register_plugin():
            return PluginInfo(
                name="ruilkast", label="Ruilkast", summary="Kasten met boeken en plantjes.",
                version="1.0", prefix="ruilkast")
    """
    raise NotImplementedError


@hookspec
def register_models() -> Sequence[type[Any]]:
    """Name the mapped classes of the plugin.

    Their tables belong to the plugin's own migration history; a table whose name does not start
    with the prefix stops the start.

    Example::

        @hookimpl
        def register_models():
            from ruilkast.models import Cabinet
            return [Cabinet]
    """
    raise NotImplementedError


@hookspec
def register_content_kinds() -> Sequence[ContentKind]:
    """Declare kinds of public entries.

    With a kind come lists, search, freshness and the neighbourhood page; a key that exists
    already stops the start.

    Example::

        @hookimpl
        def register_content_kinds():
            return [ContentKind(key="ruilkast", model=Cabinet, label="Ruilkast",
                label_plural="Ruilkasten", path="/ruilkasten", icon="archive",
                edit_path="/mijn/ruilkasten/{slug}")]
    """
    raise NotImplementedError


@hookspec
def register_search() -> Sequence[SearchSource]:
    """Add words by which entries of a kind are found.

    Asked when an entry is indexed; a source that raises is logged with its owner and left out.

    Example::

        @hookimpl
        def register_search():
            async def texts(session, ids): ...
            return [SearchSource(kind="ruilkast", texts=texts)]
    """
    raise NotImplementedError


@hookspec
def register_imports() -> Sequence[ImportSpec]:
    """Declare what can be imported from CSV and XLSX.

    The noun becomes `buurtbasis import <noun> FILE`; a noun that exists already stops the
    start.

    Example::

        @hookimpl
        def register_imports():
            return [ImportSpec(noun="cabinets", label="Ruilkasten", kind="ruilkast",
                columns=COLUMNS, target=CabinetTarget())]
    """
    raise NotImplementedError


@hookspec
def register_demo() -> Sequence[Demo]:
    """Give invented rows that show the plugin at work.

    Loaded by `buurtbasis demo load` through the importer of the noun, in the order given.

    Example::

        @hookimpl
        def register_demo():
            def rows(today, count): yield {"id": "r-1", "titel": "Kast aan de Proeflaan"}
            return [Demo(noun="cabinets", rows=rows, order=300)]
    """
    raise NotImplementedError


@hookspec
def register_routes() -> Routes:
    """Add pages.

    Every handler needs a guard: `public` or `require("ruilkast.edit")`; a handler without one,
    or a path that exists already, stops the start. Pages of a plugin that is switched off
    answer 404.

    Example::

        @hookimpl
        def register_routes():
            @get("/ruilkasten", guards=[public])
            async def cabinets(request: Request) -> Response: ...
            return Routes(handlers=(cabinets,))
    """
    raise NotImplementedError


@hookspec
def register_api() -> Sequence[ApiResource]:
    """Let programs of others read what the plugin has, at ``/api/v1/<path>``.

    It is described in OpenAPI by its shape; a path that exists already stops the start. Where the
    plugin is off, it answers 404.

    Example::

        @hookimpl
        def register_api():
            return [ApiResource(path="cabinets", name="Cabinet", about="Book cabinets",
                shape=SHAPE, find=find_cabinets, read=read_cabinet)]
    """
    raise NotImplementedError


@hookspec
def register_slots() -> Sequence[Slot]:
    """Open places on the plugin's own pages for sections of other plugins.

    The key starts with the plugin's name; the class of the context is what loaders get.

    Example::

        @hookimpl
        def register_slots():
            return [Slot(key="ruilkast.page", context=CabinetContext)]
    """
    raise NotImplementedError


@hookspec
def register_sections() -> Sequence[Section]:
    """Put sections on the pages of core or of other plugins.

    Sorted by (order, plugin, key). A loader that raises is logged with its owner and its
    section left out; an unknown slot stops the start.

    Example::

        @hookimpl
        def register_sections():
            async def load(ctx): return {"cabinets": await nearest(ctx.session, ctx.area_id)}
            return [Section(key="nearest", slot="home", title="Ruilkasten",
                template="ruilkast/_nearest.html", load=load)]
    """
    raise NotImplementedError


@hookspec
def register_navigation() -> Sequence[Navigation]:
    """Add items to the main menu.

    Sorted by (order, plugin, key); hidden where the plugin is off.

    Example::

        @hookimpl
        def register_navigation():
            return [Navigation(key="ruilkast", label="Ruilkasten",
                path="/ruilkasten", icon="archive")]
    """
    raise NotImplementedError


@hookspec
def register_permissions() -> Sequence[Permission]:
    """Declare what accounts may do, and which roles may.

    The key starts with the plugin's name; a guard that names an unknown permission stops the
    start.

    Example::

        @hookimpl
        def register_permissions():
            return [Permission(key="ruilkast.edit", label="Ruilkasten bijwerken",
                roles=("area-editor", "platform-manager"))]
    """
    raise NotImplementedError


@hookspec
def register_settings() -> Sequence[Setting]:
    """Declare values that the platform manager sets.

    They appear as a form under /beheer/instellingen; the type of the default is the type of the
    value.

    Example::

        @hookimpl
        def register_settings():
            return [Setting(key="ruilkast.shelves", label="Planken per kast", default=4,
                minimum=1, maximum=20)]
    """
    raise NotImplementedError


@hookspec
def register_emails() -> Sequence[Email]:
    """Declare kinds of mail, which `core.mail.service.post` then sends.

    The key starts with the plugin's name; the template `mail/<name>.txt` in the folder templates
    has the subject, an empty line and paragraphs. A missing template stops the start.

    Example::

        @hookimpl
        def register_emails():
            return [Email(key="ruilkast.quiet", label="Stille kast",
                why="Je krijgt deze mail omdat je voor deze kast zorgt.")]
    """
    raise NotImplementedError


@hookspec
def register_personal_data() -> Sequence[PersonalData]:
    """Give and erase what is known of a person, and say how long it is kept.

    Asked for one person by address and account, in the order given, and once a day for what may
    no longer be kept; also while the plugin is off. One that raises stops the erasing as a whole.

    Example::

        @hookimpl
        def register_personal_data():
            return [PersonalData(key="ruilkast.sightings", label="Ruilkasten die je zag",
                export=export_sightings, erase=erase_sightings)]
    """
    raise NotImplementedError


@hookspec
def register_jobs() -> Sequence[Job]:
    """Declare work behind the scenes.

    The key starts with the plugin's name. A job runs at least once: it finds its work in the
    database and a repeat does no harm.

    Example::

        @hookimpl
        def register_jobs():
            async def sweep(ctx): ...
            return [Job(key="ruilkast.sweep", run=sweep)]
    """
    raise NotImplementedError


@hookspec
def register_schedules() -> Sequence[Schedule]:
    """Say when jobs run by themselves.

    So long after its last run as it says, in one process only, and soon after the first start;
    an unknown job stops the start.

    Example::

        @hookimpl
        def register_schedules():
            return [Schedule(job="ruilkast.sweep", minutes=60)]
    """
    raise NotImplementedError


@hookspec
def register_commands() -> Sequence[Command]:
    """Add commands to `buurtbasis`.

    A command is imported when it is called, so that the others stay quick; a name that exists
    already stops the start.

    Example::

        @hookimpl
        def register_commands():
            return [Command(name="ruilkast", help="Ruilkasten beheren.",
                load=lambda: import_module("ruilkast.cli").group)]
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def provide_geocoder() -> Geocoder | None:
    """Find the point of an address or postcode.

    The first plugin that does not return None wins; core's own answers from the postcode table,
    so that nothing leaves the server.

    Example::

        @hookimpl
        def provide_geocoder():
            return RegisterOfAddresses(url)
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def provide_mail_transport() -> MailTransport | None:
    """Bring mail away by another road than SMTP.

    The first plugin that does not return None wins; core's own speaks SMTP where
    BUURTBASIS_SMTP_URL says so, and else leaves the mail to be read under /beheer/postvak.

    Example::

        @hookimpl
        def provide_mail_transport():
            return PigeonPost()
    """
    raise NotImplementedError


@hookspec(firstresult=True)
def provide_file_storage() -> FileStorage | None:
    """Keep the files of pictures elsewhere than in the data folder.

    The first plugin that does not return None wins; core's own writes below ``media`` in the
    data folder, which several processes on several machines would have to share.

    Example::

        @hookimpl
        def provide_file_storage():
            return Bucket("pictures")
    """
    raise NotImplementedError
