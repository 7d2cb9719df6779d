"""The columns that every kind of content has in an import, with their Dutch and English names."""

from collections.abc import Callable
from typing import Any

from core.content.slugs import slugify
from core.declarations import ImportColumn
from core.errors import Invalid
from core.imports import values


def text(most: int) -> Callable[[str], str]:
    """Return a parser of text of at most so many characters."""

    def parse(cell: str) -> str:
        cell = cell.strip()
        if len(cell) > most:
            raise Invalid(
                "Dit is te lang: %(found)s tekens, %(most)s kan.", found=len(cell), most=most
            )
        return cell

    return parse


def slugs(cell: str) -> list[str]:
    """Return the parts of a list as slugs, split at ``|``, ``,`` or ``;``."""
    return list(dict.fromkeys(slugify(part) for part in values.parse_list(cell)))


def optional(parse: Callable[[str], Any], empty: Any) -> Callable[[str], Any]:
    """Return a parser that gives ``empty`` for an empty cell."""
    return lambda cell: parse(cell) if cell.strip() else empty


def day(cell: str) -> str | None:
    """Return a day as ISO text, or None."""
    found = values.parse_date(cell)
    return found.isoformat() if found else None


CONTENT_COLUMNS = (
    ImportColumn("id", ("nummer", "external_id", "extern_id"), text(200)),
    ImportColumn("title", ("titel", "naam", "name", "activiteit"), text(200), required=True),
    ImportColumn("summary", ("samenvatting", "korte_omschrijving"), text(500)),
    ImportColumn("description", ("omschrijving", "beschrijving", "toelichting"), text(20_000)),
    ImportColumn("categories", ("categorieen", "categorie", "category", "rubriek"), slugs),
    ImportColumn("audiences", ("doelgroepen", "doelgroep", "audience", "voor_wie"), slugs),
    ImportColumn("accessibility", ("toegankelijkheid", "toegankelijk"), slugs),
    ImportColumn("place_name", ("locatie", "plaatsnaam_locatie", "location", "venue"), text(200)),
    ImportColumn("street", ("straat", "adres", "address"), text(200)),
    ImportColumn("house_number", ("huisnummer", "nr"), text(20)),
    ImportColumn("postcode", ("postal_code", "zip"), optional(values.parse_postcode, "")),
    ImportColumn("city", ("plaats", "woonplaats", "town"), text(100)),
    ImportColumn("lon", ("longitude", "lengtegraad"), optional(values.parse_longitude, None)),
    ImportColumn("lat", ("latitude", "breedtegraad"), optional(values.parse_latitude, None)),
    ImportColumn("area", ("gebied", "buurt", "wijk", "neighbourhood"), text(200)),
    ImportColumn("website", ("url", "site"), optional(values.parse_website, "")),
    ImportColumn("phone", ("telefoon", "telefoonnummer", "tel"), optional(values.parse_phone, "")),
    ImportColumn("email", ("e_mail", "mail", "e_mailadres"), optional(values.parse_email, "")),
    ImportColumn("confirmed_on", ("gecontroleerd_op", "checked_on"), optional(day, None)),
    ImportColumn("source", ("bron",), text(300)),
)
