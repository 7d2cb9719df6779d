"""Whose mail it is: the name, address and colours of the site that sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy.ext.asyncio import AsyncSession

from core.manage.preferences import read_preferences
from core.registry import Registry
from core.settings import Settings
from core.web.contrast import colours
from core.web.refresh import read_sites, with_own_name

THEMES = Path(__file__).resolve().parents[1] / "static" / "src" / "themes"
PREFIX = "--bb-"
NAMELESS = "Buurtbasis"


@dataclass(frozen=True, slots=True)
class Sender:
    """A site as its mail shows it; ``base_url`` has no slash at the end."""

    name: str
    base_url: str
    theme: str = "default"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by name, as ``accent``, in the light and in the dark scheme."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


async def read_senders(
    session: AsyncSession, settings: Settings, registry: Registry
) -> dict[int | None, Sender]:
    """Return the sites by id; the platform's own under None."""
    stored = await read_preferences(session, [owned.item for owned in registry.settings])
    sites = with_own_name(await read_sites(session), stored)
    own = settings.base_url.rstrip("/")
    found: dict[int | None, Sender] = {None: Sender(NAMELESS, own)}
    for row in sites.values():
        found[row.id] = Sender(row.name, address_of(row.hostname, own), row.theme)
        if row.is_platform:
            found[None] = Sender(row.name, own, row.theme)
    return found


def address_of(hostname: str | None, own: str) -> str:
    """Return the address of a site: as the platform's, with its own hostname."""
    if not hostname:
        return own
    parts = urlsplit(own)
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{hostname}{port}", "", "", ""))


@cache
def palette(theme: str) -> Palette:
    """Return the colours of a theme, or of the default one when it is not ours."""
    default = (THEMES / "default.css").read_text("utf-8")
    file = THEMES / f"{theme}.css"
    known = theme != "default" and file.parent == THEMES and file.is_file()
    light, dark = colours(default)
    own_light, own_dark = colours(file.read_text("utf-8")) if known else ({}, {})
    light, dark = {**light, **own_light}, {**light, **dark, **own_light, **own_dark}
    return Palette(_short(light), _short(dark))


def _short(tokens: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX).replace("-", "_"): colour
        for name, colour in tokens.items()
        if name.startswith(PREFIX)
    }
