"""Core's own declarations, which enter by the same door as any plugin's."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core.accounts import app_views as app_pages
from core.accounts import emails as account_emails
from core.accounts import login_views as login_pages
from core.accounts import passkey_views as passkey_pages
from core.accounts import password_views as password_pages
from core.accounts import profile_views as profile_pages
from core.accounts import second_step_views as second_step_pages
from core.accounts import security_views as security_pages
from core.accounts import session_views as session_pages
from core.accounts import views as account_pages
from core.api import resources as api_resources
from core.api import views as api_pages
from core.api.declarations import ApiResource
from core.audit import views as audit_pages
from core.declarations import (
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
    Section,
    Setting,
    Slot,
)
from core.demo.rows import organisation_rows
from core.editing import draft_views as draft_pages
from core.editing import history_views as history_pages
from core.freshness import call_views as call_pages
from core.freshness import emails as freshness_emails
from core.freshness import link_views as answer_link_pages
from core.freshness import own_views as own_answer_pages
from core.freshness import policy_views as policy_pages
from core.freshness.ladder import run_ladder
from core.jobs import views as job_pages
from core.mail import emails as mail_emails
from core.mail import jobs as mail_jobs
from core.mail import outbox_views as outbox_pages
from core.mail import samples as mail_samples
from core.mail import views as stop_pages
from core.mail.transport import PostOffice
from core.manage import account_views
from core.manage import dashboard_views as dashboard_pages
from core.manage import views as manage_pages
from core.manage.declared import SETTINGS
from core.media import jobs as media_jobs
from core.media import views as media_pages
from core.media.storage import Folder
from core.moderation import appeal_views as appeal_pages
from core.moderation import desk_views as desk_pages
from core.moderation import emails as moderation_emails
from core.moderation import mode_views as mode_pages
from core.moderation import own_section as own_cases
from core.moderation import report_views as report_pages
from core.moderation import samples as moderation_samples
from core.neighbourhoods import views as area_pages
from core.neighbourhoods.geocoder import PostcodeTable
from core.organisations import emails as organisation_emails
from core.organisations import models as organisations
from core.organisations import own_views as own_organisation_pages
from core.organisations import pages as organisation_pages
from core.organisations.forms import FIELDS as ORGANISATION_FIELDS
from core.organisations.imports import SPEC as ORGANISATIONS
from core.pages import embeds, machines, samples
from core.pages import views as pages
from core.permissions import emails as role_emails
from core.permissions import invitation_views, people_views
from core.permissions.declared import PERMISSIONS
from core.privacy import desk_views as privacy_desk
from core.privacy import leaving_views as leaving_pages
from core.privacy import views as privacy_pages
from core.privacy.known import PERSONAL
from core.privacy.retention import forget_what_is_over
from core.protocols import FileStorage, Geocoder, MailTransport
from core.slots import CORE_SLOTS
from core.statistics import own_section as own_reach
from core.statistics import reach_views as reach_pages
from core.statistics import views as press_pages
from core.tables import MODELS
from hooks import hookimpl


@hookimpl
def register_plugin() -> PluginInfo:
    """Say that this is core."""
    return PluginInfo("core", "Buurtbasis", "De basis.", "0.1.0", prefix="")


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name core's mapped classes."""
    return MODELS


@hookimpl
def register_content_kinds() -> Sequence[ContentKind]:
    """Declare organisations."""
    return [
        ContentKind(
            key="organisation",
            model=organisations.Organisation,
            label="Organisatie",
            label_plural="Organisaties",
            path="/organisaties",
            icon="building-community",
            fields=ORGANISATION_FIELDS,
            edit_path="/mijn/organisaties/{slug}/gegevens",
        )
    ]


@hookimpl
def register_imports() -> Sequence[ImportSpec]:
    """Let organisations be imported from a table."""
    return [ORGANISATIONS]


@hookimpl
def register_demo() -> Sequence[Demo]:
    """Give the organisations of the demonstration."""
    return [Demo("organisations", organisation_rows, order=100)]


@hookimpl
def register_routes() -> Routes:
    """Add core's pages."""
    modules = (
        pages,
        machines,
        api_pages,
        embeds,
        area_pages,
        organisation_pages,
        draft_pages,
        login_pages,
        account_pages,
        session_pages,
        second_step_pages,
        app_pages,
        security_pages,
        passkey_pages,
        password_pages,
        profile_pages,
        leaving_pages,
        invitation_views,
        people_views,
        answer_link_pages,
        own_answer_pages,
        dashboard_pages,
        call_pages,
        policy_pages,
        manage_pages,
        account_views,
        report_pages,
        desk_pages,
        mode_pages,
        appeal_pages,
        audit_pages,
        media_pages,
        history_pages,
        privacy_pages,
        privacy_desk,
        reach_pages,
        press_pages,
        outbox_pages,
        job_pages,
        stop_pages,
    )
    handlers = tuple(handler for module in modules for handler in module.handlers)
    more = moderation_samples.SAMPLES | mail_samples.SAMPLES
    return Routes(handlers, samples=samples.SAMPLES | more)


@hookimpl
def register_api() -> Sequence[ApiResource]:
    """Offer programs the directory, the areas and the categories."""
    return api_resources.RESOURCES


@hookimpl
def register_slots() -> Sequence[Slot]:
    """Open places on core's pages."""
    return CORE_SLOTS


@hookimpl
def register_sections() -> Sequence[Section]:
    """Fill core's own pages."""
    modules = (own_organisation_pages, own_cases, own_answer_pages, policy_pages, own_reach)
    return [section for module in modules for section in module.SECTIONS]


@hookimpl
def register_navigation() -> Sequence[Navigation]:
    """Add core's items to the menu."""
    return [
        Navigation("organisations", "Organisaties", "/organisaties", "building-community", 200),
        Navigation("areas", "Buurten", "/buurten", "map-pin", 300),
    ]


@hookimpl(trylast=True)
def provide_geocoder() -> Geocoder:
    """Answer from the postcode table, when no plugin knows better."""
    return PostcodeTable()


@hookimpl(trylast=True)
def provide_mail_transport() -> MailTransport:
    """Speak SMTP, or keep mail in the outbox, when no plugin knows better."""
    return PostOffice()


@hookimpl(trylast=True)
def provide_file_storage() -> FileStorage:
    """Keep pictures in the data folder, when no plugin knows better."""
    return Folder()


@hookimpl
def register_permissions() -> Sequence[Permission]:
    """Declare what accounts may do in core."""
    return PERMISSIONS


@hookimpl
def register_emails() -> Sequence[Email]:
    """Declare the kinds of mail that core sends."""
    modules = (
        account_emails,
        freshness_emails,
        mail_emails,
        moderation_emails,
        organisation_emails,
        role_emails,
    )
    return [email for module in modules for email in module.EMAILS]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Do the work that belongs to no plugin."""
    return [
        *mail_jobs.JOBS,
        *media_jobs.JOBS,
        Job(
            "core.retention", forget_what_is_over, timeout=timedelta(minutes=10),
            label="Gegevens wissen waarvan de tijd om is",
        ),
        Job(
            "core.freshness", run_ladder, timeout=timedelta(minutes=10),
            label="Vragen wat nog klopt, en verbergen wat oud is",
        ),
    ]  # fmt: skip


@hookimpl
def register_schedules() -> Sequence[Schedule]:
    """Say when core's jobs run by themselves."""
    # What a day brings for freshness is due at its beginning; every hour catches up with changes.
    return [
        *mail_jobs.SCHEDULES,
        *media_jobs.SCHEDULES,
        Schedule("core.retention", minutes=60),
        Schedule("core.freshness", minutes=60),
    ]


@hookimpl
def register_personal_data() -> Sequence[PersonalData]:
    """Declare what core knows of people, in the order in which they read it."""
    return PERSONAL


@hookimpl
def register_settings() -> Sequence[Setting]:
    """Declare what the platform manager sets for the whole platform."""
    return SETTINGS
