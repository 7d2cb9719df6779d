"""The form of an organisation: what its people tell about it."""

from core.content.languages import SPOKEN
from core.web.fields import Field, Option

LANGUAGES = tuple(Option(code, name) for code, name in SPOKEN.items())

ABOUT = (
    Field("title", "Naam", required=True, missing="Vul de naam in.", autocomplete="organization"),
    Field(
        "nature", "Wat zijn jullie?", most=100,
        hint="Bijvoorbeeld: sportvereniging, bewonersgroep of stichting.",
    ),
    Field(
        "summary", "Wat doen jullie, in één of twee zinnen?", "textarea", rows=3, most=500,
        counted=True, hint="Dit staat op het kaartje in de lijst.",
    ),
    Field(
        "description", "Vertel meer", "textarea", rows=9, most=20_000,
        hint="Wat kun je bij jullie doen? Hoe doe je mee? Laat tussen twee stukjes een regel leeg.",
    ),
    Field(
        "language", "In welke taal is dit geschreven?", "select", required=True,
        options=LANGUAGES,
    ),
)  # fmt: skip

FOR_WHOM = (
    Field(
        "categories", "Waarvoor kun je bij jullie terecht?", "checks",
        hint="Kies wat het best past. Meer dan één mag.",
    ),
    Field("audiences", "Voor wie?", "checks"),
    Field("accessibility", "Hoe toegankelijk is het?", "checks"),
)  # fmt: skip

ADDRESS = (
    Field("place_name", "Naam van het gebouw", hint="Bijvoorbeeld: Wijkcentrum De Eik."),
    Field("street", "Straat", autocomplete="address-line1"),
    Field("house_number", "Huisnummer", most=20),
    Field("postcode", "Postcode", "postcode", hint="Zo weten we in welke buurt het is."),
    Field("city", "Plaats", most=100, autocomplete="address-level2"),
)  # fmt: skip

POINT = (
    Field("lat", "Plek op de kaart: breedtegraad", "degrees", hint="Bijvoorbeeld 52,15612."),
    Field("lon", "Plek op de kaart: lengtegraad", "degrees", hint="Bijvoorbeeld 5,38711."),
)

CONTACT = (
    Field("phone", "Telefoon", "tel", hint="Dit nummer staat op de site."),
    Field("email", "E-mailadres", "mail", hint="Dit adres staat op de site."),
    Field("website", "Website", "website", hint="Bijvoorbeeld voorbeeld.nl."),
)

FIELDS = (*ABOUT, *FOR_WHOM, *ADDRESS, *POINT, *CONTACT)
