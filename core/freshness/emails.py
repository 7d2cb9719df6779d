"""The mails that ask an organisation whether everything is still right."""

from core.declarations import Email

WHY = (
    "Je krijgt deze mail omdat je organisatie op deze site staat. Zo weten bezoekers dat alles"
    " klopt."
)

EMAILS = (
    Email("core.klopt", "Klopt alles nog?", WHY),
    Email("core.klopt-nogmaals", "Klopt alles nog? (tweede mail)", WHY),
)
