"""Which icons are in use, found where they are named, and the one SVG file that holds them."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("core", "plugins")
# Names that no file mentions: they come with data or with plugins made elsewhere.
EXTRA = Path("core", "static", "src", "icons.txt")
IN_CALL = re.compile(r"""\b(?:icon\(|icon=)["']([a-z0-9-]+)["']""")
IN_ROW = re.compile(r"""(?<!\w)\(\s*["']([a-z0-9-]+)["'],\s*_\(""")
IN_CHOICE = re.compile(r"""["'][a-z]+["']:\s*["']([a-z]+-[a-z0-9-]+)["']""")
INNER = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)
BACKGROUND = re.compile(r'<path stroke="none"[^>]*/>')


class UnknownIcon(Exception):
    """A name that the icon set does not have."""


def in_templates(root: Path, folder: str) -> Iterator[str]:
    """Yield icon names of templates: in calls, in rows of ``ui.facts``, in small choices."""
    for path in (root / folder).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for pattern in (IN_CALL, IN_ROW, IN_CHOICE):
            yield from pattern.findall(text)
        # The names after the default of a choice: .get(kind, "info-circle")
        yield from re.findall(r"""\.get\(\w+, ["']([a-z0-9-]+)["']\)""", text)


def in_tables(root: Path, folder: str) -> Iterator[str]:
    """Yield icon names of CSV files that have a column ``icon``."""
    for path in (root / folder).glob("**/data/*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "icon" in (reader.fieldnames or ()):
                yield from (row["icon"] for row in reader if row["icon"])


def find_icons(root: Path) -> list[str]:
    """Return the names of all icons in use, sorted."""
    names = set((root / EXTRA).read_text(encoding="utf-8").split())
    for folder in FOLDERS:
        names.update(in_templates(root, folder))
        names.update(in_tables(root, folder))
        for path in (root / folder).rglob("*.py"):
            names.update(IN_CALL.findall(path.read_text(encoding="utf-8")))
    return sorted(names)


def make_sprite(outlines: Path, names: list[str]) -> str:
    """Return one SVG with a symbol per icon. Raises UnknownIcon for names without an outline."""
    missing = [name for name in names if not (outlines / f"{name}.svg").is_file()]
    if missing:
        raise UnknownIcon(f"no icon in the set is called {', '.join(missing)}")
    symbols = []
    for name in names:
        found = INNER.search((outlines / f"{name}.svg").read_text(encoding="utf-8"))
        lines = BACKGROUND.sub("", found[1] if found else "").split("\n")
        drawing = "".join(line.strip() for line in lines)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
