"""Fields of the forms with which people say that an organisation is theirs."""

from core.accounts.service import fold_email
from core.errors import Invalid
from core.organisations.claim_requests import Request
from core.organisations.claiming import Answer
from core.organisations.domains import is_anybodys
from core.organisations.models import Organisation
from core.organisations.unclaimed import MOBILE
from core.web.fields import Field, Filled
from core.web.view import View

CONSENT = (
    "Bewaar mijn naam en e-mailadres om deze organisatie te kunnen bijhouden."
    " Ze komen niet op de site."
)
MISSING = "Zet hier een vinkje. Zonder naam en adres kunnen we je niet herkennen."
_NAME = Field("name", "Je naam", required=True, autocomplete="name")
_CONSENT = Field("consent", CONSENT, "checkbox", required=True, missing=MISSING)
SHOW_EMAIL = Field("show_email", "Bezoekers mogen het e-mailadres zien", "checkbox")
SHOW_PHONE = Field("show_phone", "Bezoekers mogen het telefoonnummer zien", "checkbox")
WHY = Field("why", "Waarom niet?", "textarea", most=500, rows=3)
REQUEST = (
    _NAME,
    Field(
        "email", "Je e-mailadres", "mail", required=True,
        hint="Liefst een adres van de organisatie. We sturen er een link heen.",
    ),
    Field("phone", "Je telefoonnummer", "tel", hint="Dan kan de redactie je bellen."),
    Field(
        "note", "Wat doe je bij deze organisatie?", "textarea", required=True, most=1000, rows=3
    ),
    _CONSENT,
)  # fmt: skip


def answer_fields(row: Organisation) -> tuple[Field, ...]:
    """Return the fields of who takes an entry over: a choice for each contact that it has."""
    shown = [field for field, value in ((SHOW_EMAIL, row.email), (SHOW_PHONE, row.phone)) if value]
    return (_NAME, *shown, _CONSENT)


def first_choice(row: Organisation) -> dict[str, bool]:
    """Return what is ticked at first: showing what may be somebody's own is left to them."""
    return {
        "show_email": not is_anybodys(row.email),
        "show_phone": not row.phone.startswith(MOBILE),
    }


def read_answer(view: View, row: Organisation, filled: Filled, *, is_right: bool) -> Answer:
    """Return what was answered; contact that visitors may not see is left out of the entry."""
    values = filled.values
    hidden = {
        name: ""
        for name, field in (("email", SHOW_EMAIL), ("phone", SHOW_PHONE))
        if getattr(row, name) and not values[field.name]
    }
    consent = view.words.gettext(CONSENT)
    return Answer(values["name"], consent, is_right, hidden, view.visit.language)


def request_fields(view: View) -> tuple[Field, ...]:
    """Return the fields for this visitor; who is logged in is known."""
    known = ("name", "email") if view.visit.account else ()
    return tuple(one for one in REQUEST if one.name not in known)


def read_request(view: View, row: Organisation, filled: Filled) -> Request | None:
    """Return what was asked; None when something is wrong, which ``filled`` then says."""
    member, values = view.visit.account, filled.values
    email = member.email if member else values.get("email", "")
    try:
        email = fold_email(email) if email else ""
    except Invalid as refused:
        filled.fail_as(refused, "email")
    if filled.errors:
        return None
    return Request(
        organisation_id=row.id, name=member.name if member else values["name"], email=email,
        phone=values["phone"], note=values["note"], consent=view.words.gettext(CONSENT),
        language=view.visit.language,
    )  # fmt: skip
