"""The cells of a CSV file, whatever program wrote it."""

import csv
import re
from collections.abc import Iterator

from core.errors import Invalid

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
SEPARATORS = ";\t,"
MARKUP = ("<", "{", "[", "%PDF")
LONGEST_LINE = 100_000
MANGLED = re.compile("[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")
"""What UTF-8 looks like when it was read as Windows-1252 once too often."""


def is_text(data: bytes) -> bool:
    """Whether the bytes are letters in an encoding that spreadsheets write."""
    text = _decode(data)
    return text is not None and not CONTROL.search(text)


def read_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number, the first being 1; raises Invalid for broken quotes."""
    text = _decode(data)
    if text is None or text.lstrip().startswith(MARKUP):
        raise Invalid("Dit bestand is geen tabel. Lever een CSV- of XLSX-bestand aan.")
    lines = text.splitlines(keepends=True)
    separator, skip = _separator(lines)
    try:
        rows = csv.reader(lines[skip:], delimiter=separator, strict=False)
        for number, cells in enumerate(rows, start=1 + skip):
            yield number, [mend(cell.strip()) for cell in cells]
    except csv.Error as error:
        raise Invalid(
            "Dit CSV-bestand klopt niet: ergens staat een aanhalingsteken dat niet sluit."
        ) from error


def mend(text: str) -> str:
    """Return "café" for "cafÃ©": text that was encoded twice; any other text unchanged."""
    if not MANGLED.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _decode(data: bytes) -> str | None:
    """Return the text in UTF-8, UTF-16 with a mark, or Windows-1252; None for no text."""
    encodings = ["utf-16"] if data.startswith(UTF_16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    return None


def _separator(lines: list[str]) -> tuple[str, int]:
    """Return what separates the headings, and 1 when the first line only says so ("sep=;")."""
    first = next((line for line in lines if line.strip(f"{SEPARATORS}\r\n ")), "")
    said = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if said and said[1] in SEPARATORS:
        return said[1], lines.index(first) + 1
    bare = re.sub(r'"[^"]*"', "", first[:LONGEST_LINE])
    return max(SEPARATORS, key=bare.count), 0
