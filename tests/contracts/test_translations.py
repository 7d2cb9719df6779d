"""Dutch is the source, and everything that people read is there in English too."""

import re

from core.testing.catalogue import (
    declared_texts,
    in_module,
    in_template,
    missing,
    texts_of,
    translated,
)
from core.web.locales import load_words

PAIR = re.compile(r'ngettext\("([^"]+)", "([^"]+)"')
"""How a template says one and many."""


def test_every_text_of_core_is_in_english(alone):
    assert missing(alone, "core") == []


def test_every_text_of_the_shipped_plugins_is_in_english(shipped):
    names = [loaded.info.name for loaded in shipped.plugins]
    assert {name: missing(shipped, name) for name in names} == {name: [] for name in names}


def test_no_translation_is_left_of_a_text_that_is_gone(shipped):
    for loaded in shipped.plugins:
        name = loaded.info.name
        there = texts_of(loaded.folder) | declared_texts(shipped, name)
        assert sorted(translated([loaded.folder]).keys() - there) == [], name


def test_a_translation_keeps_the_places_that_are_filled_in(shipped):
    folders = [loaded.folder for loaded in shipped.plugins]
    for text, said in translated(folders).items():
        assert said.count("%") == text.count("%"), text


def test_one_and_many_are_translated_as_a_pair(shipped):
    folders = [loaded.folder for loaded in shipped.plugins]
    words = load_words("en", folders)
    templates = [one for folder in folders for one in (folder / "templates").rglob("*.html")]
    pairs = {pair for one in templates for pair in PAIR.findall(one.read_text())}
    alike = {("Postcode", "Postcodes")}
    assert {pair for pair in pairs if words.ngettext(*pair, 2) == pair[1]} == alike


def test_texts_are_found_in_templates_choices_tables_and_errors():
    assert in_template('{{ _("Hoi %(name)s", name=x) }}{{ ngettext("1 ding", "dingen", n) }}') == {
        "Hoi %(name)s", "1 ding", "dingen",
    }  # fmt: skip
    source = """
NAMES = {"a": "Een", "b": "Twee"}
def show(view, say, key, good):
    text = "Goed" if good else "Fout"
    for label, path in (("Thuis", "/"),):
        say(label)
    words.gettext(text), say(NAMES[key]), view.words.count(3, 9, "kast", "kasten")
    raise NotFound("Weg.")
"""
    found = {"Een", "Twee", "Goed", "Fout", "Thuis", "kast", "kasten", "Weg."}
    assert in_module(source) == found
