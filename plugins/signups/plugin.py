"""The sign-ups plugin: what it adds to Buurtbasis."""

from collections.abc import Sequence
from typing import Any

from hooks import (
    Email,
    Job,
    PersonalData,
    PluginInfo,
    Routes,
    Schedule,
    Section,
    hookimpl,
)
from plugins.signups import jobs, letters, pages, personal, sections
from plugins.signups.models import Signup, SignupRule, SignupStock


@hookimpl
def register_plugin() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(
        name="signups",
        label="Aanmelden",
        summary="Aanmelden voor activiteiten, met plaatsen en een wachtlijst.",
        version="0.1.0",
        prefix="signups",
        requires=("activities",),
    )


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Name the mapped classes."""
    return [SignupRule, SignupStock, Signup]


@hookimpl
def register_routes() -> Routes:
    """Add the form for everybody, the page of one's own sign-up, and those of the organiser."""
    return pages.ROUTES


@hookimpl
def register_sections() -> Sequence[Section]:
    """Say on the page of an activity how to sign up."""
    return sections.SECTIONS


@hookimpl
def register_emails() -> Sequence[Email]:
    """Declare the mails to who signs up."""
    return letters.EMAILS


@hookimpl
def register_personal_data() -> Sequence[PersonalData]:
    """Give and erase who signed up."""
    return personal.PERSONAL


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Free places that were not confirmed."""
    return jobs.JOBS


@hookimpl
def register_schedules() -> Sequence[Schedule]:
    """Look every five minutes."""
    return jobs.SCHEDULES
