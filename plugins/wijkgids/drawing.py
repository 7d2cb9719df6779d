"""From the contents of a guide to a PDF that screen readers understand."""

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from core.web.static import PRINT_FONTS

TEMPLATE = Path(__file__).with_name("templates") / "guide.typ"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A guide that was made."""

    content: bytes
    pages: int


async def draw(contents: dict[str, Any], *, large: bool) -> Drawn:
    """Return the PDF of a guide, A4, in normal (11 pt) or large (18 pt) print.

    It is made in a thread and holds nobody up.
    """
    content = await asyncio.to_thread(_compile, contents, large)
    return Drawn(content, pages_in(content))


def _compile(contents: dict[str, Any], large: bool) -> bytes:
    """Make a PDF/UA: without a title, or with a picture without words, it would be refused."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"data": json.dumps(contents), "large": "1" if large else "0"},
        font_paths=[str(PRINT_FONTS)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


def pages_in(content: bytes) -> int:
    """Return how many pages a PDF has, as its page tree says."""
    counts = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", content)
    return max((int(count) for count in counts), default=0)
