"""Reading the agenda as a page shows it, and knowing what it should show."""

import re
from dataclasses import dataclass
from typing import Any

from core.testing.world import World

LINE = re.compile(
    r'data-date="(?P<day>[0-9-]+)"|class="card__title"><a href="/activiteiten/(?P<slug>[^"]+)"'
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the agenda: (day, slug) of each line, and the address of what follows."""

    lines: list[tuple[str, str]]
    next_href: str
    html: str

    @property
    def slugs(self) -> set[str]:
        """The activities among the lines."""
        return {slug for _, slug in self.lines}


def read_lines(html: str) -> Shown:
    """Return the dated lines of a page; the offers above them, which have no day, are left out."""
    lines, day = [], ""
    for found in LINE.finditer(html):
        if found["day"]:
            day = found["day"]
        elif day:
            lines.append((day, found["slug"]))
    onward = re.search(r'rel="next" href="([^"]+)"', html)
    return Shown(lines, onward[1].replace("&amp;", "&") if onward else "", html)


async def show(world: World, query: str = "", path: str = "/activiteiten") -> Shown:
    """Return the first page of the agenda."""
    async with world.client() as client:
        answer = await client.get(f"{path}{query}")
    assert answer.status_code == 200, (query, answer.status_code, answer.text[:2000])
    return read_lines(answer.text)


async def show_all(world: World, query: str = "") -> list[tuple[str, str]]:
    """Return the lines of every page, one after another."""
    page = await show(world, query)
    found = list(page.lines)
    for _ in range(200):
        if not page.next_href:
            return found
        page = await show(world, "", page.next_href)
        found += page.lines
    raise AssertionError("the pages do not end")


async def fetch(world: World, path: str, **more: Any) -> tuple[int, str]:
    """Return status and text of an answer."""
    async with world.client() as client:
        answer = await client.get(path, **more)
    return answer.status_code, answer.text
