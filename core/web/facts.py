"""The facts of an entry as rows for a page: where, how to reach it, how accessible it is."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from core.content.service import Entry
from core.web.view import View

Row = tuple[str, str, str, str | None]
"""Icon, label, value, and an address or None."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the path to a page; the page itself has no address."""

    label: str
    href: str | None


def address(entry: Entry) -> str:
    """Return the address of an entry on one line."""
    street = f"{entry.street} {entry.house_number}".strip()
    town = f"{entry.postcode} {entry.city}".strip()
    return ", ".join(part for part in (entry.place_name, street, town) if part)


def contact(view: View, phone: str, email: str, website: str) -> list[Row]:
    """Return the rows of phone, mail and website; empty values are left out by the template."""
    words = view.words.gettext
    shown = urlsplit(website).netloc.removeprefix("www.") if website else ""
    return [
        ("phone", words("Telefoon"), view.words.phone(phone), f"tel:{phone}"),
        ("mail", words("E-mail"), email, f"mailto:{email}"),
        ("world", words("Website"), shown, website),
    ]


def accessibility(view: View, entry: Entry) -> Row:
    """Return the row of accessibility facts."""
    names = ", ".join(view.words.gettext(fact.name) for fact in entry.facts)
    return ("wheelchair", view.words.gettext("Toegankelijk"), names, None)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of plain text."""
    return [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]


def category_views(view: View, entry: Entry) -> list[Any]:
    """Return the badges of an entry's categories."""
    found = (view.cards.category(term.id) for term in entry.categories)
    return [category for category in found if category]


def route_href(entry: Entry) -> str | None:
    """Return a ``geo:`` address that opens the visitor's own map, so that nobody else is asked.

    A whole address leads to the door; the point may be no more than the middle of its postcode.
    """
    if entry.lon is None or entry.lat is None:
        return None
    point = f"{entry.lat:.5f},{entry.lon:.5f}"
    town = entry.city or entry.postcode
    if not (entry.street and entry.house_number and town):
        return f"geo:{point}?q={point}"
    return f"geo:{point}?q={quote(f'{entry.street} {entry.house_number}, {town}')}"
