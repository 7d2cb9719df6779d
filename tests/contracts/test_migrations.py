"""Migrations of every owner: one line, up and down again, what they make, and half of one."""

import asyncio
import os

import pytest
from sources import ROOT
from sqlalchemy import event

from core.db.engine import make_engine
from core.db.migrate import owners, read_status, upgrade_connection
from core.testing.schema import (
    downgrade,
    fingerprint,
    found_differences,
    on_connection,
    revisions,
    upgrade,
)

SCHEMA = ROOT / "tests" / "contracts" / "schema"
WRITE = "BUURTBASIS_WRITE_SCHEMA"


def kind_of(url):
    return url.partition("+")[0]


def test_every_owner_has_one_line_of_numbered_revisions(shipped):
    for owner in owners(shipped):
        found = revisions(shipped, owner.name)
        assert found == [f"{owner.name}_{at + 1:04d}" for at in range(len(found))]
        files = sorted(path.name for path in owner.versions.glob("*.py"))
        assert [name.startswith(f"{id_}_") for name, id_ in zip(files, found, strict=True)]


def test_all_tables_go_away_and_come_back_the_same(shipped, fresh_database):
    url = fresh_database(shipped)
    before = fingerprint(url)
    downgrade(url, shipped)
    left = [line for line in fingerprint(url).splitlines() if not line.startswith("extension")]
    assert left == []
    upgrade(url, shipped)
    assert fingerprint(url) == before


def test_models_and_tables_agree(shipped, fresh_database):
    assert found_differences(fresh_database(shipped), shipped) == []


def test_the_schema_is_the_one_on_record(shipped, fresh_database):
    url = fresh_database(shipped)
    file = SCHEMA / f"{kind_of(url)}.txt"
    if os.environ.get(WRITE):
        SCHEMA.mkdir(exist_ok=True)
        file.write_text(fingerprint(url), "utf-8")
    assert fingerprint(url) == file.read_text("utf-8"), (
        f"A migration changed the schema. Look at the difference; {WRITE}=1 records it."
    )


@pytest.mark.parametrize("after", [2, 9, 25])
def test_an_interrupted_upgrade_can_be_repeated(shipped, fresh_database, after):
    url = fresh_database(shipped)
    before = fingerprint(url)
    downgrade(url, shipped)
    with pytest.raises(RuntimeError, match="the power is gone"):
        asyncio.run(upgrade_until(url, shipped, after))
    upgrade(url, shipped)
    assert fingerprint(url) == before


async def upgrade_until(url, registry, after):
    """Begin to upgrade, and fail at a statement in the midst of it."""
    engine = make_engine(url, foreign_keys=False)
    made = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def count(_connection, _cursor, statement, *_):
        made.extend([statement] if statement.lstrip().upper().startswith("CREATE") else [])
        if len(made) > after:
            raise RuntimeError("the power is gone")

    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgrade_connection, registry)
    finally:
        await engine.dispose()


def test_the_status_names_who_is_behind(shipped, alone, fresh_database):
    found = {}

    def look(connection):
        found.update(
            {status.owner: status.is_current for status in read_status(connection, shipped)}
        )

    on_connection(fresh_database(alone), look)
    assert {name for name, is_there in found.items() if is_there} == {"core"}
    assert found.keys() == {owner.name for owner in owners(shipped)}
