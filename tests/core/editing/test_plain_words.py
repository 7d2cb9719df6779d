"""Hard language gets a friendly hint, plain language gets none."""

import pytest

from core.editing.plain_words import hints


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Indien je wilt, kom dan langs.", "makkelijker"),
        ("Je kunt " + "heel vaak " * 12 + "komen.", "Maak er twee van"),
        ("Wij doen aan gemeenschapsontwikkeling.", "lang woord"),
        ("De koffie wordt elke dag geschonken.", "wie iets doet"),
    ],
)
def test_hard_language_gets_a_hint(text, said):
    assert said in hints(text)[0].message


@pytest.mark.parametrize(
    "text", ["", "Kom koffie drinken. Je bent welkom!", "Mail info@buurthuisdeontmoetingsplaats.nl"]
)
def test_plain_language_gets_none(text):
    assert hints(text) == ()


def test_there_are_never_more_than_three():
    text = "Indien reeds tevens echter gaarne " * 20 + "wordt gemaakt in dorpshuiskamerprojecten"
    assert len(hints(text)) == 3
