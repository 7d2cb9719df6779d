"""What the platform manager sets for the whole platform."""

from core.declarations import Setting

SETTINGS = (
    Setting(
        "core.contact_email", "E-mailadres voor vragen", "",
        help="Staat bij Toegankelijkheid, Privacy en Inloggen. Leeg: geen adres.",
    ),
    Setting(
        "core.name", "Naam van het platform", "",
        help="Staat boven elke pagina. Leeg: de naam van bij de installatie.",
    ),
    Setting(
        "core.tagline", "Ondertitel", "",
        help="Eén korte zin onder de naam. Leeg: die van bij de installatie.",
    ),
    Setting(
        "core.verified_domains", "Maildomeinen die je kent", "",
        help="Met komma's ertussen, zoals welzijn.nl, gemeente.nl. Wie zich met zo'n adres"
        " inschrijft, staat meteen op de site. Adressen als gmail.com tellen niet.",
    ),
)  # fmt: skip
