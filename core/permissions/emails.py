"""The kinds of mail about roles."""

from core.declarations import Email

EMAILS = (
    Email(
        "core.invitation",
        "Uitnodiging voor een rol",
        "Je krijgt deze mail omdat iemand jou heeft uitgenodigd om mee te helpen.",
    ),
    Email(
        "core.role_taken",
        "Bericht dat een rol is teruggenomen",
        "Je krijgt deze mail omdat er iets verandert aan wat je met je account mag.",
    ),
)
