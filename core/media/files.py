"""Names and addresses of the files of pictures."""

import re

MEDIA = "/media/"
NAME = re.compile(r"[0-9a-f]{64}(?:-[0-9]{2,4})?\.webp")
WIDTHS = (400, 800)
"""Smaller files beside the whole picture."""


def file_name(hash_: str, width: int = 0) -> str:
    """Return the name of a file: of the whole picture, or of a smaller one."""
    return f"{hash_}-{width}.webp" if width else f"{hash_}.webp"


def file_path(hash_: str, width: int = 0) -> str:
    """Return the address of a file."""
    return MEDIA + file_name(hash_, width)
