"""A database that is busy or away: 503 with a page and when to come back, nothing half-written."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.db.trouble import is_passing
from core.loading import build_registry
from core.testing.databases import Databases
from core.testing.world import FROM_US, lay_ground, open_world
from core.web.errors import status_of


@pytest.mark.parametrize(
    "error",
    [
        PoolTimeout("QueuePool limit"),
        ConnectionRefusedError(),
        OperationalError("insert", {}, sqlite3.OperationalError("database is locked")),
        DBAPIError("select", {}, Exception("closed"), connection_invalidated=True),
        DBAPIError("select", {}, Exception("canceling statement due to lock timeout")),
    ],
)
def test_trouble_that_passes_is_503(error: Exception) -> None:
    assert status_of(error) == 503


@pytest.mark.parametrize("error", [DBAPIError("x", {}, Exception("syntax")), KeyError("x")])
def test_a_fault_of_ours_is_500(error: Exception) -> None:
    assert not is_passing(error)
    assert status_of(error) == 500


@pytest.mark.slow
async def test_a_form_answers_503_while_another_process_holds_the_database(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    registry = build_registry()
    url = sqlite_databases.fresh(registry, lay_ground)
    async with open_world(registry, url, tmp_path) as world, world.manager() as manager:
        page = await manager.get("/beheer/modules")
        csrf = page.text.split('name="_csrf" value="')[1].split('"')[0]
        form = {"enabled": "0", "_csrf": csrf}
        other = sqlite3.connect(url.split("///", 1)[1], isolation_level=None)
        other.execute("begin immediate")
        try:
            answers = await asyncio.wait_for(
                asyncio.gather(
                    *(
                        manager.post("/beheer/modules/wijkgids", data=form, headers=FROM_US)
                        for _ in range(3)
                    ),
                    manager.get("/activiteiten"),
                ),
                60,
            )
        finally:
            other.execute("rollback")
            other.close()
        *refused, read = answers
        assert read.status_code == 200
        for answer in refused:
            assert answer.status_code == 503
            assert answer.headers["retry-after"].isdecimal()
            assert "<h1" in answer.text
        assert (await manager.get("/activiteiten")).status_code == 200
        answer = await manager.post("/beheer/modules/wijkgids", data=form, headers=FROM_US)
        assert answer.status_code == 303
        assert (await manager.get("/buurten/stadskern/wijkgids")).status_code == 404
