"""The cells of a CSV file, whatever program wrote it."""

import csv
import io
import re
from collections.abc import Iterator

from core.errors import Invalid

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
SEPARATORS = ";\t,"
LONGEST_HEADING = 100_000
MARKUP = ("<", "{", "[", "%PDF")
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
    separator, begin = _separator(text)
    try:
        lines = io.StringIO(text[begin:], newline="")
        # Strict: else a quote that never closes would swallow the rest of the file unseen.
        rows = csv.reader(lines, delimiter=separator, strict=True)
        for number, cells in enumerate(rows, start=2 if begin else 1):
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


def _separator(text: str) -> tuple[str, int]:
    """Return what separates the headings, and where those begin after a line "sep=;"."""
    said = re.match(rf"sep=([{SEPARATORS}])\r?\n", text, re.IGNORECASE)
    if said:
        return said[1], said.end()
    lines = re.split(r"[\r\n]+", text[:LONGEST_HEADING])
    first = next((line for line in lines if line.strip(f"{SEPARATORS} ")), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count), 0
