"""Cells as people fill them in: what is meant comes out, and what cannot be is said in Dutch."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.imports.dates import parse_date, parse_dates, weekday_of
from core.imports.repeats import parse_repeat
from core.imports.times import Times, parse_time, parse_times
from core.imports.values import (
    Price,
    parse_email,
    parse_latitude,
    parse_list,
    parse_longitude,
    parse_number,
    parse_phone,
    parse_postcode,
    parse_price,
    parse_website,
    parse_yes_no,
)

PARSERS: list[Callable[[str], Any]] = [
    parse_date, parse_dates, parse_email, parse_latitude, parse_list, parse_longitude,
    parse_number, parse_phone, parse_postcode, parse_price, parse_repeat, parse_time, parse_times,
    parse_website, parse_yes_no,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3-2-2026", date(2026, 2, 3)),
        ("03/02/26", date(2026, 2, 3)),
        ("3.2.2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("2026-02-03 14:30", date(2026, 2, 3)),
        ("di 3 februari 2026", date(2026, 2, 3)),
        ("Dinsdag, 3 februari 2026", date(2026, 2, 3)),
        ("3 feb. 2026", date(2026, 2, 3)),
        ("3e februari ’26", date(2026, 2, 3)),
        ("3 mrt 2026", date(2026, 3, 3)),
        ("3-feb-26", date(2026, 2, 3)),
        ("46056", date(2026, 2, 3)),
        ("46056.75", date(2026, 2, 3)),
        ("29-2-2028", date(2028, 2, 29)),
        ("  ", None),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["31-2-2026", "29-2-2026", "2026", "11111111", "3 foo 2026", "xx 3 feb 2026", "3-2", "n.t.b.",
     "volgt", "99999", "12345", "3-13-2026", "0-1-2026", "3-2-0001", "32 mei 2026", "morgen",
     "3-2-2026 of 4-2-2026", "4 t/m 3 mei 2026", "1 mei 2026 t/m 1 mei 2027"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_dates(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5 en 6 juni 2026", [(6, 5), (6, 6)]),
        ("4, 5 en 6 juni 2026", [(6, 4), (6, 5), (6, 6)]),
        ("30 juni en 1 juli 2026", [(6, 30), (7, 1)]),
        ("30 juni t/m 2 juli 2026", [(6, 30), (7, 1), (7, 2)]),
        ("5-7 juni 2026", [(6, 5), (6, 6), (6, 7)]),
        ("5-6-2026 | 12-6-2026", [(6, 5), (6, 12)]),
        ("12-6-2026; 5-6-2026; 5-6-2026", [(6, 5), (6, 12)]),
    ],
)
def test_several_dates_in_one_cell_come_in_order(text: str, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in parse_dates(text).days] == days
    with pytest.raises(Invalid, match="meer dan"):
        parse_date(text)


def test_a_weekday_that_does_not_fit_is_a_warning() -> None:
    found = parse_dates("zondag 3 februari 2026")
    assert found.days == (date(2026, 2, 3),)
    assert found.warnings == ("03-02-2026 is een dinsdag, geen zondag.",)
    assert parse_dates("di 3 februari 2026").warnings == ()


def test_weekdays_are_known_long_and_short_and_in_english() -> None:
    words = ("zaterdag", "za", "za.", "Zaterdags", "zaterdagen", "Saturday")
    assert {weekday_of(word) for word in words} == {5}
    assert weekday_of("feest") is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9.30u", time(9, 30), None),
        ("9u30", time(9, 30), None),
        ("9:30:00", time(9, 30), None),
        ("12.00 uur", time(12), None),
        ("8", time(8), None),
        ("0:00", time(0), None),
        ("24:00", time(0), None),
        ("vanaf 16.30", time(16, 30), None),
        ("inloop ca. 19 uur", time(19), None),
        ("0.375", time(9), None),
        ("13:00 - 15:30", time(13), time(15, 30)),
        ("13.00-15.30uur", time(13), time(15, 30)),
        ("van 9 tot 11 uur", time(9), time(11)),
        ("22:00–1:00", time(22), time(1)),
        ("", None, None),
    ],
)
def test_times_are_read_however_they_are_written(
    text: str, start: time | None, end: time | None
) -> None:
    assert parse_times(text) == Times(start, end)


@pytest.mark.parametrize("text", ["25:00", "9:60", "half tien", "ochtend", "9.5", "1-2-3", "24:30"])
def test_what_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_times(text)


@pytest.mark.parametrize(
    ("text", "cents", "note"),
    [
        ("gratis", 0, ""),
        ("Gratis!", 0, ""),
        ("geen", 0, ""),
        ("€ 0,00", 0, ""),
        ("€ 4,25", 425, ""),
        ("4.25", 425, ""),
        ("4.5", 450, ""),
        ("€4", 400, ""),
        ("€ 4,-", 400, ""),
        ("4 euro", 400, ""),
        ("75 cent", 75, ""),
        ("€ 1.250,00", 125_000, ""),
        ("€ 4,25 p.p.", 425, "p.p."),
        ("€ 4,25 per keer (incl. thee)", 425, "per keer (incl. thee"),
        ("entree € 4", 400, ""),
        ("gratis, thee € 1", 0, "thee € 1"),
        ("gratis voor leden", None, "gratis voor leden"),
        ("vrijwillige bijdrage", None, "vrijwillige bijdrage"),
        ("€ 5 tot € 10", None, "€ 5 tot € 10"),
        ("vanaf € 5", None, "vanaf € 5"),
        ("8 lessen voor € 40", None, "8 lessen voor € 40"),
        ("", None, ""),
        ("n.v.t.", None, ""),
    ],
)
def test_a_price_is_cents_and_what_is_no_amount_is_a_note(
    text: str, cents: int | None, note: str
) -> None:
    assert parse_price(text) == Price(cents, note)


@pytest.mark.parametrize("text", ["€ -5", "€ 999999", "gratis " * 60])
def test_an_impossible_price_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_price(text)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_phone, "033-000 00 00", "+31330000000"),
        (parse_phone, "(033) 000 00 00", "+31330000000"),
        (parse_phone, "tel. 06 - 00 00 00 00", "+31600000000"),
        (parse_phone, "330000000", "+31330000000"),
        (parse_phone, "14 033", "+3114033"),
        (parse_phone, "geen", ""),
        (parse_email, "mailto:Iemand@Proef.EXAMPLE", "Iemand@proef.example"),
        (parse_email, "-", ""),
        (parse_website, "www.proef.example/a?b=1", "https://www.proef.example/a?b=1"),
        (parse_website, "HTTP://Proef.Example", "http://proef.example"),
        (parse_website, "", ""),
        (parse_postcode, "1234ab", "1234 AB"),
        (parse_postcode, "1234", "1234"),
        (parse_latitude, "52,15", 52.15),
        (parse_longitude, "-68.9", -68.9),
        (parse_latitude, "0", None),
        (parse_number, "12.0", 12),
        (parse_yes_no, "Ja", True),
        (parse_yes_no, "nee", False),
        (parse_yes_no, "", None),
        (parse_list, "a| b ,c;a", ("a", "b", "c")),
    ],
)
def test_contact_details_and_numbers_get_one_form(
    parse: Callable[[str], Any], text: str, value: Any
) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_phone, "bel even"),
        (parse_phone, "033-0000000 / 06-00000000"),
        (parse_email, "iemand@ergens"),
        (parse_email, "a b@proef.example"),
        (parse_email, "a@proef.example\nbcc: x@proef.example"),
        (parse_website, "javascript:alert(1)"),
        (parse_website, "https://naam:woord@proef.example"),
        (parse_website, "proef.example:99999"),
        (parse_website, "http://[::1"),
        (parse_website, "www.proef .example"),
        (parse_postcode, "0123 AB"),
        (parse_latitude, "91"),
        (parse_latitude, "463000"),
        (parse_latitude, "nan"),
        (parse_number, "-1"),
        (parse_number, "²"),
        (parse_number, "9999999"),
        (parse_yes_no, "misschien"),
    ],
)
def test_what_cannot_be_used_is_refused(parse: Callable[[str], Any], text: str) -> None:
    with pytest.raises(Invalid):
        parse(text)


WORDS = st.lists(
    st.sampled_from(
        ["elke", "2e", "dinsdag", "t/m", "en", "-", "26", "3-2-2026", "februari", "'", "€", "4,25",
         "gratis", "10:00", "12", "uur", "om de week", "maand", "vanaf", "behalve", "46056", "1e"]
    ),
    max_size=7,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(max_size=60) | WORDS | st.from_regex(r"[0-9:./,€ '-]{0,25}"))
def test_a_parser_raises_nothing_but_invalid(parse: Callable[[str], Any], text: str) -> None:
    with suppress(Invalid):
        parse(text)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_date_is_read_back_from_its_forms(day: date) -> None:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        assert parse_date(day.strftime(form)) == day
