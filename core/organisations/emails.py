"""The kinds of mail about whose an organisation is."""

from core.declarations import Email

REQUESTED = "Je krijgt deze mail omdat je vroeg om een organisatie bij te mogen houden."

EMAILS = (
    Email(
        "core.register",
        "Inschrijving bevestigen",
        "Je krijgt deze mail omdat iemand met dit adres een organisatie inschreef.",
    ),
    Email(
        "core.registered",
        "Inschrijving ontvangen",
        "Je krijgt deze mail omdat je een organisatie hebt ingeschreven.",
    ),
    Email(
        "core.claim",
        "Uitnodiging aan een organisatie",
        "Je krijgt deze mail omdat je organisatie op deze site staat, met dit adres.",
        list_=True,
    ),
    Email(
        "core.claim_request",
        "Aanvraag bevestigen",
        "Je krijgt deze mail omdat iemand met dit adres een organisatie wil bijhouden.",
    ),
    Email("core.claim_approved", "Aanvraag goedgekeurd", REQUESTED),
    Email("core.claim_refused", "Aanvraag afgewezen", REQUESTED),
)
