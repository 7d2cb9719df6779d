"""Kinds of fields: what was typed as a value, and a value as it is typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from core.errors import Invalid
from core.imports import values
from core.web.forms import Form
from core.words import phone_words

if TYPE_CHECKING:
    from core.web.fields import Field

LONGEST = 20_000
MOST_PARSED = 500
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)", re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,12}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TOO_LONG = "Dit is te lang: %(found)s tekens, %(most)s kan."
REFUSALS = {
    "mail": "‘%(text)s’ is geen e-mailadres. Schrijf bijvoorbeeld naam@voorbeeld.nl.",
    "tel": "‘%(text)s’ is geen telefoonnummer. Schrijf bijvoorbeeld 033 123 45 67.",
    "website": "‘%(text)s’ is geen adres van een website. Schrijf bijvoorbeeld voorbeeld.nl.",
    "postcode": "‘%(text)s’ is geen postcode. Schrijf bijvoorbeeld 3811 AB.",
    "money": "‘%(text)s’ is geen bedrag. Schrijf bijvoorbeeld 3,50.",
    "degrees": "‘%(text)s’ is geen plek op de kaart. Schrijf bijvoorbeeld 5,39608.",
    "date": "‘%(text)s’ is geen datum. Schrijf bijvoorbeeld 24-11-2026.",
    "time": "‘%(text)s’ is geen tijd. Schrijf bijvoorbeeld 14:30.",
}
"""What is said of a text that is not of its kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of field is read and shown, and which control of HTML it is."""

    read: Callable[["Field", Form], Any]
    show: Callable[[Any], str] = str
    control: str = "input"
    """input, textarea, checkbox, select, radios or checks."""
    type: str = "text"
    """Of an input."""
    inputmode: str = ""
    autocomplete: str = ""
    short: bool = False


def _line(one: "Field", form: Form) -> str:
    return _bounded(one, " ".join(CONTROLS.sub(" ", form.one(one.name)).split()))


def _text(one: "Field", form: Form) -> str:
    text = CONTROLS.sub("", form.one(one.name).replace("\r\n", "\n").replace("\r", "\n"))
    return _bounded(one, text.strip())


def _bounded(one: "Field", text: str) -> str:
    most = min(one.most, LONGEST)
    if len(text) > most:
        raise Invalid(TOO_LONG, found=len(text), most=most)
    return text


def _parsed(parse: Callable[[str], Any]) -> Callable[["Field", Form], Any]:
    """Return a reader that asks a parser of values as people write them."""

    def read(one: "Field", form: Form) -> Any:
        text = form.one(one.name).strip()
        if len(text) > MOST_PARSED:
            raise Invalid(TOO_LONG, found=len(text), most=MOST_PARSED)
        try:
            return parse(text)
        except (Invalid, ValueError):
            raise Invalid(REFUSALS[one.kind], text=text[:60]) from None

    return read


def _money(text: str) -> int | None:
    """Return cents, None for nothing."""
    price = values.parse_price(text)
    if price.note:
        raise ValueError
    return price.cents


def _day(text: str) -> date | None:
    if not text:
        return None
    found = date.fromisoformat(text) if DAY.fullmatch(text) else values.parse_date(text)
    if found is None or not 1900 <= found.year <= 2200:
        raise ValueError
    return found


def _clock(text: str) -> time | None:
    found = CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else values.parse_time(text)


def _number(one: "Field", form: Form) -> int | None:
    text = form.one(one.name).strip()
    if not text:
        return None
    if not WHOLE.fullmatch(text) or int(text) < 0:
        raise Invalid("Vul een heel getal in.")
    if int(text) > one.most:
        raise Invalid("Dit getal is te groot: hoogstens %(most)s.", most=one.most)
    return int(text)


def _one_of(one: "Field", form: Form) -> str:
    return _known(one, form.one(one.name))


def _some_of(one: "Field", form: Form) -> list[str]:
    return [_known(one, value) for value in dict.fromkeys(form.many(one.name))]


def _known(one: "Field", value: str) -> str:
    if value and value not in {option.value for option in one.options}:
        raise Invalid("Deze keuze bestaat niet: %(value)s.", value=value[:60])
    return value


def _ticked(one: "Field", form: Form) -> bool:
    return form.one(one.name) == "1"


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


KINDS = {
    "text": Kind(_line),
    "textarea": Kind(_text, control="textarea"),
    "mail": Kind(_parsed(values.parse_email), type="email", autocomplete="email"),
    "tel": Kind(_parsed(values.parse_phone), phone_words, type="tel", autocomplete="tel"),
    "website": Kind(_parsed(values.parse_website), inputmode="url", autocomplete="url"),
    "postcode": Kind(
        _parsed(values.parse_postcode), autocomplete="postal-code", short=True
    ),
    "money": Kind(_parsed(_money), _amount, inputmode="decimal", short=True),
    "number": Kind(_number, inputmode="numeric", short=True),
    "degrees": Kind(_parsed(values.parse_longitude), inputmode="decimal", short=True),
    "date": Kind(_parsed(_day), date.isoformat, type="date", short=True),
    "time": Kind(_parsed(_clock), lambda at: at.strftime("%H:%M"), type="time", short=True),
    "checkbox": Kind(_ticked, lambda on: "1" if on else "", control="checkbox"),
    "select": Kind(_one_of, control="select"),
    "radios": Kind(_one_of, control="radios"),
    "checks": Kind(_some_of, control="checks"),
}  # fmt: skip
