"""The text of a mail as blocks: paragraphs, lists, buttons. From these come text and HTML alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ITEM = "- "
BUTTON = re.compile(r"\[([^\[\]\n]{1,200})\]\((\S{1,2000})\)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What nobody types: controls, and marks that turn the direction of text around."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block; a button has an address, a list has lines."""

    kind: str
    """``paragraph``, ``list`` or ``button``."""
    lines: tuple[str, ...]
    address: str = ""


def clean(value: object) -> object:
    """Return a value that goes into a mail, without control characters; line ends stay."""
    if type(value) is not str:  # also what was made safe for HTML already
        return value
    return CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def in_blocks(text: str, base_url: str) -> list[Block]:
    """Return the blocks of a text.

    A link becomes a button only when it leads to this site: what visitors wrote may be in the
    text, and may look like one.
    """
    found = (block for part in re.split(r"\n\s*\n", text) for block in _blocks_of(part, base_url))
    return list(found)


def _blocks_of(part: str, base_url: str) -> Iterator[Block]:
    kept: list[str] = []
    kind = "paragraph"

    def flush() -> Iterator[Block]:
        if kept:
            yield Block(kind, tuple(kept))
            kept.clear()

    for line in (line.strip() for line in part.splitlines() if line.strip()):
        button = BUTTON.fullmatch(line)
        if button and is_ours(button[2], base_url):
            yield from flush()
            yield Block("button", (button[1],), button[2])
            continue
        wanted = "list" if line.startswith(ITEM) else "paragraph"
        if wanted != kind:
            yield from flush()
            kind = wanted
        kept.append(line.removeprefix(ITEM) if wanted == "list" else line)
    yield from flush()


def is_ours(address: str, base_url: str) -> bool:
    """Whether an address is on this site."""
    return address == base_url or address.startswith(f"{base_url}/")


def as_text(blocks: list[Block]) -> str:
    """Return the blocks as plain text; a button shows its address on a line of its own."""
    parts = []
    for block in blocks:
        if block.kind == "button":
            parts.append(f"{block.lines[0]}:\n{block.address}")
        elif block.kind == "list":
            parts.append("\n".join(f"{ITEM}{line}" for line in block.lines))
        else:
            parts.append("\n".join(block.lines))
    return "\n\n".join(parts)
