"""The fields of the activity form, in the order of the page."""

from dataclasses import replace

from core.content.vocabulary import Vocabulary
from core.organisations.forms import LANGUAGES, POINT
from core.web.fields import Field, Option
from core.web.term_options import with_terms
from plugins.activities.models import ADDRESS, ONLINE, OWN, PHONE
from plugins.activities.when_fields import FIELDS as WHEN

FREE, AMOUNT, OTHER = "free", "amount", "other"
COST = (
    Option(FREE, "Het is gratis"),
    Option(AMOUNT, "Het kost geld"),
    Option(OTHER, "Anders, of het verschilt"),
)
HELD = (
    Option(OWN, "Op ons eigen adres"),
    Option(ADDRESS, "Op een ander adres"),
    Option(PHONE, "Per telefoon"),
    Option(ONLINE, "Online"),
)
WHAT = (
    Field("title", "Hoe heet het?", required=True, missing="Vul in hoe het heet.",
          hint="Kort en duidelijk, zoals: Koffie in het wijkcentrum."),
    Field("summary", "Wat is het, in één zin?", "textarea", required=True, most=200, rows=2,
          counted=True,
          missing="Schrijf in één zin wat het is."),
    Field("categories", "Waar gaat het over?", "checks", required=True,
          missing="Kies waar het over gaat."),
)  # fmt: skip
WHERE = (
    Field("held", "Waar is het?", "radios", required=True, missing="Kies waar het is.",
          options=HELD),
    Field("place_name", "Naam van de plek",
          hint="Bijvoorbeeld: wijkcentrum De Klink. Of bij online: met welk programma."),
    Field("street", "Straat"),
    Field("house_number", "Huisnummer", most=20),
    Field("postcode", "Postcode", "postcode", hint="Zo weten we in welke buurt het is."),
    Field("city", "Plaats", most=100),
    *POINT,
)  # fmt: skip
PRICE = (
    Field(
        "cost", "Wat kost het?", "radios", required=True, missing="Kies wat het kost.", options=COST
    ),
    Field(
        "price",
        "Hoeveel euro?",
        "money",
        required=True,
        missing="Vul in hoeveel het kost, zoals 3,50.",
        hint="Bijvoorbeeld: 3,50.",
    ),
    Field("price_note", "Wat hoort daarbij?", hint="Bijvoorbeeld: per keer, met koffie."),
)
WHO = (
    Field("audiences", "Voor wie is het?", "checks"),
    Field("age_from", "Vanaf welke leeftijd?", "number", most=120),
    Field("age_to", "Tot en met welke leeftijd?", "number", most=120),
)
MORE = (
    Field(
        "description",
        "Vertel meer",
        "textarea",
        most=5000,
        rows=6,
        hint="Wat ga je doen? Hoe gaat het er daar aan toe?",
    ),
    Field(
        "how_to_join",
        "Hoe doe je mee?",
        "textarea",
        most=2000,
        rows=3,
        hint="Bijvoorbeeld: loop gewoon binnen. Of: bel even van tevoren.",
    ),
    Field("what_to_bring", "Wat neem je mee?", "textarea", most=5000, rows=2),
    Field(
        "come_alone",
        "Kom je alleen?",
        "textarea",
        most=500,
        rows=2,
        hint="Vertel wie je opvangt. Bijvoorbeeld: Fatima staat bij de deur en wijst je de weg.",
    ),
)
CONTACT = (
    Field("contact_name", "Naam van wie mensen kunnen bellen of mailen"),
    Field("phone", "Telefoon", "tel", autocomplete="off"),
    Field("email", "E-mail", "mail", autocomplete="off"),
    Field("website", "Website", "website", autocomplete="off"),
)
ACCESS = (
    Field("accessibility", "Wat is er op deze plek?", "checks"),
    Field("language", "In welke taal is het?", "select", options=LANGUAGES),
)
GROUPS = {
    "what": WHAT, "when": WHEN, "where": WHERE, "price": PRICE, "who": WHO, "more": MORE,
    "contact": CONTACT, "access": ACCESS,
}  # fmt: skip
ALL = tuple(one for group in GROUPS.values() for one in group)


def fields_for(vocabulary: Vocabulary, own_address: str) -> tuple[Field, ...]:
    """Return the fields with what can be chosen; ``own_address`` is shown beside its choice."""
    held = tuple(
        replace(one, hint=own_address) if one.value == OWN else one
        for one in HELD
        if one.value != OWN or own_address
    )
    chosen = (replace(one, options=held) if one.name == "held" else one for one in ALL)
    return with_terms(chosen, vocabulary)
