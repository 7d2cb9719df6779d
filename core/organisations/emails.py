"""The kinds of mail about whose an organisation is."""

from core.declarations import Email

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
)
