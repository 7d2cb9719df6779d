"""What lists of the API can be asked for: each filter with its shape and how it is read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY
from core.content.vocabulary import Vocabulary
from core.errors import BadQuery
from core.web.query import LONGEST_Q, MOST_KM

PAGE, MOST = 50, 100
EARLIEST, LATEST = date(1970, 1, 2), date(2200, 1, 1)
"""Days beyond these are read as these: nothing of ours lies there."""
SLUG = "^[a-z0-9][a-z0-9-]{0,199}$"
POSTCODE = "^[1-9][0-9]{3}( ?[A-Za-z]{2})?$"
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:]{8})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)

Read = Callable[[str, Vocabulary], Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """A name in the query: its shape in OpenAPI, and how one value of it is read.

    ``read`` raises BadQuery. ``vocabulary`` names the terms that it chooses from.
    """

    shape: dict[str, Any]
    about: str
    read: Read
    many: bool = False
    vocabulary: str = ""


def _text(value: str, _: Vocabulary) -> str:
    if len(value) > LONGEST_Q:
        raise BadQuery("Dit is te lang: hoogstens %(most)s tekens.", most=LONGEST_Q)
    return value


def _matching(pattern: str, refused: Callable[[], BadQuery]) -> Read:
    def read(value: str, _: Vocabulary) -> str:
        if not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), value, re.ASCII):
            raise refused()
        return value

    return read


def _number(most: int) -> Read:
    def read(value: str, _: Vocabulary) -> int:
        if not re.fullmatch("[1-9][0-9]{0,3}", value, re.ASCII) or int(value) > most:
            raise BadQuery("Dit is een heel getal van 1 tot en met %(most)s.", most=most)
        return int(value)

    return read


def _flag(value: str, _: Vocabulary) -> bool:
    if value not in ("true", "false"):
        raise BadQuery("Dit is true of false.", possible=("true", "false"))
    return value == "true"


def _day(value: str, _: Vocabulary) -> date:
    try:
        found = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise BadQuery("Dit is geen dag. Schrijf een dag zo: 2026-11-24.")
    return min(max(found, EARLIEST), LATEST)


def _moment(value: str, _: Vocabulary) -> datetime:
    found = MOMENT.fullmatch(value.upper())
    try:
        if found is None:
            raise ValueError(value)
        clock = re.sub(":60$", ":59", found[2])  # a leap second
        day = min(max(date.fromisoformat(found[1]), EARLIEST), LATEST)
        offset = found[4].replace("Z", "+00:00")
        return datetime.fromisoformat(f"{day}T{clock}{offset}").astimezone(UTC)
    except ValueError:
        raise BadQuery(
            "Dit is geen moment. Schrijf het met de tijdzone: 2026-11-24T09:00:00Z."
        ) from None


def _term(vocabulary: str) -> Read:
    def read(value: str, known: Vocabulary) -> Any:
        term = known.find(vocabulary, value)
        if term is None:
            possible = tuple(term.slug for term in known.of(vocabulary))
            raise BadQuery("Deze keuze bestaat niet.", possible=possible)
        return term

    return read


def _terms(vocabulary: str, about: str) -> Filter:
    return Filter({"type": "string"}, about, _term(vocabulary), many=True, vocabulary=vocabulary)


FILTERS: dict[str, Filter] = {
    "q": Filter({"type": "string", "maxLength": LONGEST_Q}, "Words to search for.", _text),
    "category": _terms(CATEGORY, "Any of these categories, with what is below them."),
    "audience": _terms(AUDIENCE, "For any of these audiences."),
    "accessibility": _terms(ACCESSIBILITY, "With all of these facts."),
    "area": Filter(
        {"type": "string", "pattern": SLUG}, "In an area, and all areas below it.",
        _matching(SLUG, lambda: BadQuery("Dit is geen kenmerk van een gebied.")),
    ),
    "postalCode": Filter(
        {"type": "string", "pattern": POSTCODE}, "Around a postal code.",
        _matching(
            POSTCODE, lambda: BadQuery("Dit is geen postcode. Schrijf vier cijfers, zoals 3813.")
        ),
    ),
    "radius": Filter(
        {"type": "integer", "minimum": 1, "maximum": MOST_KM, "default": 2},
        "Kilometres around the postal code.", _number(MOST_KM),
    ),
    "free": Filter({"type": "boolean"}, "Only what costs nothing.", _flag),
    "from": Filter({"type": "string", "format": "date"}, "From this day on.", _day),
    "to": Filter({"type": "string", "format": "date"}, "Up to and with this day.", _day),
    "modifiedAfter": Filter(
        {"type": "string", "format": "date-time"}, "Changed after this moment.", _moment
    ),
    "pageSize": Filter(
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE},
        "Things on a page.", _number(MOST),
    ),
}  # fmt: skip


def cursor_filter(pattern: str) -> Filter:
    """Return the filter for the key of a page, as the page before it gave it."""
    read = _matching(
        pattern,
        lambda: BadQuery("Dit stuk van de lijst is er niet. Begin opnieuw bij het begin."),
    )
    return Filter({"type": "string", "pattern": pattern}, "The page after this key.", read)


def filters_of(names: Sequence[str], cursor: str) -> dict[str, Filter]:
    """Return the filters of a resource by name, those of its pages among them."""
    found = {name: FILTERS[name] for name in names}
    if cursor:
        found |= {"pageSize": FILTERS["pageSize"], "cursor": cursor_filter(cursor)}
    return found
