"""Tables for spreadsheets: CSV that no spreadsheet takes for a formula, sent line by line."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from litestar.response import Stream

MARK = "\ufeff"
"""Tells spreadsheets that this is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CHUNK = 64 * 1024


def safe_cell(value: Any) -> Any:
    """Return a cell that stays text: what begins like a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as lines of CSV, with semicolons as spreadsheets here expect."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [safe_cell(cell) for cell in row] for row in rows
    )
    return out.getvalue()


def csv_file(name: str, headings: Sequence[str], rows: AsyncIterator[Sequence[Any]]) -> Stream:
    """Answer rows as a file, sent while they are read."""

    async def lines() -> AsyncIterator[bytes]:
        text = MARK + csv_text([headings])
        async for row in rows:
            text += csv_text([row])
            if len(text) > CHUNK:
                yield text.encode()
                text = ""
        yield text.encode()

    return Stream(
        lines(),
        media_type="text/csv",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
