"""Catalogues: Dutch is the source; other languages are merged from every plugin's ``locales``."""

import io
from collections.abc import Iterable
from gettext import NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from core.words import Words

LANGUAGES = ("nl", "en")
SOURCE = "nl"


def load_words(language: str, folders: Iterable[Path]) -> Words:
    """Return the words of a language, merged from ``<folder>/locales/<language>/*.po``.

    A plugin's translation of a text that core has too wins for that text everywhere, so words
    with two meanings need different msgids.
    """
    if language == SOURCE:
        plain = NullTranslations()
        return Words(language, plain.gettext, plain.ngettext)
    merged = Translations()
    for folder in folders:
        for file in sorted((folder / "locales" / language).glob("*.po")):
            merged.merge(_compiled(file))

    def gettext(text: str) -> str:
        """Translate; a catalogue keeps its own header under the empty text."""
        return str(merged.ugettext(text)) if text else ""

    return Words(language, gettext, merged.ungettext)


def _compiled(file: Path) -> Translations:
    """Return a catalogue, read from its text form: half a millisecond a page of text, at start."""
    with file.open("rb") as opened:
        catalogue = read_po(opened)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return Translations(buffer, domain=file.stem)
