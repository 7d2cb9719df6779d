"""The languages in which something may be."""

from collections.abc import Callable

SPOKEN = {
    "nl": "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "de": "Duits",
    "es": "Spaans",
    "fr": "Frans",
    "fy": "Fries",
    "pl": "Pools",
    "so": "Somalisch",
    "ti": "Tigrinya",
    "tr": "Turks",
    "uk": "Oekraïens",
}


def name_of(code: str, gettext: Callable[[str], str]) -> str:
    """Return the name of a language in that of the page."""
    return gettext(SPOKEN[code])
