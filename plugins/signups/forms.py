"""The form with which somebody signs up."""

from core.web.fields import Field, Filled, Option
from core.web.view import View
from plugins.signups.offering import Choice, Offered
from plugins.signups.service import Wish

DATE, QUESTION = "datum", "vraag-"
PEOPLE = 100


def left_words(view: View, choice: Choice, *, waits: bool) -> str:
    """Return "nog 3 plekken", or that it is full and what can be done then."""
    say = view.words.gettext
    if choice.left is None:
        return ""
    if choice.is_full:
        return say("vol: je komt op de wachtlijst") if waits else say("vol")
    return view.words.ngettext("nog %(num)s plek", "nog %(num)s plekken", choice.left) % {
        "num": choice.left
    }


def choice_words(view: View, choice: Choice) -> str:
    """Return the moment of a date, or that it is about every time."""
    if choice.starts_at is None:
        return view.words.gettext("Voor alle keren")
    return view.words.moment(choice.starts_at, choice.ends_at, view.today)


def fields_of(view: View, offered: Offered) -> tuple[Field, ...]:
    """Return the fields: the date if there is a choice, who, how many, and what is asked."""
    dates = tuple(_option(view, offered, one) for one in offered.choices)
    found = [
        Field(DATE, "Wanneer kom je?", "radios", required=True, missing="Kies een datum.",
              options=dates),
    ] if len(dates) > 1 else []  # fmt: skip
    found += [
        Field("name", "Je naam", required=True, missing="Vul je naam in.", autocomplete="name"),
        Field("email", "Je e-mailadres", "mail",
              hint="Je krijgt een mail om je aanmelding te bevestigen."),
        Field("phone", "Je telefoonnummer", "tel",
              hint="Heb je geen e-mail? Vul dan je telefoonnummer in. De organisatie belt je."),
        Field("people", "Met hoeveel mensen kom je?", "number", required=True, most=PEOPLE,
              hint="Tel jezelf mee."),
    ]  # fmt: skip
    found += [
        Field(
            f"{QUESTION}{number}", question["text"], hint=question["why"], most=500,
            required=bool(question["required"]),
        )
        for number, question in enumerate(offered.questions)
    ]  # fmt: skip
    return tuple(found)


def _option(view: View, offered: Offered, choice: Choice) -> Option:
    left = left_words(view, choice, waits=offered.has_waiting_list)
    return Option(str(choice.occurrence_id), choice_words(view, choice), left)


def check(filled: Filled) -> None:
    """Say what only these fields together can tell: that somebody can be reached."""
    values = filled.values
    if "email" in values and "phone" in values and not values["email"] and not values["phone"]:
        filled.fail("email", "Vul je e-mailadres of je telefoonnummer in.")
    if values.get("people") == 0:
        filled.fail("people", "Vul een getal in van 1 of meer.")


def wish_of(view: View, offered: Offered, filled: Filled) -> tuple[int, Wish]:
    """Return the date that was chosen and what was filled in."""
    values = filled.values
    chosen = values.get(DATE) or offered.choices[0].occurrence_id
    answers = tuple(
        (question["text"], values[f"{QUESTION}{number}"])
        for number, question in enumerate(offered.questions)
        if values[f"{QUESTION}{number}"]
    )
    wish = Wish(
        values["name"], values["email"], values["phone"], values["people"], answers,
        view.words.language,
    )  # fmt: skip
    return int(chosen), wish
