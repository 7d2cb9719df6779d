"""Files of every kind: a table comes out, or one clear sentence."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.imports import table
from core.imports.table import Table, parse_table, read_table

LINES = "id;naam;prijs\r\n1;Café de Proef;€ 3\r\n2;„Oefen”;\r\n"


def workbook(*sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return out.getvalue()


def texts(found: Table) -> list[list[str]]:
    return [list(row.values()) for _, row in found.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    found = parse_table(LINES.encode(encoding))
    assert found.headers == ("id", "naam", "prijs")
    assert found.rows == [
        (2, {"id": "1", "naam": "Café de Proef", "prijs": "€ 3"}),
        (3, {"id": "2", "naam": "„Oefen”", "prijs": ""}),
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    text = separator.join(("id", '"naam, of; titel"', "plaats")) + "\n"
    text += separator.join(("1", '"a;b,c"', "Proefstad")) + "\n"
    found = parse_table(text.encode())
    assert found.headers == ("id", "naam, of; titel", "plaats")
    assert texts(found) == [["1", "a;b,c", "Proefstad"]]


def test_a_line_that_names_the_separator_is_no_heading() -> None:
    found = parse_table(b"sep=,\r\nid,naam;x\r\n1,2\r\n")
    assert found.headers == ("id", "naam;x")
    assert found.rows == [(3, {"id": "1", "naam;x": "2"})]


def test_empty_lines_an_empty_last_column_and_totals_are_left_out() -> None:
    found = parse_table(b"\n;;\nid;naam;\n\n1;Proef;\n;;\nAantal activiteiten:;1;\nTotaal: 1;;\n")
    assert found.headers == ("id", "naam")
    assert found.rows == [(5, {"id": "1", "naam": "Proef"})]


def test_a_title_that_begins_like_a_total_is_a_row() -> None:
    rows = "id;titel;plaats\nTotaal anders;Open dag;Hier\nSom;5;Daar\n"
    assert len(parse_table(rows.encode()).rows) == 2


def test_a_cell_may_hold_lines_and_quotes_and_rows_count_as_a_spreadsheet_counts() -> None:
    found = parse_table(b'id;tekst\n1;"een\ntwee ""drie"""\n2;x\n')
    assert found.rows[0][1]["tekst"] == 'een\ntwee "drie"'
    assert [number for number, _ in found.rows] == [2, 3]


def test_text_that_was_encoded_twice_is_mended() -> None:
    found = parse_table("id;naam\n1;CafÃ© Â€ 5\n2;São Paulo\n".encode())
    assert [row["naam"] for _, row in found.rows][1] == "São Paulo"
    assert found.rows[0][1]["naam"].startswith("Caf")
    assert parse_table("n;x\nCafÃ©;1".encode()).rows[0][1]["n"] == "Café"


def test_a_row_that_is_wider_than_the_headings_is_kept_with_its_fault() -> None:
    found = parse_table(b"id;naam\n1;a;b\n2;c\n")
    assert list(found.faults) == [2]
    assert texts(found) == [["1", "a"], ["2", "c"]]


def test_a_workbook_is_read_from_its_first_sheet_with_data() -> None:
    data = workbook(
        [],
        [
            ["id", "wat", None],
            [1, "tekst "],
            [2.5, date(2026, 2, 3)],
            [None, None],
            [True, datetime(2026, 2, 3, 14, 30)],  # noqa: DTZ001
            [330000000.0, time(9, 5)],
            ["x", timedelta(hours=26)],
            ["=1+1", 46056],
        ],
        [["ander", "blad"], [1, 2]],
    )
    found = parse_table(data)
    assert found.headers == ("id", "wat")
    assert texts(found)[:5] == [
        ["1", "tekst"], ["2.5", "2026-02-03"], ["ja", "2026-02-03 14:30"], ["330000000", "09:05"],
        ["x", "26:00"],
    ]  # fmt: skip
    assert [number for number, _ in found.rows] == [2, 3, 5, 6, 7, 8]


BOMB = b"<a>" + b" " * 30_000_000
REFUSED: dict[str, bytes] = {
    "leeg": b"",
    "leeg wit": b" \r\n\t\n",
    "leeg puntkomma": b";;\n;;\n",
    "leeg kop": b"id;naam\n",
    "geen tabel png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "geen tabel nul": b"id;naam\n1;\x00\n",
    "geen tabel html": b"<html><table><tr><td>1</td></tr></table></html>",
    "geen tabel json": b'[{"id": 1}]',
    "geen tabel pdf": b"%PDF-1.7\n1 0 obj\n",
    "oud of beveiligd": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "twee keer": b"id;naam;Naam\n1;a;b\n",
    "samengevoegde kop": b"id;;naam\n1;a;b\n",
    "maar één kop": b"Activiteiten 2026;;\nid;naam;plaats\n",
    "geen koppen": b"1;2;3\n4;5;6\n",
    "aanhalingsteken": b'id;naam\n1;"open\n2;b\n',
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_in_one_sentence(case: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_table(REFUSED[case])
    sentence = str(refused.value)
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    if case.startswith(("leeg", "geen tabel")):
        expected = {"leeg": ("leeg", "staat niets"), "geen": ("geen tabel",)}[case.split()[0]]
        assert any(word in sentence for word in expected)


@pytest.mark.slow
def test_broken_and_hostile_workbooks_are_refused() -> None:
    good = workbook([["id"], [1]])
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    cases = {
        "Excel-bestand": repacked(good, {})[:200],
        "beschadigd": good[:-30],
        "uitgepakt te groot": repacked(good, {f"xl/{at}.bin": BOMB for at in range(8)}),
        "beschadigd ": repacked(good, {"xl/workbook.xml": entity}),
        "beschadigd  ": repacked(good, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}),
    }
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as packed:
        packed.writestr("content.xml", "<a/>")
    cases["geen Excel-bestand"] = plain.getvalue()
    for words, data in cases.items():
        with pytest.raises(Invalid, match=words.strip()):
            parse_table(data)


def test_a_merged_heading_in_a_workbook_is_refused() -> None:
    with pytest.raises(Invalid, match="samengevoegde"):
        parse_table(workbook([["Activiteit", None, "Plaats"], ["a", "b", "c"]]))


def test_too_many_rows_and_too_many_bytes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "groot.csv"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(Invalid, match="20 MB"):
        read_table(big)
    monkeypatch.setattr(table, "MOST_ROWS", 10)
    with pytest.raises(Invalid, match=r"200\.000"):
        parse_table(b"id;naam\n" + b"1;a\n" * 11)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "weg.csv", tmp_path):
        with pytest.raises(Invalid, match="kan niet gelezen"):
            read_table(path)


@pytest.mark.slow
def test_200_000_rows_are_read_within_seconds() -> None:
    rows = "id;naam;plaats\n" + "".join(f"{at};Proef {at};Proefstad\n" for at in range(200_000))
    assert len(parse_table(rows.encode()).rows) == 200_000


@given(st.binary(max_size=400) | st.binary(max_size=200).map(b"PK\x03\x04".__add__))
def test_any_bytes_are_a_table_or_invalid(data: bytes) -> None:
    try:
        found = parse_table(data)
    except Invalid:
        return
    assert found.rows


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4), st.text(max_size=200))
def test_any_text_is_a_table_or_invalid(headers: list[str], rest: str) -> None:
    try:
        found = parse_table((";".join(headers) + "\n" + rest).encode("utf-8", "surrogatepass"))
    except Invalid:
        return
    assert all(set(row) == set(found.headers) for _, row in found.rows)
