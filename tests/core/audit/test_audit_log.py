"""The audit log: every change of rights is in it, in one chain, and nobody rewrites it unseen."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.accounts import service as accounts
from core.accounts.members import keys_by_role, operator
from core.audit.models import AuditEntry
from core.audit.service import BATCH, BEGIN, latest, note, verify
from core.clock import frozen
from core.testing.world import World, switch

OFF = {
    "sqlite": "drop trigger {0}",
    "postgresql": "alter table audit_entry disable trigger {0}",
}
"""What somebody with the password of the database could do."""


async def write(world: World, number: int) -> None:
    async with world.database.write() as session:
        await note(session, "tests.write", f"thing:{number}", actor="job", number=number)


async def write_half(world: World) -> None:
    async with world.database.write() as session:
        await note(session, "tests.write", "thing:1", actor="job")
        raise RuntimeError("halfway")


async def tamper(world: World, statement: str) -> None:
    """Change the log behind the back of the platform."""
    dialect = world.database.engine.dialect.name
    triggers = ["audit_entry_stays"] + ["audit_entry_stands"] * (dialect == "sqlite")
    async with world.database.write() as session:
        for trigger in triggers:
            await session.execute(text(OFF[dialect].format(trigger)))
        await session.execute(text(statement))


async def broken_at(world: World) -> int | None:
    async with world.database.read() as session:
        return (await verify(session)).broken_at


async def test_twenty_who_write_at_once_make_one_chain_without_gaps(ground: World) -> None:
    await asyncio.gather(*(write(ground, number) for number in range(20)))
    async with ground.database.read() as session:
        found = await verify(session)
        ids = (await session.scalars(select(AuditEntry.id).order_by(AuditEntry.id))).all()
    assert (found.entries, found.broken_at) == (20, None)
    assert list(ids) == list(range(1, 21))
    assert found.last_hash != BEGIN


async def test_an_empty_log_is_whole(ground: World) -> None:
    async with ground.database.read() as session:
        found = await verify(session)
    assert (found.entries, found.last_hash, found.broken_at) == (0, BEGIN, None)


async def test_a_log_longer_than_a_batch_is_whole(ground: World) -> None:
    async with ground.database.write() as session:
        for number in range(BATCH + 3):
            await note(session, "tests.write", "thing:1", actor="job", number=number)
    async with ground.database.read() as session:
        assert (await verify(session)).entries == BATCH + 3


@pytest.mark.parametrize(
    "statement",
    ["update audit_entry set action = 'nothing' where id = 2", "delete from audit_entry"],
)
async def test_the_database_refuses_to_change_the_log(ground: World, statement: str) -> None:
    for number in range(3):
        await write(ground, number)
    with pytest.raises(DBAPIError, match="append-only"):
        async with ground.database.write() as session:
            await session.execute(text(statement))
    assert await broken_at(ground) is None


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("update audit_entry set action = 'nothing' where id = 2", 2),
        ("update audit_entry set at = '2020-01-01 00:00:00+00:00' where id = 3", 3),
        ("update audit_entry set actor_id = 9 where id = 1", 1),
        ("delete from audit_entry where id = 2", 2),
        ("update audit_entry set id = 7 where id = 4", 4),
    ],
)
async def test_who_changes_the_log_all_the_same_is_found_out(
    ground: World, statement: str, where: int
) -> None:
    for number in range(4):
        await write(ground, number)
    if ground.database.engine.dialect.name == "sqlite":
        statement = statement.replace("+00:00", ".000000")
    await tamper(ground, statement)
    assert await broken_at(ground) == where


async def test_what_did_not_happen_is_not_in_the_log(ground: World) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        await write_half(ground)
    async with ground.database.read() as session:
        assert (await verify(session)).entries == 0


async def test_the_log_tells_who_got_which_role_and_who_switched_what(ground: World) -> None:
    roles = keys_by_role(owned.item for owned in ground.registry.permissions)
    by = operator(roles)
    moment = datetime(2026, 11, 25, 9, tzinfo=UTC)
    with frozen(moment):
        async with ground.database.write() as session:
            id_ = await accounts.create_account(session, "baas@voorbeeld.nl", by=by)
            await accounts.grant_role(session, id_, "platform-manager", by=by, roles=roles)
        await switch(ground, "wijkgids", on=False)
    async with ground.database.read() as session:
        lines = await latest(session, 10)
    told: list[tuple[str, str, Any]] = [
        (line.action, line.subject, line.details) for line in reversed(lines)
    ]
    assert told == [
        ("accounts.create", f"account:{id_}", {}),
        (
            "accounts.grant",
            f"account:{id_}",
            {"role": "platform-manager", "scope": "platform", "scope_id": 0},
        ),
        ("core.modules", "plugin:wijkgids", {"enabled": False}),
    ]
    assert {line.actor for line in lines} == {"command line"}
    assert {line.at for line in lines} == {moment}
    assert "baas@voorbeeld.nl" not in str(lines)


async def test_logging_in_is_written_down_without_the_secret(ground: World) -> None:
    async with ground.manager() as client:
        cookie = client.cookies["buurtbasis_session"]
    async with ground.database.read() as session:
        lines = await latest(session, 10)
    assert [line.action for line in lines[:2]] == ["accounts.second_step", "accounts.login"]
    assert cookie not in str(lines)
