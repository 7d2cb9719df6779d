"""The kinds of mail that belong to sending mail itself."""

from core.declarations import Email

EMAILS = (
    Email(
        "core.test",
        "Proefmail",
        "Je krijgt deze mail omdat een beheerder probeert of het versturen van mail werkt.",
    ),
)
