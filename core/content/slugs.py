"""Slugs and sort keys: the address of a title, and its place in the alphabet."""

import re
import unicodedata

LONGEST = 80


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, so that it sorts the same everywhere."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()


def slugify(text: str) -> str:
    """Return the address form of a title: letters, digits and single hyphens, never empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "").replace("’", "")).strip("-")
    if len(slug) > LONGEST:
        slug = slug[:LONGEST].rsplit("-", 1)[0]
    return slug or "naamloos"


def sort_key(title: str) -> str:
    """Return the key by which alphabetical lists are ordered: folded, letters and digits only."""
    return re.sub(r"[^a-z0-9 ]+", "", fold(title)).strip()[:200]


def unused(slug: str, taken: set[str]) -> str:
    """Return ``slug``, or the first of ``slug-2``, ``slug-3`` … that is not in ``taken``."""
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
