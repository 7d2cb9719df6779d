"""The kinds of mail about an account itself; nobody can stop these, since they guard the door."""

from core.declarations import Email

EMAILS = (
    Email(
        "core.login",
        "Link om in te loggen",
        "Je krijgt deze mail omdat iemand met dit adres wil inloggen.",
    ),
    Email(
        "core.new_address",
        "Link om een nieuw adres te bevestigen",
        "Je krijgt deze mail omdat iemand dit adres voor een account wil gebruiken.",
    ),
    Email(
        "core.security",
        "Bericht over de veiligheid van je account",
        "Je krijgt deze mail omdat er iets is veranderd aan het inloggen met dit adres.",
    ),
)
