"""Spreadsheets as organisations really send them: what is expected of each row comes out."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import Invalid
from core.imports.dates import parse_dates
from core.imports.repeats import Repeat, parse_repeat, to_recurrence
from core.imports.schedule import CELLS, read_schedule
from core.imports.table import Table, read_table
from core.imports.values import (
    parse_number,
    parse_phone,
    parse_postcode,
    parse_price,
    parse_website,
)
from core.recurrence import Recurrence, occurrences

pytestmark = pytest.mark.corpus

FOLDER = Path(os.environ["BUURTBASIS_CORPUS"]) / "06_spreadsheets"
MADE = FOLDER / "geconstrueerd"
REAL = FOLDER / "echt"
TODAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def made() -> Table:
    return read_table(MADE / "activiteiten_cp1252.csv")


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    found = json.loads((MADE / "activiteiten_cp1252.expected.json").read_text("utf-8"))
    rows: list[dict[str, Any]] = found["rijen"]
    return rows


def schedule(row: dict[str, str]) -> tuple[Recurrence | None, tuple[str, ...]]:
    cells = dict.fromkeys(CELLS, "")
    cells |= {"when": row["Frequentie"], "date": row["Datum"], "weekday": row["Dag"]}
    cells |= {"from": row["Aanvang"], "to": row["Einde"]}
    found = read_schedule(cells, TODAY)
    return found.recurrence, found.warnings


def test_each_row_of_the_made_file_says_what_is_expected(
    made: Table, expected: list[dict[str, Any]]
) -> None:
    assert [row["Activiteit"] for _, row in made.rows] == [row["naam"] for row in expected]
    right = 0
    for (_, row), wanted in zip(made.rows, expected, strict=True):
        if "fout" in wanted:
            with pytest.raises(Invalid):
                schedule(row)
        else:
            check(row, wanted)
        right += 1
    print(f"\n{right} of {len(expected)} rows as expected; blank and total lines ignored")


def check(row: dict[str, str], wanted: dict[str, Any]) -> None:
    rec, _ = schedule(row)
    assert rec is not None
    if "rrule" in wanted:
        assert rec.rrule == wanted["rrule"].split(" ")[0]
    if "dtstart" in wanted:
        assert rec.dtstart.isoformat() == wanted["dtstart"]
    if "even" in wanted.get("rrule", ""):
        assert rec.dtstart.isocalendar().week % 2 == 0
    if "datum" in wanted:
        assert rec.dtstart.isoformat() == wanted["datum"].split(" ")[0]
    if "datums" in wanted:
        days = [rec.dtstart, *rec.rdates]
        assert [day.isoformat() for day in days] == wanted["datums"]
    check_times(rec, wanted)
    if "kosten" in wanted:
        cost = wanted["kosten"]
        assert parse_price(row["Kosten"]).cents == (None if cost is None else cost * 100)


def check_times(rec: Recurrence, wanted: dict[str, Any]) -> None:
    start = wanted["start"]
    if "T" in start:
        begin = datetime.combine(rec.dtstart, rec.start, UTC) - timedelta(days=1)
        found = occurrences(rec, begin, begin + timedelta(days=3))
        ends = (datetime.fromisoformat(start), datetime.fromisoformat(wanted["eind"]))
        assert found == [tuple(moment.astimezone(UTC) for moment in ends)]
        return
    assert f"{rec.start:%H:%M}" == start
    if "eind" in wanted:
        last = wanted["eind"].replace("24:00 = ", "")[:5] if wanted["eind"] else None
        assert (f"{rec.end:%H:%M}" if rec.end else None) == last


def test_school_holidays_and_a_wrong_weekday_become_warnings(made: Table) -> None:
    rows = {row["Activiteit"]: row for _, row in made.rows}
    assert "schoolvakanties" in schedule(rows["Taaloefening Nederlands"])[1][0]
    assert "zaterdag" in schedule(rows["Verkeerstuin open"])[1][0]


@pytest.mark.parametrize(
    ("name", "rows", "cell"),
    [
        ("duo_vestigingen_latin1_komma.csv", 6513, ("PLAATSNAAM", "EMMEN")),
        ("inspire_overheidsdiensten_latin1_rd.csv", 3475, ("plaats", "'s-Gravenhage")),
        ("regioatlas_ggds_bom_puntkomma.csv", 390, ("CBS", "1680")),
        ("regioatlas_wmoregios_bom_puntkomma.csv", 390, ("CBS", "1680")),
        ("stichtingen_vws_mojibake.csv", 31, ("Financiële relatie*", "ja, artikel 1")),
    ],
)
def test_real_files_are_read_whole(name: str, rows: int, cell: tuple[str, str]) -> None:
    table = read_table(REAL / name)
    print(f"\n{name}: {len(table.rows)} rows, {len(table.faults)} that cannot be placed")
    assert len(table.rows) == rows
    assert table.rows[0][1][cell[0]] == cell[1]
    assert not table.faults


def test_real_phone_numbers_postcodes_and_websites_are_read() -> None:
    table = read_table(REAL / "duo_vestigingen_latin1_komma.csv")
    for column, parse, share in (
        ("TELEFOONNUMMER", parse_phone, 0.999),
        ("POSTCODE", parse_postcode, 1),
        ("INTERNETADRES", parse_website, 0.995),
    ):
        cells = [row[column] for _, row in table.rows if row[column]]
        refused = [cell for cell in cells if not is_read(parse, cell)]
        print(f"\n{column}: {len(cells) - len(refused)} of {len(cells)} read; {refused[:8]}")
        assert len(refused) <= (1 - share) * len(cells)


def is_read(parse: Any, cell: str) -> bool:
    try:
        return parse(cell) is not None
    except Invalid:
        return False


def test_the_real_workbook_is_read_with_its_short_and_long_numbers() -> None:
    table = read_table(REAL / "gemeentelijst_2018.xlsx")
    texts = [cell for _, row in table.rows for cell in row.values() if cell]
    print(f"\n{len(table.rows)} rows, {len(texts)} cells; headings {table.headers[:6]}")
    assert parse_phone("14 0592") == "+31140592"
    assert len(table.rows) > 300


def test_parsers_refuse_real_texts_politely() -> None:
    """Texts that are no dates, rules or prices give a sentence, never another error."""
    texts = [
        str(value)[:400]
        for entry in json.loads((REAL / "amsterdam_minima_activiteiten.json").read_text("utf-8"))
        for value in entry.values()
    ]
    parsers: list[Any] = [parse_dates, parse_repeat, parse_price, parse_phone, parse_number]
    read = 0
    for text in texts:
        for parse in parsers:
            read += is_read(parse, text)
    print(f"\n{len(texts)} texts, {read} of {len(texts) * len(parsers)} taken for a value")


def test_a_rule_without_a_date_begins_today() -> None:
    found = to_recurrence(Repeat("FREQ=WEEKLY;BYDAY=TU"), parse_repeat("10:00, elke dinsdag").times,
                          TODAY)  # fmt: skip
    assert found.dtstart == date(2026, 1, 6)
