"""``buurtbasis expire``: it shows what would happen, and does it when it is meant."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from core.cli.main import main
from core.clock import now
from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.testing.factories import CENTRE, make_rows
from core.testing.world import lay_ground, open_world

TABLE = Content.__table__


@pytest.fixture
def place(
    fresh_database: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Give the database of a small place with one organisation that nobody can mail."""
    registry = build_registry()
    url = fresh_database(registry, lay_ground)
    monkeypatch.setenv("BUURTBASIS_DATABASE_URL", url)
    monkeypatch.setenv("BUURTBASIS_SECRET", "s" * 40)
    monkeypatch.setenv("BUURTBASIS_DATA_DIR", str(tmp_path))

    async def fill() -> None:
        async with open_world(registry, url, tmp_path) as world:
            row = {"id": "1", "naam": "De Eik", **CENTRE}
            await make_rows(world, "organisations", [row])

    asyncio.run(fill())
    return url


def step_in(url: str, **values: Any) -> str:
    """Change the organisation, and return on which step it stands."""

    async def work() -> str:
        database = Database(make_engine(url), Content)
        async with database.write() as session:
            if values:
                await session.execute(update(TABLE).values(**values))
            step = str(await session.scalar(TABLE.select().with_only_columns(TABLE.c.step)))
        await database.close()
        return step

    return asyncio.run(work())


def expire(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["expire", *arguments], env=dict(os.environ))


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(place: str) -> None:
    answer = expire("--at", "2030-03-01", "--dry-run", "--list")
    assert answer.exit_code == 0, answer.output
    assert "Op de bellijst" in answer.output
    assert "de-eik" in answer.output
    assert "er is niets veranderd" in answer.output
    assert step_in(place) == ""


def test_another_day_than_today_is_done_only_when_it_is_meant(place: str) -> None:
    refused = expire("--at", "2030-03-01")
    assert refused.exit_code == 1
    assert "--yes" in refused.output
    assert step_in(place) == ""
    done = expire("--at", "2030-03-01", "--yes")
    assert done.exit_code == 0, done.output
    assert step_in(place) == "call"


def test_today_needs_no_more_than_the_command(place: str) -> None:
    answer = expire()
    assert answer.exit_code == 0, answer.output
    assert "Er is niets aan de beurt." in answer.output
    assert step_in(place, step_due_at=now()) == "fresh"
    assert "Op de bellijst" in expire().output


@pytest.mark.parametrize("day", ["gisteren", "2027-02-30", "1-3-2027"])
def test_a_day_that_is_none_is_refused_in_a_sentence(day: str, tmp_path: Path) -> None:
    answer = expire("--at", day)
    assert answer.exit_code == 1
    assert "is geen dag" in answer.output
