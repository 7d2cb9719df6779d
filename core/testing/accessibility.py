"""axe-core on a page of the browser: every WCAG rule of levels A and AA up to 2.2."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import core
from core.testing.places import MissingServer

if TYPE_CHECKING:
    from playwright.async_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
RUN = (
    "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
)


async def axe(page: "Page") -> list[str]:
    """Return what axe finds wrong on ``page``, one line for each element.

    The script goes in through the browser's protocol, so the page's CSP stays as it is. A page
    that was opened without scripts cannot be checked. Raises MissingServer without axe-core.
    """
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(axe_source())
    found: dict[str, Any] = await page.evaluate(RUN, list(TAGS))
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        f"{' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@cache
def axe_source() -> str:
    """Return axe-core's script, from the project under test or from our own checkout."""
    ours = Path(core.__file__).resolve().parents[1]
    for folder in (Path.cwd(), ours):
        script = folder / "node_modules" / "axe-core" / "axe.min.js"
        if script.is_file():
            return script.read_text("utf-8")
    raise MissingServer("The browser tests need axe-core: run npm ci where package.json is.")
