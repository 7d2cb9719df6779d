"""Catalogues merged into the words of a language."""

from pathlib import Path

import core
from core.web.locales import LANGUAGES, load_words


def test_no_words_stay_no_words_in_every_language() -> None:
    folder = Path(core.__file__).parent
    assert [load_words(language, [folder]).gettext("") for language in LANGUAGES] == ["", ""]


def test_a_text_without_translation_stays_as_it_is() -> None:
    assert load_words("en", [Path(core.__file__).parent]).gettext("Nergens vertaald") == (
        "Nergens vertaald"
    )
