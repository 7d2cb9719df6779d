"""Slugs for many new entries at once, without counting from 2 for every one."""

from collections.abc import Iterable

from core.content.slugs import slugify


class FreeSlugs:
    """Hands out slugs that nobody has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def take(self, title: str) -> str:
        """Return the slug of a title, with the next free number when it is taken."""
        slug = slugify(title)
        found, number = slug, self._last.get(slug, 1)
        while found in self._taken:
            number += 1
            found = f"{slug}-{number}"
        self._last[slug] = number
        self._taken.add(found)
        return found
