"""The font of the site for paper: one file for each weight, in a form that page makers read."""

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Atkinson Hyperlegible Next"
"""``FAMILY`` has the letters of Western Europe, ``FAMILY Ext`` those of the rest of it."""
PARTS = (("latin", FAMILY), ("latin-ext", f"{FAMILY} Ext"))
WEIGHTS = (("Regular", 400), ("Bold", 700))
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def make_print_fonts(source: Path, target: Path) -> None:
    """Write TTF files into ``target`` from the variable WOFF2 files in ``source``."""
    target.mkdir()
    for part, family in PARTS:
        for style, weight in WEIGHTS:
            variable = TTFont(source / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2")
            font = instantiateVariableFont(variable, {"wght": weight})
            font.flavor = None
            font["OS/2"].usWeightClass = weight
            font["head"].macStyle = int(style == "Bold")
            _name(font, family, style)
            font.save(target / f"{part}-{style.lower()}.ttf")


def _name(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    names.names = []
    postscript = f"{family}-{style}".replace(" ", "")
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, number, WINDOWS, UNICODE, ENGLISH)
