"""``buurtbasis areas``: a trial changes nothing, and a wrong file is one sentence."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from core.cli.areas import group
from core.registry import Registry
from core.testing.places import plugins_beside_core
from tests.core.neighbourhoods.squares import FIRST, area, collection


@pytest.fixture
def command(
    fresh_database: Callable[..., str],
    core_alone: Registry,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., Result]:
    """Run a command of this group on a database of its own, with core alone."""
    monkeypatch.setenv("BUURTBASIS_DATABASE_URL", fresh_database(core_alone))
    monkeypatch.setenv("BUURTBASIS_SECRET", "s" * 40)
    monkeypatch.setenv("BUURTBASIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BUURTBASIS_PLUGINS", "")
    monkeypatch.setenv("BUURTBASIS_PLUGINS_BLOCK", ",".join(plugins_beside_core()))
    return lambda *words: CliRunner().invoke(group, [str(word) for word in words])


def count(table: str) -> int:
    """Count rows through a driver of its own, as another program would."""
    url = os.environ["BUURTBASIS_DATABASE_URL"].replace("+aiosqlite", "")
    engine = create_engine(url)
    with engine.connect() as connection:
        found: int = connection.execute(text(f"select count(*) from {table}")).scalar_one()
    engine.dispose()
    return found


def write(folder: Path, features: list[dict[str, Any]], name: str = "proef.geojson") -> Path:
    file = folder / name
    file.write_text(json.dumps(collection(features)), "utf-8")
    return file


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_trial_shows_what_would_happen_and_apply_does_it(
    command: Callable[..., Result], tmp_path: Path
) -> None:
    file = write(tmp_path, FIRST, "gebieden_gegeneraliseerd.geojson")
    trial = command("import", file, "--year", "2020")
    assert trial.exit_code == 0, trial.output
    assert "Beukhof" in trial.output
    assert "7 nieuw" in trial.output
    assert "gegeneraliseerde grenzen" in trial.output
    assert "Dit was een proef" in trial.output
    assert count("area") == 0
    done = command("import", file, "--year", "2020", "--apply")
    assert done.exit_code == 0, done.output
    assert (count("area"), count("area_boundary")) == (7, 7)
    again = command("import", file, "--year", "2020", "--detailed", "--apply")
    assert "7 blijft" in again.output
    assert (count("area"), count("area_boundary")) == (7, 14)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_wrong_file_is_one_sentence_and_leaves_nothing(
    command: Callable[..., Result], tmp_path: Path
) -> None:
    broken = [*FIRST, area("BU99010199", "Kapot", {"type": "Polygon", "coordinates": [[]]})]
    refused = command("import", write(tmp_path, broken), "--year", "2020", "--apply")
    assert refused.exit_code == 1
    assert refused.output == "Error: De coördinaten van BU99010199 zijn stuk.\n"
    large = tmp_path / "land.geojson"
    with large.open("wb") as handle:
        handle.truncate(50 * 1024**2)
    refused = command("import", large, "--apply")
    assert refused.exit_code == 1
    assert "groter dan 40 MB" in refused.output
    assert count("area") == 0


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_table_of_postcodes_replaces_the_one_that_was_there(
    command: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "postcodes.csv"
    file.write_text("pc4;plaats;gemeente;lon;lat\n9901;Proefdorp;Proefstad;5.1;52.1\n", "utf-8")
    assert "1 postcodes gelezen" in command("postcodes", file).output
    assert count("postcode") == 0
    for _ in range(2):
        assert "1 postcodes geschreven" in command("postcodes", file, "--apply").output
        assert count("postcode") == 1
