"""How long the freshness ladder takes when every step is due for a hundred thousand entries."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import case, func, select, update

from bench.fill import fill
from core.clock import now
from core.content.models import ARCHIVED, HIDDEN, PUBLISHED, Content
from core.db.engine import make_engine
from core.db.session import Database
from core.freshness.ladder import go, prepare
from core.freshness.run import Run
from core.freshness.service import CONTENT
from core.loading import build_registry
from core.mail.models import OutboxMail
from core.registry import Registry

ENTRIES = 100_000
GOAL = 30
STEPS = ("fresh", "asked", "reminded", "call", "hidden", "archived")


async def measure(url: str, _folder: Path) -> list[dict[str, Any]]:
    """Return the seconds of one run, and of the next one that has nothing to do.

    Half of the entries are organisations that each own one of the others; a sixth of the
    organisations, with what they own, stands on each step.
    """
    registry = build_registry()
    await fill(url, ENTRIES // 2)
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(owned.item.key for owned in registry.kinds)
    await _let_all_be_due(database)
    first, moved = await _run(database, registry)
    again, _ = await _run(database, registry)
    async with database.read() as session:
        mails = await session.scalar(select(func.count()).select_from(OutboxMail)) or 0
    await database.close()
    return [
        {"what": f"{sum(moved.values()):,} steps, {mails:,} mails", "seconds": first, "goal": GOAL},
        {"what": "the next run", "seconds": again},
    ]


async def _let_all_be_due(database: Database) -> None:
    c = CONTENT.c
    number = func.coalesce(c.owner_id, c.id) % len(STEPS)
    step = case(dict(enumerate(STEPS)), value=number)
    status = case({"hidden": HIDDEN, "archived": ARCHIVED}, value=step, else_=PUBLISHED)
    async with database.write() as session:
        await session.execute(
            update(CONTENT).values(
                step=step, status=status, step_due_at=now() - timedelta(hours=1), email="",
                confirm_due_at=now(),
            )
        )  # fmt: skip
        await session.execute(
            update(CONTENT)
            .where(c.kind == "organisation")
            .values(email="info@" + c.slug + ".example")
        )


async def _run(database: Database, registry: Registry) -> tuple[float, dict[str, int]]:
    began = time.perf_counter()
    async with database.read() as session:
        reindex, policies = await prepare(session, registry)
    run = Run(database.write, now(), policies, reindex)
    await go(run)
    return round(time.perf_counter() - began, 1), dict(run.moved)
