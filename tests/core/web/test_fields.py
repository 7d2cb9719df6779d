"""Fields of forms read what people type, and show it again."""

from datetime import date, time

import pytest

from core.errors import Invalid
from core.web.controls import form_view
from core.web.fields import Field, Option, read_fields, show_fields, take_up
from core.web.forms import Form
from core.web.locales import load_words

WORDS = load_words("nl", [])
COLOURS = (Option("rood", "Rood"), Option("blauw", "Blauw", group="Koel"))


def read(kind: str, text: str, **more):
    filled = read_fields((Field("x", "Iets", kind, **more),), Form((("x", text),)))
    return filled.errors.get("x") or filled.values["x"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  twee   woorden\t", "twee woorden"),
        ("textarea", "een\r\n\r\ntwee ", "een\n\ntwee"),
        ("mail", "Jan@Voorbeeld.NL", "Jan@voorbeeld.nl"),
        ("tel", "033-4 56 78 90", "+31334567890"),
        ("website", "voorbeeld.nl/ons", "https://voorbeeld.nl/ons"),
        ("postcode", "3811ab", "3811 AB"),
        ("money", "€ 3,50", 350),
        ("money", "gratis", 0),
        ("money", "", None),
        ("number", "12", 12),
        ("date", "2026-11-24", date(2026, 11, 24)),
        ("date", "24-11-2026", date(2026, 11, 24)),
        ("time", "9.30", time(9, 30)),
        ("time", "", None),
        ("degrees", "5,39608", 5.39608),
        ("checkbox", "1", True),
    ],
)
def test_what_people_type_becomes_a_value(kind, typed, value):
    assert read(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("mail", "jan apenstaart"),
        ("tel", "bel maar"),
        ("website", "javascript:alert(1)"),
        ("postcode", "ABCD 12"),
        ("money", "een paar euro"),
        ("number", "-3"),
        ("number", "201"),
        ("date", "31-2-2026"),
        ("date", "0001-01-01"),
        ("time", "25:00"),
        ("degrees", "9" * 40),
        ("text", "a" * 201),
        ("select", "paars"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_in_a_sentence(kind, typed):
    assert isinstance(read(kind, typed, options=COLOURS), Invalid)


def test_a_problem_leaves_everything_as_it_was_typed():
    fields = (
        Field("name", "Naam", required=True, missing="Hoe heet het?"),
        Field("mail", "E-mail", "mail"),
        Field("colours", "Kleuren", "checks", options=COLOURS),
    )
    pairs = (("name", " "), ("mail", "nee"), ("colours", "blauw"), ("colours", "rood"))
    view = form_view(read_fields(fields, Form(pairs)), WORDS)
    assert view.errors[0] == ("name", "Naam: hoe heet het?")
    assert view["mail"].value == "nee"
    assert view["mail"].tied == "mail-error"
    assert [option.checked for option in view["colours"].options] == [True, True]
    assert [group.label for group in view["colours"].groups] == ["", "Koel"]


def test_the_summary_does_not_repeat_a_label_of_whole_sentences():
    consent = Field(
        "yes", "Bewaar mijn naam.", "checkbox", required=True, missing="Zet een vinkje."
    )
    view = form_view(read_fields((consent,), Form(())), WORDS)
    assert view.errors == (("yes", "Zet een vinkje."),)


def test_values_are_shown_as_people_write_them():
    fields = (Field("tel", "Telefoon", "tel"), Field("price", "Prijs", "money"),
              Field("at", "Tijd", "time"), Field("none", "Leeg", "date"))  # fmt: skip
    filled = show_fields(fields, {"tel": "+31334567890", "price": 350, "at": time(9, 5)})
    assert [control.value for control in form_view(filled, WORDS)] == [
        "033 456 7890", "3,50", "09:05", "",
    ]  # fmt: skip
    assert read_fields(fields, filled.form).values == {
        "tel": "+31334567890", "price": 350, "at": time(9, 5), "none": None,
    }  # fmt: skip


def test_a_draft_is_taken_up_without_blame():
    filled = take_up((Field("mail", "E-mail", "mail", required=True),), [("mail", "nog niet af")])
    assert filled.errors == {}
    assert form_view(filled, WORDS)["mail"].value == "nog niet af"
