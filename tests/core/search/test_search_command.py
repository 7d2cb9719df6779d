"""``buurtbasis search rebuild`` makes the index anew and says how much is in it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.cli.search import group
from core.testing.places import plugins_beside_core


async def test_rebuilding_finds_what_was_not_indexed(
    fresh_database: Callable[..., str],
    core_alone: Any,
    open_searching: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    url = fresh_database(core_alone)
    monkeypatch.setenv("BUURTBASIS_DATABASE_URL", url)
    monkeypatch.setenv("BUURTBASIS_SECRET", "s" * 40)
    monkeypatch.setenv("BUURTBASIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BUURTBASIS_PLUGINS_BLOCK", ",".join(plugins_beside_core()))
    searching = await open_searching(url)
    await searching.add({"id": 1, "title": "Yoga"}, {"id": 2, "title": "Thee"})
    await searching.remove(1)
    # A command starts a loop of its own, so it runs beside this one.
    result = await asyncio.to_thread(CliRunner().invoke, group, ["rebuild"])
    assert result.exit_code == 0, result.output
    assert "2 vermeldingen" in result.output
    assert await searching.ids("yoga") == [1]
    await searching.database.close()
