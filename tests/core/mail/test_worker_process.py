"""``buurtbasis worker`` as a service runs it: it sends, and when stopped it leaves no mess."""

import asyncio
import signal
import subprocess
import sys
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
from core.loading import build_registry
from core.mail.models import LEASED, SENT, OutboxMail
from core.mail.service import Letter, post_many
from core.testing.places import plugins_beside_core

MAILS = 400
PATIENCE = 90
COMMAND = (sys.executable, "-c", "from core.cli.main import main; main()", "worker")

pytestmark = [pytest.mark.slow, pytest.mark.server]
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def url(fresh_database: Callable[..., str]) -> str:
    """A database of core alone, with mail that is due."""
    made = fresh_database(build_registry(only=()))
    asyncio.run(post_all(made))
    return made


@pytest.fixture
def start(url: str, redis_url: str, mailbox: Any, tmp_path: Path) -> Iterator[Start]:
    """Give a callable that starts a worker."""
    environment = {
        "BUURTBASIS_DATABASE_URL": url, "BUURTBASIS_REDIS_URL": redis_url,
        "BUURTBASIS_SMTP_URL": mailbox.url, "BUURTBASIS_DATA_DIR": str(tmp_path),
        "BUURTBASIS_PLUGINS": "", "BUURTBASIS_PLUGINS_BLOCK": ",".join(plugins_beside_core()),
        "BUURTBASIS_SECRET": "s" * 40,
    }  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    with (tmp_path / "worker.log").open("wb") as log:

        def work() -> subprocess.Popen[bytes]:
            started.append(subprocess.Popen(COMMAND, env=environment, stderr=log))
            return started[-1]

        yield work
        for process in started:
            process.kill()
            process.wait()


async def post_all(url: str) -> None:
    database = Database(make_engine(url), Content)
    async with database.write() as session:
        letters = [Letter(f"p{n}@voorbeeld.nl", str(n), {}) for n in range(MAILS)]
        await post_many(session, "core.test", letters)
    await database.close()


def states(url: str) -> Counter[str]:
    async def work() -> Counter[str]:
        database = Database(make_engine(url), Content)
        counted = select(OutboxMail.state, func.count()).group_by(OutboxMail.state)
        async with database.read() as session:
            found = Counter(dict((await session.execute(counted)).all()))
        await database.close()
        return found

    return asyncio.run(work())


def wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_worker_that_is_stopped_gives_back_what_it_has_and_another_goes_on(
    start: Start, url: str, mailbox: Any, tmp_path: Path
) -> None:
    first = start()
    wait_for(lambda: len(mailbox.messages) > 20)
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "worker.log").read_text("utf-8")
    found = states(url)
    assert found[LEASED] == 0
    assert found[SENT] == len(mailbox.messages)
    start()
    wait_for(lambda: states(url)[SENT] == MAILS)
    assert len(set(mailbox.ids())) == len(mailbox.ids()) == MAILS
