"""Workers are killed at any moment, and every mail arrives; one more than once per kill at most.

Counted where it matters: at the receiving end, by Message-ID. ``BUURTBASIS_TEST_MAILS``,
``BUURTBASIS_TEST_KILLS`` and ``BUURTBASIS_TEST_SEED`` make it longer or different.
"""

import asyncio
import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.content.models import Content
from core.db.engine import make_engine
from core.db.session import Database
from core.mail.models import SENT, OutboxMail
from core.mail.service import Letter, post_many
from core.settings import Settings
from tests.core.mail.sender import REGISTRY, Order, work

MAILS = int(os.environ.get("BUURTBASIS_TEST_MAILS", "3000"))
KILLS = int(os.environ.get("BUURTBASIS_TEST_KILLS", "50"))
SEED = int(os.environ.get("BUURTBASIS_TEST_SEED", "1"))
WORKERS = 2
PATIENCE = 240 + MAILS / 10 + KILLS * 10

pytestmark = [pytest.mark.slow, pytest.mark.server]


class Killer:
    """Keeps two workers at work, and kills them."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.core.mail.sender"])
        self.workers = [self._start() for _ in range(WORKERS)]
        self.kills = 0

    def _start(self) -> Any:
        process = self._context.Process(target=work, args=(self.order,), daemon=True)
        process.start()
        return process

    def kill(self, number: int) -> None:
        """Kill a worker at this very moment."""
        self.workers[number].kill()
        self._replace(number)

    def trap(self, until: float) -> None:
        """Let a worker die between the server's 250 and our commit; wait for that."""
        self.order.trap.touch()
        while time.monotonic() < until:
            for number, worker in enumerate(self.workers):
                if not worker.is_alive():
                    self._replace(number)
                    return
            time.sleep(0.005)
        pytest.fail("no worker stepped into the trap")

    def _replace(self, number: int) -> None:
        self.workers[number].join()
        assert self.workers[number].exitcode == -9
        self.kills += 1
        self.workers[number] = self._start()

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.join()


@pytest.fixture
def killer(
    fresh_database: Callable[..., str], redis_url: str, mailbox: Any, tmp_path: Path
) -> Iterator[Killer]:
    """Workers on a database full of mail, with Redis and a mail server."""
    url = fresh_database(REGISTRY)
    asyncio.run(post_all(url))
    settings = Settings(tmp_path, url, secret="s" * 40, redis_url=redis_url, smtp_url=mailbox.url)
    made = Killer(Order(settings, tmp_path / "trap"))
    yield made
    made.close()


async def post_all(url: str) -> None:
    database = Database(make_engine(url), Content)
    async with database.write() as session:
        letters = [Letter(f"p{n}@voorbeeld.nl", str(n), {}) for n in range(MAILS)]
        assert await post_many(session, "core.test", letters) == MAILS
    await database.close()


async def outbox_of(url: str) -> tuple[set[str], Counter[str]]:
    """Return every Message-ID that was posted, and how many mails are in which state."""
    database = Database(make_engine(url), Content)
    async with database.read() as session:
        ids = {f"<{id_}@localhost>" for id_ in await session.scalars(select(OutboxMail.message_id))}
        rows = await session.execute(
            select(OutboxMail.state, func.count()).group_by(OutboxMail.state)
        )
        states = Counter(dict(rows.all()))
    await database.close()
    return ids, states


def test_every_mail_arrives_whatever_is_killed_and_at_most_one_twice_for_each_kill(
    killer: Killer, mailbox: Any
) -> None:
    url, until = killer.order.settings.database_url, time.monotonic() + PATIENCE
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(1, max(MAILS * 2 // 3, KILLS + 1)), KILLS))
    after_the_answer = 0
    for moment in moments:
        wait_for(lambda at=moment: len(mailbox.messages) >= at, until)  # type: ignore[misc]
        if chance.random() < 0.5:
            killer.trap(until)
            after_the_answer += 1
        else:
            time.sleep(chance.uniform(0, 0.05))
            killer.kill(chance.randrange(WORKERS))
    wait_for(lambda: asyncio.run(outbox_of(url))[1][SENT] == MAILS, until, every=0.5)
    posted, states = asyncio.run(outbox_of(url))
    times = Counter(mailbox.ids())
    doubles = sum(times.values()) - len(times)
    assert killer.kills == KILLS
    assert states == {SENT: MAILS}
    assert posted - times.keys() == set()
    assert times.keys() - posted == set()
    assert after_the_answer <= doubles <= KILLS
    assert max(times.values()) <= 1 + KILLS


def wait_for(done: Callable[[], bool], until: float, every: float = 0.002) -> None:
    while not done():
        if time.monotonic() > until:
            pytest.fail("the mails did not go in time")
        time.sleep(every)
