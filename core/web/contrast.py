"""Whether the colours of a theme can be read: the pairs that pages use, light and dark."""

import re
from collections.abc import Iterator, Mapping
from itertools import product

# Least contrasts of WCAG 2.2: 1.4.3 for text, 1.4.11 for edges of controls.
TEXT = 4.5
EDGE = 3.0
COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})\b")
DARK = "(prefers-color-scheme: dark)"
GROUNDS = ("paper", "surface", "surface-sunken")
MESSAGES = ("good", "warning", "error", "info")

# Foreground, background and the least contrast, by the names after "--bb-".
PAIRS = (
    *((ink, ground, TEXT) for ink, ground in product(("ink", "ink-soft", "accent"), GROUNDS)),
    *((ink, f"{ink}-tint", TEXT) for ink in MESSAGES),
    *(("ink", f"{kind}-tint", TEXT) for kind in MESSAGES),
    ("good", "paper", TEXT), ("good", "surface", TEXT), ("error", "paper", TEXT),
    ("error", "surface", TEXT), ("accent", "accent-tint", TEXT),
    ("accent-strong", "accent-tint", TEXT), ("accent-strong", "paper", TEXT),
    ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("header-ink", "header", TEXT), ("header-current", "header", TEXT),
    ("line-strong", "surface", EDGE), ("line-strong", "paper", EDGE),
    ("focus", "focus-inverse", EDGE),
)  # fmt: skip


def colours(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colour tokens of a theme file in its light and in its dark scheme."""
    light, _, dark = css.partition(DARK)
    return dict(COLOUR.findall(light)), dict(COLOUR.findall(dark))


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, definition of that name)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours: from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def failing(tokens: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for every pair of ``tokens`` that cannot be read well enough."""
    pairs = [(f"--bb-{ink}", f"--bb-{ground}", least) for ink, ground, least in PAIRS]
    for ink in (name for name in tokens if name.startswith("--category-")):
        if ink.endswith("-ink"):
            tint = ink.removesuffix("-ink") + "-tint"
            pairs += [(ink, tint, TEXT), (ink, "--bb-surface", TEXT)]
    for ink, ground, least in pairs:
        found = ratio(tokens[ink], tokens[ground])
        if found < least:
            yield f"{ink} on {ground} has contrast {found:.2f}; it needs {least}"


def theme_problems(default: str, theme: str = "") -> list[str]:
    """Return what cannot be read with ``theme`` on top of ``default`` (both are CSS)."""
    light, dark = colours(default)
    own_light, own_dark = colours(theme)
    # A theme comes last and has no weaker rules, so its light colours also beat the default's dark.
    schemes = {"light": {**light, **own_light}, "dark": {**light, **dark, **own_light, **own_dark}}
    return [f"{name}: {text}" for name, tokens in schemes.items() for text in failing(tokens)]
