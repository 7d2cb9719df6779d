"""The form with which an organisation registers: its fields, read into a registration."""

from dataclasses import replace

from core.accounts.service import fold_email
from core.content.models import CATEGORY
from core.errors import Invalid
from core.neighbourhoods import service as areas
from core.organisations.registration import Registration
from core.web.area_options import area_of_postcode, area_options
from core.web.fields import Field, Filled, Option
from core.web.term_options import term_options
from core.web.view import View

CONSENT = (
    "Bewaar mijn naam en e-mailadres om deze organisatie te kunnen bijhouden."
    " Ze komen niet op de site, tenzij ik dat hierboven aankruis."
)
FIELDS = (
    Field("title", "Naam van je organisatie", required=True, autocomplete="organization"),
    Field(
        "summary", "Wat doen jullie, in één zin?", required=True, most=300, counted=True,
        hint="Bijvoorbeeld: Wij koken elke week samen met buren.",
    ),
    Field("category", "Waar gaat het vooral over?", "select", required=True),
    Field("area", "In welke buurt zijn jullie?", "select", required=True),
    Field(
        "postcode", "Je postcode", "postcode",
        hint="Alleen nodig als je de buurt niet weet: dan zoeken wij hem op.",
    ),
    Field("name", "Je naam", required=True, autocomplete="name"),
    Field(
        "email", "Je e-mailadres", "mail", required=True,
        hint="Hier sturen we een link heen. Daarmee bevestig je de inschrijving.",
    ),
    Field("phone", "Je telefoonnummer", "tel", hint="Dan kunnen we bellen als we iets vragen."),
    Field("show_email", "Bezoekers mogen mijn e-mailadres zien", "checkbox"),
    Field("show_phone", "Bezoekers mogen mijn telefoonnummer zien", "checkbox"),
    Field(
        "consent", CONSENT, "checkbox", required=True,
        missing="Zet hier een vinkje. Zonder naam en adres kunnen we je niet inschrijven.",
    ),
)  # fmt: skip
ABOUT = ("title", "summary", "category", "area", "postcode")
"""Names of the fields about the organisation; the others are about who registers it."""
BY_POSTCODE = "?"
"""The choice of who does not know the neighbourhood."""
KNOWN = ("name", "email")
"""Names of the fields that somebody who is logged in does not fill in."""


async def fields_of(view: View) -> tuple[Field, ...]:
    """Return the fields for this visitor, with what can be chosen."""
    person = (one for one in FIELDS if one.name not in ABOUT)
    known = KNOWN if view.visit.account else ()
    return (*await about_fields(view), *(one for one in person if one.name not in known))


async def about_fields(view: View) -> tuple[Field, ...]:
    """Return the fields about the organisation, with what can be chosen."""
    nothing = Option("", "Maak een keuze")
    options = {
        "category": (nothing, *term_options(view.snapshot.vocabulary, CATEGORY)),
        "area": _with_postcode(await area_options(view)),
    }
    return tuple(
        replace(one, options=options.get(one.name, ())) for one in FIELDS if one.name in ABOUT
    )


async def read_registration(view: View, filled: Filled) -> Registration | None:
    """Return what was filled in; None when something is wrong, which ``filled`` then says."""
    member, values = view.visit.account, filled.values
    email = member.email if member else _email(filled)
    area_id = await area_of(view, filled)
    if filled.errors or area_id is None:
        return None
    return Registration(
        title=values["title"], summary=values["summary"], category=values["category"],
        area_id=area_id, name=member.name if member else values["name"], email=email,
        phone=values["phone"], show_email=values["show_email"], show_phone=values["show_phone"],
        consent=view.words.gettext(CONSENT), language=view.visit.language,
    )  # fmt: skip


def _with_postcode(options: tuple[Option, ...]) -> tuple[Option, ...]:
    first, *others = options
    return (first, Option(BY_POSTCODE, "Weet ik niet: zoek op mijn postcode"), *others)


def _email(filled: Filled) -> str:
    if "email" in filled.errors:
        return ""
    try:
        return fold_email(filled.values["email"])
    except Invalid as refused:
        filled.fail_as(refused, "email")
        return ""


async def area_of(view: View, filled: Filled) -> int | None:
    """Return the area that was chosen or that the postcode lies in; says in ``filled`` what is
    wrong with the fields about the organisation."""
    if sum(char.isalnum() for char in filled.values.get("title", "xx")) < 2:
        filled.fail("title", "Schrijf de hele naam.")
    if {"area", "postcode"} & filled.errors.keys():
        return None
    slug, postcode = filled.values["area"], filled.values["postcode"]
    if slug != BY_POSTCODE:
        return (await areas.by_slug(view.session, slug)).id
    if not postcode:
        filled.fail("postcode", "Vul je postcode in, of kies een buurt.")
        return None
    found = await area_of_postcode(view, postcode)
    if found is None:
        text = "Deze postcode ligt niet in %(area)s. Kies zelf een buurt."
        filled.fail("postcode", text, area=view.area.name)
    return found
