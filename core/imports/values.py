"""Values of cells as people write them: prices, yes and no, phone numbers, addresses, points."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import phonenumbers

from core.content.slugs import fold
from core.errors import Invalid
from core.imports.dates import Days, parse_date, parse_dates
from core.imports.times import Times, parse_time, parse_times

__all__ = [
    "Days",
    "Price",
    "Times",
    "parse_date",
    "parse_dates",
    "parse_email",
    "parse_latitude",
    "parse_list",
    "parse_longitude",
    "parse_number",
    "parse_phone",
    "parse_postcode",
    "parse_price",
    "parse_time",
    "parse_times",
    "parse_website",
    "parse_yes_no",
]

NOTHING = {"", "-", "–", "--", "n.v.t.", "nvt", "n.v.t", "geen", "onbekend", "?", "x"}
"""What people write in a cell to say that there is nothing."""
FREE = re.compile(r"(?:het is )?(?:gratis|kosteloos|free)(?: (?:toegang|entree))?\b[!.]*")
AMOUNT = r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:[.,](\d{1,2}|-+|–))?(?!\d|[.,]\d)"
EURO = re.compile(rf"(?:€|eur(?:o)?\b)\s*{AMOUNT}|{AMOUNT}\s*(?:€|euro?\b)")
ONLY_FOR = re.compile(r"[\s(,]*(?:voor|met|mits|als|tot|indien|op vertoon)\b")
BARE = re.compile(rf"{AMOUNT}(?=\s*(?:$|p\.?\s?p|p/p|per\b|/))")
CENTS = re.compile(r"(\d{1,2}) ?(?:eurocent|cent|ct)\b\.?")
BEFORE = re.compile(r"(?:entree|toegang|kosten|prijs|eigen bijdrage|bijdrage|deelname)?[:\s]*")
LONGEST_NOTE = 200
MOST_CENTS = 10_000_000

EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
HOST = re.compile(r"(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d_]{2,}", re.UNICODE)
POSTCODE = re.compile(r"([1-9]\d{3})\s*([a-z]{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs: 0 is free, None is unknown; ``note`` says the rest."""

    cents: int | None
    note: str = ""


def parse_price(text: str) -> Price:
    """Return the price that ``text`` names: "€ 3,50 p.p." is 350 cents with a note.

    What is no single amount ("vrijwillige bijdrage", "€ 5 tot € 10") is kept as a note. Raises
    Invalid for what cannot be.
    """
    said = " ".join(text.split())
    low = fold(said)
    if low in NOTHING:
        return Price(0 if low == "geen" else None)
    if len(said) > LONGEST_NOTE:
        raise Invalid("Dit is te lang: schrijf de kosten in hoogstens 200 tekens.")
    if re.match(r"[€\s]*-\s?\d", low):
        raise Invalid("Een prijs kan niet minder dan nul zijn.")
    free = FREE.match(low)
    if free:
        if ONLY_FOR.match(low[free.end() :]):
            return Price(None, said)
        return Price(0, _note(low, said, free))
    found = EURO.search(low) or BARE.match(low)
    if found is None:
        cents = CENTS.match(low)
        return Price(int(cents[1]), _note(low, said, cents)) if cents else Price(None, said)
    return _amount(low, said, found)


def _amount(low: str, said: str, found: re.Match[str]) -> Price:
    several = len(EURO.findall(low)) > 1 or re.search(r"\d", low[: found.start()])
    if several or not BEFORE.fullmatch(low[: found.start()]) or _goes_on(low[found.end() :]):
        return Price(None, said)
    digits = [group for group in found.groups() if group]
    cents = int(digits[0].replace(".", "")) * 100
    if len(digits) > 1 and digits[1].isdigit():
        cents += int(digits[1].ljust(2, "0"))
    if cents > MOST_CENTS:
        raise Invalid("Dit bedrag kan niet.")
    return Price(cents, _note(low, said, found))


def _goes_on(rest: str) -> bool:
    """Whether the amount is the first of a range: "5 - 10", "5 tot 10"."""
    return bool(re.match(r"\s*(?:-|–|/|a|tot|of|t/m)\s*\d", rest))


def _note(low: str, said: str, found: re.Match[str]) -> str:
    """Return what stands after the amount, as it was written."""
    if len(low) != len(said):  # an accent that was taken apart: places do not agree
        said = low
    return said[found.end() :].strip(" ,.;:()!-–") + (
        "." if said.endswith("p.p.") and found.end() < len(said) else ""
    )


def parse_yes_no(text: str) -> bool | None:
    """Return whether ``text`` says yes, None for an empty cell; raises Invalid."""
    low = fold(text).strip(" .!")
    if not low:
        return None
    if low in {"ja", "j", "yes", "y", "true", "waar", "1", "x", "v", "✓", "wel"}:
        return True
    if low in {"nee", "neen", "n", "no", "false", "onwaar", "0", "-", "niet", "geen"}:
        return False
    raise Invalid("Schrijf hier ja of nee.")


def parse_phone(text: str) -> str:
    """Return a phone number as E.164, empty for none; raises Invalid."""
    said = re.sub(r"^(?:tel(?:efoon)?|t|mobiel|m)\b[.:\s]*", "", text.strip(), flags=re.IGNORECASE)
    if fold(said) in NOTHING:
        return ""
    digits = re.sub(r"\D", "", said)
    if re.fullmatch(r"[1-9]\d{8}", digits) and not said.startswith("+"):
        said = f"0{digits}"  # a spreadsheet took the number for a number
    try:
        number = phonenumbers.parse(said, "NL") if len(said) <= 60 else None
    except phonenumbers.NumberParseException:
        number = None
    # "14 033" is how one calls a municipality; it is real, though shorter than other numbers.
    municipal = re.fullmatch(r"14\s?0\d{2,3}", said.strip())
    if number is None or not (municipal or phonenumbers.is_possible_number(number)):
        raise Invalid("‘%(text)s’ is geen telefoonnummer. Zet er één, zoals 033-123 45 67.",
                      text=text[:60])  # fmt: skip
    return (
        f"+31{digits}"
        if municipal
        else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    )


def parse_email(text: str) -> str:
    """Return an e-mail address with its domain in lower case, empty for none; raises Invalid."""
    said = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
    if said.lower() in NOTHING:
        return ""
    if len(said) > 254 or not EMAIL.fullmatch(said.lower()) or ".." in said:
        raise Invalid("‘%(text)s’ is geen e-mailadres.", text=text[:60])
    name, _, domain = said.rpartition("@")
    return f"{name}@{domain.lower()}"


def parse_website(text: str) -> str:
    """Return an address with http or https in front, empty for none; raises Invalid."""
    said = text.strip()
    if said.lower() in NOTHING:
        return ""
    address = said if re.match(r"(?i)[a-z][a-z0-9+.-]*:", said) else f"https://{said}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    web = host and parts.scheme.lower() in ("http", "https") and not parts.username
    if not web or not HOST.fullmatch(host) or re.search(r"\s", said) or len(address) > 500:
        raise Invalid("‘%(text)s’ is geen adres van een website.", text=text[:60])
    place = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme.lower(), place, parts.path, parts.query, parts.fragment))


def parse_postcode(text: str) -> str:
    """Return "1234 AB" (or its four digits alone), empty for none; raises Invalid."""
    if fold(text) in NOTHING:
        return ""
    found = POSTCODE.fullmatch(text.strip().lower())
    if not found:
        raise Invalid("‘%(text)s’ is geen postcode. Schrijf 3811 AB.", text=text[:60])
    return f"{found[1]} {found[2].upper()}" if found[2] else found[1]


def parse_longitude(text: str) -> float | None:
    """Return degrees east, None for none; raises Invalid."""
    return _degrees(text, 180)


def parse_latitude(text: str) -> float | None:
    """Return degrees north, None for none; raises Invalid."""
    return _degrees(text, 90)


def _degrees(text: str, most: int) -> float | None:
    said = text.strip().replace(",", ".")
    if fold(said) in NOTHING or re.fullmatch(r"0(?:\.0+)?", said):
        return None
    number = float(said) if re.fullmatch(r"[-+]?\d{1,7}(\.\d{1,20})?", said, re.ASCII) else None
    if number is not None and abs(number) > 7000:
        raise Invalid("Dit lijken rijksdriehoekscoördinaten. Reken ze om naar graden (WGS 84).")
    if number is None or abs(number) > most:
        raise Invalid("‘%(text)s’ is geen coördinaat in graden, zoals 5.39608.", text=text[:60])
    return number


def parse_number(text: str, most: int = 1_000_000) -> int | None:
    """Return a whole number from 0, None for an empty cell; raises Invalid."""
    said = text.strip()
    if fold(said) in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,9}(?:[.,]0+)?", said, re.ASCII):
        raise Invalid("‘%(text)s’ is geen heel getal.", text=text[:60])
    number = int(re.split(r"[.,]", said)[0])
    if number > most:
        raise Invalid("Dit getal is te groot: hoogstens %(most)s.", most=most)
    return number


def parse_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list between ``|``, ``,`` or ``;``, each once."""
    parts = (part.strip() for part in re.split(r"[|,;\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
