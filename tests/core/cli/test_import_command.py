"""``buurtbasis import`` as an administrator runs it: first a look, then the work, then a repeat."""

import asyncio
import csv
import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from core.cli.main import main
from core.loading import build_registry
from core.settings import load_settings
from tests.core.imports.ground import lay

ORGANISATIONS = """\
id;naam;soort;categorieen;gebied;telefoon;email
o1;Proefclub Café;wandelclub;wandelen;BU0001;033-000 00 00;info@proef.example
o2;Oefenhuis;buurthuis;samen-eten|ontmoeten;Noord;;
"""
ACTIVITIES = """\
id;organisatie_id;titel;gebied;wanneer;datum;van;tot;kosten
a1;o1;Rondje park;Noord;elke dinsdag 10:00-12:00;;;;gratis
a2;o1;Oefenfeest;Noord;;1-1-2030;20.00 uur;0:00;€ 3,50
a3;o2;Hulplijn;Noord;doorlopend;;;;
"""


class Installation:
    """A folder with a database and a small municipality."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {"BUURTBASIS_DATA_DIR": str(folder), "BUURTBASIS_PLUGINS": "activities"}

    def run(self, *words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env=self.environment)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Give an installation that knows where Noord is."""
    made = Installation(tmp_path)
    assert made.run("db", "upgrade").exit_code == 0
    url = load_settings({**os.environ, **made.environment}).database_url
    ground = asyncio.run(lay(build_registry(only=["activities"]), url))
    asyncio.run(ground.database.close())
    return made


def counts(said: str) -> dict[str, int]:
    """Return the counts in the table of what would happen."""
    rows = (line.split() for line in said.splitlines())
    words = ("nieuw", "gewijzigd", "onveranderd", "conflict", "fout")
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[0] in words}


def test_a_look_then_the_work_then_a_repeat(place: Installation) -> None:
    first = place.write("o.csv", ORGANISATIONS, "cp1252")
    look = place.run("import", "organisations", first)
    assert look.exit_code == 0, look.output
    assert counts(look.output) == {
        "nieuw": 2, "gewijzigd": 0, "onveranderd": 0, "conflict": 0, "fout": 0
    }  # fmt: skip
    assert "er is niets opgeslagen" in look.output
    second = place.write("a.csv", ACTIVITIES)
    assert counts(place.run("import", "activities", second).output)["fout"] == 3
    assert "Klaar: 2 opgeslagen." in place.run("import", "organisations", first, "--apply").output
    assert "Klaar: 3 opgeslagen." in place.run("import", "activities", second, "--apply").output
    for noun, path, rows in (("organisations", first, 2), ("activities", second, 3)):
        again = place.run("import", noun, path, "--apply")
        assert counts(again.output)["onveranderd"] == rows
        assert "Klaar: 0 opgeslagen." in again.output


def test_wrong_rows_are_said_written_to_a_file_and_skipped_on_demand(place: Installation) -> None:
    bad = "o3;=HYPERLINK(1);;duikboten;Noord;bel maar;kapot\n"
    path, errors = place.write("o.csv", ORGANISATIONS + bad), place.folder / "fouten.csv"
    refused = place.run("import", "organisations", path, "--apply", "--errors", errors)
    assert refused.exit_code == 1
    assert "Er is niets overgenomen" in refused.output
    rows = list(csv.DictReader(errors.open(encoding="utf-8-sig"), delimiter=";"))
    found = [(row["regel"], row["kolom"], row["soort"]) for row in rows]
    assert found == [("4", "telefoon", "fout"), ("4", "email", "fout")]
    assert all(row["reden"][0] not in "=+-@" for row in rows)
    assert place.run("import", "organisations", path).exit_code == 1
    taken = place.run("import", "organisations", path, "--apply", "--skip-bad-rows")
    assert (taken.exit_code, "Klaar: 2 opgeslagen." in taken.output) == (0, True)


def test_a_workbook_with_other_headings_needs_a_mapping(place: Installation) -> None:
    book = openpyxl.Workbook()
    for row in (["Nr.", "Wie", "Waar"], [1, "Proefclub", "Noord"]):
        book.active.append(row)
    path = place.folder / "o.xlsx"
    book.save(path)
    refused = place.run("import", "organisations", path)
    assert refused.exit_code == 1
    assert "In het bestand staan: Nr., Wie, Waar." in refused.output
    toml = place.write("m.toml", '[columns]\n"Nr." = "id"\nWie = "naam"\nWaar = "gebied"\n')
    json = place.write("m.json", '{"Nr.": "id", "Wie": "title", "Waar": "area"}')
    for mapping in (toml, json):
        found = place.run("import", "organisations", path, "--mapping", mapping)
        assert counts(found.output)["nieuw"] == 1, found.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"\x00\x01\x02", "geen tabel"),
        (b"naam;;gebied\nx;y;z\n", "samengevoegde"),
        (b"x" * (21 * 1024 * 1024), "20 MB"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_nothing_is_imported(
    place: Installation, content: bytes, words: str
) -> None:
    path = place.folder / "x.csv"
    path.write_bytes(content)
    done = place.run("import", "organisations", path, "--apply")
    assert done.exit_code == 1
    assert words in done.output
    assert len(done.output.splitlines()) == 1
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("dragons", "o.csv"), "Wel: organisations, activities."),
        (("organisations", "weg.csv"), "kan niet gelezen worden"),
        (("organisations", "o.csv", "--mapping", "weg.toml"), "koppelbestand"),
        (("organisations", "o.csv", "--errors", "weg/map/fouten.csv"), "kan niet worden"),
        (("organisations", "o.csv", "--source", "x" * 101), "100 tekens"),
    ],
)
def test_a_mistake_of_the_administrator_is_one_sentence(
    place: Installation, words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write("o.csv", ORGANISATIONS)
    monkeypatch.chdir(place.folder)
    done = place.run("import", *words)
    assert done.exit_code == 1
    assert sentence in done.output
    assert isinstance(done.exception, SystemExit)
