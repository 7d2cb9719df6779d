"""Reading a table of postcodes: four digits, place, municipality and point."""

import csv
from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import Invalid
from core.neighbourhoods.postcodes import read_pc4

LARGEST = 10 * 1024 * 1024
NAMES = {
    "pc4": ("pc4", "postcode"),
    "place": ("place", "plaats", "woonplaats"),
    "municipality": ("municipality", "gemeente"),
    "lon": ("lon", "longitude", "lengtegraad"),
    "lat": ("lat", "latitude", "breedtegraad"),
}
LONGEST = 100


def read_postcode_file(data: bytes) -> list[dict[str, Any]]:
    """Read a CSV file, ``,`` or ``;``; raises Invalid with the line that cannot be used."""
    if not data.strip():
        raise Invalid("Dit bestand is leeg.")
    if len(data) > LARGEST:
        raise Invalid("Dit bestand is groter dan %(most)s MB.", most=LARGEST // 1024**2)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("Dit bestand is geen CSV-bestand in UTF-8.") from None
    if "\0" in text:
        raise Invalid("Dit bestand is geen CSV-bestand in UTF-8.")
    lines = text.splitlines()
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    try:
        return list(_rows(csv.DictReader(lines, delimiter=delimiter)).values())
    except csv.Error:
        raise Invalid("Dit bestand is geen CSV-bestand in UTF-8.") from None


def _rows(reader: "csv.DictReader[str]") -> dict[str, dict[str, Any]]:
    columns = _columns(reader.fieldnames or ())
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(reader, 2):
        cells = {name: (row.get(column) or "").strip() for name, column in columns.items()}
        if not any(cells.values()):
            continue
        values = _values(cells, number)
        if values["pc4"] in found:
            raise Invalid(
                "Regel %(number)s: postcode %(pc4)s staat er twee keer in.",
                number=number, pc4=values["pc4"],
            )  # fmt: skip
        found[values["pc4"]] = values
    if not found:
        raise Invalid("Dit bestand heeft geen postcodes.")
    return found


def _columns(headers: Iterable[str]) -> dict[str, str]:
    given = {header.strip().lower(): header for header in headers if header}
    found = {
        name: given[alias] for name, aliases in NAMES.items() for alias in aliases if alias in given
    }
    missing = sorted(set(NAMES) - set(found))
    if missing:
        raise Invalid("Deze kolommen ontbreken: %(names)s.", names=", ".join(missing))
    return found


def _values(cells: Mapping[str, str], number: int) -> dict[str, Any]:
    pc4 = read_pc4(cells["pc4"])
    if pc4 is None or pc4 != cells["pc4"]:
        raise Invalid("Regel %(number)s: de postcode is niet vier cijfers.", number=number)
    try:
        lon, lat = float(cells["lon"]), float(cells["lat"])
    except ValueError:
        lon = lat = 999.0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Invalid("Regel %(number)s: het punt is niet in graden (WGS 84).", number=number)
    place, municipality = cells["place"], cells["municipality"]
    if max(len(place), len(municipality)) > LONGEST:
        raise Invalid("Regel %(number)s: een naam is te lang.", number=number)
    return {"pc4": pc4, "place": place, "municipality": municipality, "lon": lon, "lat": lat}
