"""What accounts may do in core, and the roles that may."""

from core.accounts.members import (
    AREA_EDITOR,
    ORGANISATION_EDITOR,
    ORGANISATION_OWNER,
    PLATFORM_MANAGER,
    RESIDENT,
)
from core.declarations import Permission

MANAGER = (PLATFORM_MANAGER,)
EDITORS = (PLATFORM_MANAGER, AREA_EDITOR)

PERMISSIONS = (
    Permission("core.account", "De eigen pagina zien", (RESIDENT,)),
    Permission(
        "core.organisation", "Een organisatie en wat zij aanbiedt bijhouden",
        (ORGANISATION_OWNER, ORGANISATION_EDITOR, *EDITORS),
    ),
    Permission(
        "core.members", "Mensen van een organisatie uitnodigen en weghalen",
        (ORGANISATION_OWNER, PLATFORM_MANAGER),
    ),
    Permission("core.manage", "Het beheer openen", EDITORS),
    Permission("core.organisations", "Organisaties toelaten, uitnodigen, samenvoegen", EDITORS),
    Permission("core.review", "Inhoud en meldingen beoordelen", EDITORS),
    Permission("core.calls", "Organisaties bellen die niets laten horen", EDITORS),
    Permission("core.reach", "Het bereik zien", EDITORS),
    Permission("core.appeals", "Over bezwaren beslissen", MANAGER),
    Permission("core.outbox", "De post zien en opnieuw versturen", MANAGER),
    Permission("core.jobs", "De taken zien en opnieuw laten lopen", MANAGER),
    Permission("core.audit", "Het logboek lezen", MANAGER),
    Permission("core.privacy", "Iemands gegevens opvragen en wissen", MANAGER),
    Permission("core.modules", "Modules aan- en uitzetten", MANAGER),
    Permission("core.settings", "Instellingen wijzigen", MANAGER),
    Permission("core.accounts", "Accounts en rollen beheren", MANAGER),
)  # fmt: skip
