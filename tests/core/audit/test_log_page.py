"""The page of the audit log: found by who, what, on what and day, and whole or not."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.accounts import service as accounts
from core.audit import reading
from core.audit.origin import coming_from, current_origin, shortened
from core.audit.reading import Wanted
from core.audit.service import latest, note
from core.clock import frozen
from core.errors import Forbidden
from core.testing.people import Login
from core.testing.world import World


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_from_where_is_a_network_and_no_home(client: str, network: str) -> None:
    assert shortened(client) == network


def test_outside_of_a_request_nothing_comes_from_anywhere() -> None:
    assert current_origin() == ""
    with coming_from("192.0.2.77"):
        assert current_origin() == "192.0.2.0/24"
    assert current_origin() == ""


async def test_what_is_done_on_a_page_says_from_where(ground: World, log_in: Login) -> None:
    await log_in("els@example.org")
    async with ground.database.read() as session:
        wanted = Wanted(action="accounts.login")
        found, _ = await reading.list_entries(session, wanted, by=ground.operator)
    assert found[0].origin == "127.0.0.0/24"


async def write_some(world: World) -> int:
    days = (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    async with world.database.write() as session:
        with frozen(days[0]):
            id_ = await accounts.create_account(session, "els@example.org", by=world.operator)
        with frozen(days[1]):
            await note(session, "tests.write", "thing:1", actor="job", number=1)
            await note(session, "testsuite.write", "thing:2", actor="guest")
    return id_


@pytest.mark.parametrize(
    ("asked", "subjects"),
    [
        ({}, ["thing:2", "thing:1", "account:1"]),
        ({"actor": "job"}, ["thing:1"]),
        ({"action": "tests"}, ["thing:1"]),
        ({"action": "tests.write"}, ["thing:1"]),
        ({"action": "test%"}, []),
        ({"subject": "thing:2"}, ["thing:2"]),
        ({"day": datetime(2026, 11, 24).date()}, ["account:1"]),  # noqa: DTZ001
        ({"before": 3}, ["thing:1", "account:1"]),
        ({"actor": "nobody@example.org"}, []),
    ],
)
async def test_the_log_is_found_by_who_what_on_what_and_day(
    ground: World, asked: dict[str, object], subjects: list[str]
) -> None:
    await write_some(ground)
    async with ground.database.read() as session:
        found, after = await reading.list_entries(session, Wanted(**asked), by=ground.operator)
    assert [one.subject for one in found] == subjects
    assert after == 0


async def test_the_log_goes_on_where_the_page_before_ended(ground: World) -> None:
    await write_some(ground)
    async with ground.database.read() as session:
        first, after = await reading.list_entries(session, Wanted(), by=ground.operator, limit=2)
        rest = await reading.list_entries(session, Wanted(before=after), by=ground.operator)
    assert [one.id for one in first] == [3, 2]
    assert [one.id for one in rest[0]] == [1]


async def test_managers_read_the_log_and_see_that_it_is_whole_or_not(
    ground: World, log_in: Login
) -> None:
    manager = await log_in("bo@example.org", "platform-manager")
    shown = await manager.get("/beheer/logboek?wat=accounts.login")
    assert shown.status_code == 200
    assert "bo@example.org" not in shown.text.partition("<tbody>")[0]
    assert "accounts.login" in shown.text
    assert "Het logboek is heel" in (await manager.get("/beheer/logboek?nakijken=1")).text
    async with ground.database.write() as session:
        dialect = ground.database.engine.dialect.name
        off = "drop trigger" if dialect == "sqlite" else "alter table audit_entry disable trigger"
        for trigger in ("audit_entry_stays", *["audit_entry_stands"] * (dialect == "sqlite")):
            await session.execute(text(f"{off} {trigger}"))
        await session.execute(text("update audit_entry set action = 'nothing' where id = 1"))
    assert "Regel 1 klopt niet" in (await manager.get("/beheer/logboek?nakijken=1")).text
    for query in ("dag=gisteren", "na=x", "na=99999999999999999999"):
        assert (await manager.get(f"/beheer/logboek?{query}")).status_code == 400


async def test_others_do_not_read_the_log(ground: World, log_in: Login) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    assert (await editor.get("/beheer/logboek")).status_code == 403
    async with ground.database.read() as session:
        with pytest.raises(Forbidden):
            await reading.list_entries(session, Wanted(), by=None)  # type: ignore[arg-type]
        assert await latest(session, 1)
