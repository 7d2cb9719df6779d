"""Reading a CSV or XLSX file of others into a table of texts, or refusing it in one sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Invalid
from core.imports.csv_file import is_text, read_csv
from core.imports.xlsx_file import read_xlsx

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
TOTAL = re.compile(r"(aantal|totaal|total|subtotaal|som)\b.*", re.IGNORECASE | re.DOTALL)
NUMBER = re.compile(r"[€\s]*[-\d.,]*")

Records = Iterable[tuple[int, Sequence[str]]]
"""Numbered rows of cells; the number is the one that a spreadsheet shows."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by heading. ``faults`` says of a row, by its number, why its cells cannot be placed."""

    headers: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    faults: Mapping[int, str] = field(default_factory=dict)


def read_table(path: Path) -> Table:
    """Read a file; raises Invalid with one sentence for what is no usable table."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid("Dit bestand is groter dan 20 MB. Maak er kleinere bestanden van.")
        data = path.read_bytes()
    except OSError as error:
        raise Invalid("Het bestand ‘%(name)s’ kan niet gelezen worden.", name=path.name) from error
    return parse_table(data)


def parse_table(data: bytes) -> Table:
    """Read the bytes of a file; the content decides what it is, whatever its name says."""
    if len(data) > MOST_BYTES:
        raise Invalid("Dit bestand is groter dan 20 MB. Maak er kleinere bestanden van.")
    if not data.strip():
        raise Invalid("Dit bestand is leeg.")
    if data.startswith(OLD_EXCEL):
        raise Invalid(
            "Dit is een oud of beveiligd Excel-bestand. Sla het op als .xlsx zonder wachtwoord, of"
            " als CSV."
        )
    if data.startswith(ZIP):
        return _tabulate(read_xlsx(data))
    if not is_text(data):
        raise Invalid("Dit bestand is geen tabel. Lever een CSV- of XLSX-bestand aan.")
    return _tabulate(read_csv(data))


def _tabulate(records: Records) -> Table:
    """Take the first row that says anything for the headings, and the others below them."""
    filled = ((number, cells) for number, cells in records if any(cells))
    _, first = next(filled, (0, ()))
    if not first:
        raise Invalid("Dit bestand is leeg.")
    headers = tuple(first)
    while headers and not headers[-1]:
        headers = headers[:-1]
    _check_headers(headers)
    rows: list[tuple[int, dict[str, str]]] = []
    faults: dict[int, str] = {}
    for number, cells in _without_totals(filled):
        if len(rows) >= MOST_ROWS:
            raise Invalid("Dit bestand heeft meer dan 200.000 regels. Splits het op.")
        rows.append((number, _row(headers, cells)))
        _check_places(number, cells, headers, faults)
    if not rows:
        raise Invalid("Onder de kopregel van dit bestand staat niets.")
    return Table(tuple(header for header in headers if header), rows, faults)


def _row(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    given = dict(zip(headers, cells, strict=False))
    return {header: given.get(header, "") for header in headers if header}


def _check_headers(headers: Sequence[str]) -> None:
    twice = [name for name, count in Counter(map(str.casefold, headers)).items() if count > 1]
    twice = [name for name in twice if name]
    if twice:
        raise Invalid("De kop ‘%(name)s’ staat er twee keer. Geef elke kolom een eigen naam.",
                      name=twice[0])  # fmt: skip
    if headers and not any(re.search(r"[^\W\d_]", header) for header in headers):
        raise Invalid("De eerste regel heeft geen koppen. Zet boven elke kolom een naam.")


def _check_places(
    number: int, cells: Sequence[str], headers: Sequence[str], faults: dict[int, str]
) -> None:
    """Refuse a column without a heading, and note a row that is wider than the headings."""
    for at, cell in enumerate(cells[: len(headers)]):
        if cell and not headers[at]:
            raise Invalid(
                "Kolom %(at)s heeft geen kop, maar op regel %(row)s staat er iets in. Splits"
                " samengevoegde cellen en geef elke kolom een naam.",
                at=at + 1, row=number,
            )  # fmt: skip
    if any(cells[len(headers) :]):
        if len(headers) == 1:
            raise Invalid(
                "Er is maar één kop, terwijl er meer kolommen zijn. Splits samengevoegde cellen en"
                " geef elke kolom een naam."
            )
        faults[number] = (
            "Deze regel heeft meer cellen dan er koppen zijn. Staat er een scheidingsteken in een"
            " tekst, of is een kop samengevoegd?"
        )


def _without_totals(records: Records) -> Iterator[tuple[int, Sequence[str]]]:
    """Leave out lines such as "Aantal activiteiten:;18"."""
    for number, cells in records:
        said = [cell for cell in cells if cell]
        is_total = TOTAL.fullmatch(said[0]) and len(said) <= 2 and NUMBER.fullmatch(said[-1])
        one_cell = len(said) == 1 and re.fullmatch(r"(?i)(aantal|totaal)[^:]*:\s*\d+", said[0])
        if not (is_total and len(said) == 2) and not one_cell:
            yield number, cells
