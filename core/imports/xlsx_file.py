"""The cells of an XLSX file: the first sheet that has any, each as the text a person reads."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from core.errors import Invalid

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 200
BROKEN = "Dit Excel-bestand is beschadigd. Open het in Excel en sla het opnieuw op als .xlsx."


def read_xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number; raises Invalid for another kind of zip, or a zip bomb."""
    _check_parts(data)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        yield from _first_with_data(book)
        book.close()
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever its parts do on a broken file
        raise Invalid(BROKEN) from error


def _check_parts(data: bytes) -> None:
    """Look at the table of contents before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in packed.namelist():
                raise Invalid("Dit is geen Excel-bestand. Lever een CSV- of XLSX-bestand aan.")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid("Dit Excel-bestand is uitgepakt te groot. Sla het op als CSV.")
            for part in parts:
                _check_markup(packed, part)
    except Invalid:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
            zipfile.LargeZipFile) as error:  # fmt: skip
        raise Invalid(BROKEN) from error


def _check_markup(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that declares entities: no spreadsheet program writes them."""
    if part.filename.endswith((".xml", ".rels")):
        with packed.open(part) as opened:
            start = opened.read(1024)
        if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
            raise Invalid(BROKEN)


def _first_with_data(book: Any) -> Iterator[tuple[int, list[str]]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # many programs write wrong ones
        found = False
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        for number, values in enumerate(rows, start=1):
            cells = [as_text(value) for value in values]
            if any(cells):
                found = True
                yield number, cells
        if found:
            return


def as_text(value: Any) -> str:
    """Return a cell's value as text: dates in ISO form, times as 09:30, whole numbers bare."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        midnight = value.time().replace(microsecond=0) == time.min
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
